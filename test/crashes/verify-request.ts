import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import { firstTamperedEvent, type RequestState } from '../../functions/requests/index.ts';
import { mailsOf } from '../support/journey.ts';
import { localCredentials, type StoredItems } from '../support/stored-items.ts';
import type { TestCloud } from '../support/test-cloud.ts';

/** Events that happen once in the life of a request that is answered. */
const always = [
  'RequestSubmitted',
  'EmailConfirmed',
  'IdentityVerified',
  'GatheringPlanned',
  'GatheringFinished',
  'AnswerApproved',
] as const;
const once = {
  completed: [...always, 'PackageBuilt', 'RequestCompleted'],
  partly_completed: [...always, 'AnswerProposed', 'ErasurePlanned', 'RequestPartlyCompleted'],
} as const;

/** What must hold of a request whatever crashed on its way: G1, G2, G5, G6 and one package. */
export async function verifyRequest(
  { cloud, items }: { readonly cloud: TestCloud; readonly items: StoredItems },
  id: string,
  expected: {
    readonly journey: string;
    readonly status: RequestState['status'];
    readonly found?: Readonly<Record<string, number>>;
    readonly erased?: NonNullable<RequestState['erasing']>['collections'] | undefined;
  },
): Promise<void> {
  const { state, history, mails, work } = await items.request(id);
  const about = (fact: string, value: unknown) => ({ journey: expected.journey, fact, value });

  expect(about('status', state.status)).toEqual(about('status', expected.status));
  expect(about('broken link', firstTamperedEvent(history, state))).toEqual(about('broken link', undefined));

  // What was overtaken before it went out, such as that somebody has to approve, is dropped.
  const due = mails.filter(({ status }) => status !== 'dropped');
  const undone = [...due, ...work]
    .filter(({ status }) => status !== 'done')
    .map(({ outboxId, status }) => [outboxId, status]);
  expect(about('outbox', undone)).toEqual(about('outbox', []));
  const sent = (await mailsOf(cloud, id)).map(({ tags }) => tags['outbox-id']);
  expect(about('mails', sent.toSorted())).toEqual(about('mails', due.map(({ outboxId }) => outboxId).toSorted()));

  if (expected.status !== 'completed' && expected.status !== 'partly_completed') return;
  const events = once[expected.status];
  const counts = Object.fromEntries(
    events.map((type) => [type, history.filter(({ event }) => event.type === type).length]),
  );
  expect(about('events', counts)).toEqual(about('events', Object.fromEntries(events.map((type) => [type, 1]))));
  const gathered = history.flatMap(({ event }) => (event.type === 'CollectionGathered' ? [event.collection] : []));
  expect(about('gathered', gathered.toSorted())).toEqual(about('gathered', Object.keys(state.collections).toSorted()));
  if (expected.found) expect(about('found', foundIn(state))).toEqual(about('found', expected.found));
  const packages = expected.status === 'completed' ? 1 : 0;
  expect(about('packages', (await packagesOf(cloud, id)).length)).toEqual(about('packages', packages));
  if (expected.erased) expect(about('erased', state.erasing?.collections)).toEqual(about('erased', expected.erased));
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
