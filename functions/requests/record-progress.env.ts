import * as z from 'zod/mini';
import { functionEnvironment, setting } from '../shared/function.env.ts';

export const recordProgressEnvironment = z.extend(functionEnvironment, { REQUESTS_TABLE: setting });
