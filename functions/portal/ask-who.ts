import * as z from 'zod/mini';
import type { Relation } from '../requests/index.ts';
import type { AskStep } from './ask-step.ts';
import type { Fields } from './form-body.ts';
import { line, lines, once, readWith, says } from './form-schema.ts';

const fields = ['relation', 'residence', 'acting', 'agent_name', 'agent_statement'];
/** Any place whose law is not another; what is meant when nothing is chosen. */
export const elsewhere = 'elsewhere';
const limits = { name: 200, statement: 2000 } as const;

export interface Who {
  readonly relation: Relation;
  /** Where they live, as far as another law follows from it; an ISO 3166 code. */
  readonly residence?: string;
  readonly agent?: { readonly name: string; readonly statement: string };
}

/** Who are you? */
export const whoStep: AskStep<Who> = {
  fields,
  isAsked: () => true,
  read: (typed, { organisation }) => {
    const places = organisation.otherLaws.map(({ place }) => place);
    const read = readWith(schemaFor(typed, places), { ...typed }, fields);
    if (!read.ok) return read;
    const { relation, residence, acting, agent_name: name, agent_statement: statement } = read.value;
    return {
      ok: true,
      value: {
        relation,
        ...(residence === elsewhere ? {} : { residence }),
        ...(acting === 'someone_else' ? { agent: { name, statement } } : {}),
      },
    };
  },
  asked: ({ relation, residence, agent }) => ({
    ask: { relation, onBehalf: agent !== undefined, ...(residence === undefined ? {} : { residence }) },
    ...(agent ? { subject: { agent } } : {}),
  }),
  filledIn: ({ relation, residence = elsewhere }, { agent }) => ({
    relation: [relation],
    residence: [residence],
    acting: [agent ? 'someone_else' : 'myself'],
    ...(agent ? { agent_name: [agent.name], agent_statement: [agent.statement] } : {}),
  }),
};

/** The agent's fields count only when someone acts; every problem of the page is found at once. */
function schemaFor(typed: Fields, places: readonly string[]) {
  const acts = typed.acting?.[0] === 'someone_else';
  const needed = (text: string): boolean => !acts || text !== '';
  return z.object({
    relation: z.pipe(once, z.enum(['member', 'former_member', 'non_member'], { error: says('relation_missing') })),
    residence: z.pipe(
      once,
      z.pipe(
        z.transform((place: string) => place || elsewhere),
        z.string().check(z.refine((place) => place === elsewhere || places.includes(place), says('residence_unknown'))),
      ),
    ),
    acting: z.pipe(once, z.enum(['myself', 'someone_else'], { error: says('acting_missing') })),
    agent_name: line(limits.name, 'agent_name_too_long').check(z.refine(needed, says('agent_name_missing'))),
    agent_statement: lines(limits.statement, 'agent_statement_too_long').check(
      z.refine(needed, says('agent_statement_missing')),
    ),
  });
}
