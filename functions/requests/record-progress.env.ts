import * as z from 'zod';
import { functionEnvironment } from '../shared/function.env.ts';

export const recordProgressEnvironment = functionEnvironment.extend({ REQUESTS_TABLE: z.string().min(1) });
