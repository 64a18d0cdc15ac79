import * as z from 'zod';
import { functionEnvironment } from '../shared/function.env.ts';

export const recordDeliveryEnvironment = functionEnvironment.extend({ REQUESTS_TABLE: z.string().min(1) });
