import * as z from 'zod/mini';
import { functionEnvironment, setting } from '../shared/function.env.ts';

export const readPositionEnvironment = z.extend(functionEnvironment, { REQUESTS_TABLE: setting });
