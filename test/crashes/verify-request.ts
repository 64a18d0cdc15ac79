import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { ErasureReceipt } from '../../functions/fulfilment/erasure-claims.ts';
import { firstTamperedEvent, type RequestState } from '../../functions/requests/index.ts';
import { mailsOf } from '../support/journey.ts';
import { localCredentials, type StoredItems } from '../support/stored-items.ts';
import type { TestCloud } from '../support/test-cloud.ts';
import type { Plan } from './profiles.ts';

/** Events that happen once in the life of a request that is answered. */
const always = [
  'RequestSubmitted',
  'EmailConfirmed',
  'IdentityVerified',
  'GatheringPlanned',
  'GatheringFinished',
  'AnswerApproved',
] as const;
const once: Readonly<Record<Plan['right'], readonly string[]>> = {
  access: [...always, 'PackageBuilt', 'RequestCompleted'],
  deletion: [...always, 'AnswerProposed', 'ErasurePlanned', 'RequestPartlyCompleted'],
  correction: [...always, 'ErasurePlanned', 'RecipientsListed', 'RequestCompleted'],
};

/** How a request of this right ends: of a deletion something is kept. */
const ends: Readonly<Record<Plan['right'], RequestState['status']>> = {
  access: 'completed',
  deletion: 'partly_completed',
  correction: 'completed',
};

/** What must hold of a request whatever crashed on its way: G1, G2, G5, G6 and one package. */
export async function verifyRequest(
  { cloud, items }: { readonly cloud: TestCloud; readonly items: StoredItems },
  id: string,
  expected: {
    readonly journey: string;
    readonly right: Plan['right'];
    readonly found?: Readonly<Record<string, number>>;
    readonly erased?: NonNullable<RequestState['erasing']>['collections'] | undefined;
  },
): Promise<void> {
  const { state, history, mails, work, receipts } = await items.request(id);
  const about = (fact: string, value: unknown) => ({ journey: expected.journey, fact, value });

  expect(about('status', state.status)).toEqual(about('status', ends[expected.right]));
  expect(about('broken link', firstTamperedEvent(history, state))).toEqual(about('broken link', undefined));

  // What was overtaken before it went out, such as that somebody has to approve, is dropped.
  const due = mails.filter(({ status }) => status !== 'dropped');
  const undone = [...due, ...work]
    .filter(({ status }) => status !== 'done')
    .map(({ outboxId, status }) => [outboxId, status]);
  expect(about('outbox', undone)).toEqual(about('outbox', []));
  const sent = (await mailsOf(cloud, id)).map(({ tags }) => tags['outbox-id']);
  expect(about('mails', sent.toSorted())).toEqual(about('mails', due.map(({ outboxId }) => outboxId).toSorted()));

  const events = once[expected.right];
  const counts = Object.fromEntries(
    events.map((type) => [type, history.filter(({ event }) => event.type === type).length]),
  );
  expect(about('events', counts)).toEqual(about('events', Object.fromEntries(events.map((type) => [type, 1]))));
  const gathered = history.flatMap(({ event }) => (event.type === 'CollectionGathered' ? [event.collection] : []));
  expect(about('gathered', gathered.toSorted())).toEqual(about('gathered', Object.keys(state.collections).toSorted()));
  if (expected.found) expect(about('found', foundIn(state))).toEqual(about('found', expected.found));
  const packages = expected.right === 'access' ? 1 : 0;
  expect(about('packages', (await packagesOf(cloud, id)).length)).toEqual(about('packages', packages));
  if (expected.erased) expect(about('erased', state.erasing?.collections)).toEqual(about('erased', expected.erased));

  for (const { id: change } of state.changes ?? []) {
    const decided = history.filter(({ event }) => event.type === 'ChangeDecided' && event.change === change);
    expect(about(`${change} decided`, decided.length)).toEqual(about(`${change} decided`, 1));
    expect(about(`${change} written`, writings(receipts, change))).toEqual(about(`${change} written`, 'once'));
  }
}

/** How often receipts say that a change was written. Of a claim that crashed the receipt says nothing; a later one may. */
function writings(receipts: readonly ErasureReceipt[], change: string): 'never' | 'once' | 'more than once' {
  const own = receipts.filter((receipt) => receipt.change === change);
  const written = own.reduce((sum, { carriedOut }) => sum + (carriedOut?.changed ?? 0), 0);
  if (written > 1) return 'more than once';
  return written === 1 || own.some(({ carriedOut }) => !carriedOut) ? 'once' : 'never';
}

export function foundIn({ collections }: RequestState): Record<string, number> {
  return Object.fromEntries(Object.entries(collections).map(([id, { count }]) => [id, count]));
}

async function packagesOf({ endpoints, resources }: TestCloud, id: string): Promise<string[]> {
  const s3 = new S3Client({ ...localCredentials, endpoint: endpoints.objectStore, forcePathStyle: true });
  try {
    const Bucket = resources['PrivacyRequestsData/Exports'];
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `requests/${id}/package/` }));
    return Contents.map(({ Key }) => String(Key));
  } finally {
    s3.destroy();
  }
}
