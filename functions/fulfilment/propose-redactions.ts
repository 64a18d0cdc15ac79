import type { Finding, FindingsReader } from '../discovery/index.ts';
import type { VerifiedIdentifiers } from '../identity/index.ts';
import { asksForCopy, type HandleCommand, isRecounted, type RequestStore } from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';
import { copyReader } from './copy-of-record.ts';
import { gatheredFindings } from './gathered-findings.ts';
import { countsOf, emptyList, proposedList } from './redaction-list.ts';
import type { RedactionStore } from './redaction-store.ts';
import { findThirdParties } from './third-parties.ts';

export interface ProposeRedactionsDependencies {
  readonly requests: RequestStore;
  readonly handle: HandleCommand;
  readonly findings: Pick<FindingsReader, 'streamFindings'>;
  readonly identifiers: VerifiedIdentifiers;
  readonly redactions: RedactionStore;
  readonly organisation: Organisation;
}

/**
 * Looks through what was gathered for a copy and proposes to redact what it says of other people; what staff decided in
 * an earlier gathering stands. Done again, it writes and records the same. Nothing is recorded where nothing is proposed.
 */
export function redactionProposer(dependencies: ProposeRedactionsDependencies) {
  const { requests, handle, findings, identifiers, redactions, organisation } = dependencies;
  const copiesOf = copyReader(dependencies);
  return async (requestId: string): Promise<{ readonly proposed: boolean }> => {
    const state = await requests.load(requestId);
    if (state?.status !== 'gathering_data' || !asksForCopy(state.rights) || isRecounted(state))
      return { proposed: false };
    const verified = (await identifiers.of(requestId)).reveal();
    const findingsOf = gatheredFindings(findings, state);
    const copies = await copiesOf(state);
    const inCopies = (collection: string, finding: Finding) =>
      copies.flatMap((copy) => copy.fieldsOf(collection, finding));
    const proposals = await findThirdParties({ ...organisation, identifiers: verified, findingsOf, inCopies });
    const before = state.redactions ? await redactions.read(requestId, state.redactions.list) : emptyList;
    if (proposals.length === 0 && !state.redactions) return { proposed: false };

    const name = `gathering-${state.gathering}`;
    // Who repeats this step finds its own list: then that is what decisions are taken over from.
    const { previous: _, ...list } = proposedList(proposals, before);
    await redactions.write(requestId, name, list);
    const command = { type: 'propose_redactions', ...countsOf(name, list) } as const;
    const recorded = await handle({ requestId, command, actor: { kind: 'system', part: 'fulfilment' } });
    return { proposed: recorded.ok };
  };
}

export type ProposeRedactions = ReturnType<typeof redactionProposer>;
