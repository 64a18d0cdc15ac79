import * as z from 'zod/mini';
import { functionEnvironment, setting } from '../shared/function.env.ts';

export const listRecipientsEnvironment = z.extend(functionEnvironment, { REQUESTS_TABLE: setting });
