import { type FindingsReader, textsAt } from '../discovery/index.ts';
import { grantedRights, type RequestState } from '../requests/index.ts';
import type { Consequence, RightRule } from '../shared/organisation.ts';
import { gatheredFindings } from './gathered-findings.ts';

/** Records looked at for one number at most: staff wait for the answer. */
const mostRecords = 50_000;

export interface CountedConsequence {
  readonly consequence: Consequence;
  /** Records found; undefined for what is only said. */
  readonly count: number | undefined;
}

/** What a request's rights mean for the data subject, with how much of it was found; nothing is shown of the records. */
export function consequenceCounter({
  rights,
  findings,
}: {
  readonly rights: readonly RightRule[];
  readonly findings: Pick<FindingsReader, 'streamFindings'>;
}) {
  return async (state: RequestState): Promise<readonly CountedConsequence[]> => {
    const asked = rights.filter(({ right }) => grantedRights(state).some((one) => one === right));
    const findingsOf = gatheredFindings(findings, state);
    return Promise.all(
      asked
        .flatMap(({ consequences = [] }) => consequences)
        .map(async (consequence) => ({ consequence, count: await countOf(consequence, findingsOf) })),
    );
  };
}

export type CountConsequences = ReturnType<typeof consequenceCounter>;

async function countOf(
  { collection, where = {} }: Consequence,
  findingsOf: ReturnType<typeof gatheredFindings>,
): Promise<number | undefined> {
  if (collection === undefined) return undefined;
  let count = 0;
  let looked = 0;
  for await (const { fields } of findingsOf(collection)) {
    if (looked++ === mostRecords) break;
    const meets = Object.entries(where).every(([field, values]) =>
      textsAt(fields, field).some((text) => values.includes(text)),
    );
    if (meets) count++;
  }
  return count;
}
