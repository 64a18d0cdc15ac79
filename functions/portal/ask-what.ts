import * as z from 'zod/mini';
import { type Right, rights } from '../requests/index.ts';
import type { AskStep } from './ask-step.ts';
import type { Fields } from './form-body.ts';
import { readWith, several } from './form-schema.ts';
import { offeredRights } from './offered-rights.ts';

/** The rights chosen so far, each once, in the order they are carried out; unknown ones are told of on their own page. */
export function chosenRights(fields: Fields): readonly Right[] {
  return rights.filter((right) => fields.right?.includes(right));
}

const fields = ['right'];

/** What do you want us to do? */
export const whatStep: AskStep<readonly Right[]> = {
  fields,
  isAsked: () => true,
  read: (typed, { organisation }) => {
    const offered = offeredRights(organisation);
    const schema = z.object({ right: several(offered, 'right_unknown', 'right_missing') });
    const read = readWith(schema, { ...typed }, fields);
    return read.ok ? { ok: true, value: chosenRights(typed) } : read;
  },
  asked: (chosen) => ({ ask: { rights: chosen } }),
  filledIn: ({ rights: chosen }) => ({ right: chosen }),
};
