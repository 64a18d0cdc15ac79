import type { RequestState, Right } from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';

export interface SampleOptions {
  readonly right: Right;
  /** Profile id of one of the organisation's laws. */
  readonly law: string;
  readonly language: string;
}

const day = '2026-11-02T10:00:00.000Z';
const later = '2026-11-20T10:00:00.000Z';

/**
 * A made-up request of which every mail has something to say: refused, extended, asked about, with a package, a deletion
 * that took, kept and held back something in every collection, a source that nobody could look through, and changes made and refused. No request is ever all of it.
 */
export function sampleRequest(organisation: Organisation, { right, law, language }: SampleOptions): RequestState {
  const { dataMap, rights, office, otherLaws, laws } = organisation;
  const rule = rights.find((one) => one.right === right);
  const first = dataMap.collections.find(({ fields }) => fields.length > 0);
  const last = dataMap.collections.at(-1);
  const keys = (options: readonly { readonly key: string }[] = []) => options.map(({ key }) => key);
  const changes = right === 'correction' || right === 'listing_takedown';
  return {
    id: 'sample',
    reference: 'PR-7K3M-9QXZ',
    version: 1,
    lastHash: '',
    status: 'in_review',
    receivedAt: day,
    changedAt: day,
    confirmedAt: day,
    closedAt: day,
    workflowAttempt: 1,
    gathering: 1,
    collections: last ? { [last.id]: { outcome: 'unavailable', count: 0, gathering: 1 } } : {},
    holds: [],
    rights: [right],
    relation: 'member',
    onBehalf: false,
    language,
    categories: [],
    channel: 'web',
    law,
    timeZone: office.timeZone,
    calendar: otherLaws.find((other) => other.law === law)?.calendar ?? office.calendar,
    replyBy: '2026-12-02',
    extendedReplyBy: '2027-02-02',
    extensionNoticeBy: '2026-12-02',
    recordMonths: organisation.retention.recordMonths,
    confirmBy: later,
    subjectKey: '',
    erasure: { waitingDays: rule?.waitingDays ?? 0 },
    decision: { kind: 'refuse', by: 'sample', at: day, reason: 'excessive', words: 'sample' },
    extension: { by: 'sample', at: day, reason: laws[law]?.extension?.grounds[0] ?? 'complexity', words: 'sample' },
    clarifications: [{ about: 'request', words: 'sample', askedAt: day, askedBy: 'sample' }],
    package: { id: 'sample', bytes: 1, expiresAt: later },
    functions: keys(rule?.functions),
    uses: keys(rule?.uses),
    duplicateOf: { requestId: 'sample', reference: 'PR-3N8T-2WQ4', answered: false },
    lifting: { by: 'sample', at: day, words: 'sample', from: later },
    ...(right === 'complaint' || right === 'appeal'
      ? { follows: { requestId: 'sample', reference: 'PR-3N8T-2WQ4', decidedBy: [] } }
      : {}),
    ...(changes && first
      ? {
          changes: [
            {
              id: 'c1',
              right,
              decision: 'accepted',
              sealed: 'sample',
              outcome: 'done',
              collection: first.id,
              fields: [first.fields[0]?.name ?? ''],
              carriedOutAt: day,
            },
            { id: 'c2', right, decision: 'refused', sealed: 'sample', reason: 'found_accurate' },
          ],
        }
      : {}),
    erasing: {
      from: later,
      startedAt: day,
      finishedAt: day,
      collections: Object.fromEntries(
        dataMap.collections.map(({ id }) => [id, { outcome: 'erased', deleted: 1, changed: 1, kept: 1, held: 1 }]),
      ),
    },
  };
}
