import * as z from 'zod/mini';
import type { Organisation, RightOption } from '../shared/organisation.ts';
import type { AskStep } from './ask-step.ts';
import { readWith, several } from './form-schema.ts';

const fields = ['function'];

/** The functions from which consent can be withdrawn. */
export function functionsOf({ rights }: Organisation): readonly RightOption[] {
  return rights.find(({ right }) => right === 'consent_withdrawal')?.functions ?? [];
}

/** From which functions is consent withdrawn? Keys of the policy. */
export const functionsStep: AskStep<readonly string[]> = {
  fields,
  isAsked: (chosen) => chosen.includes('consent_withdrawal'),
  read: (typed, { organisation }) => {
    const keys = functionsOf(organisation).map(({ key }) => key);
    const schema = z.object({ function: several(keys, 'function_unknown', 'function_missing') });
    const read = readWith(schema, { ...typed }, fields);
    return read.ok ? { ok: true, value: keys.filter((key) => read.value.function.includes(key)) } : read;
  },
  asked: (functions) => ({ ask: { functions } }),
  filledIn: ({ functions }) => (functions ? { function: functions } : {}),
};
