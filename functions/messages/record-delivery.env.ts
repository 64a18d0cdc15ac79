import * as z from 'zod/mini';
import { functionEnvironment, setting } from '../shared/function.env.ts';

export const recordDeliveryEnvironment = z.extend(functionEnvironment, { REQUESTS_TABLE: setting });
