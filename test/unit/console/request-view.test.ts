import { expect, it } from 'vitest';
import { requestView } from '../../../functions/console/request-view.ts';
import { eventSentence } from '../../../web/console/src/timeline-words.ts';
import { ferronex } from '../../support/a-portal.ts';
import { aDataSubject, Story, submitted, theWorkflow } from '../../support/a-request.ts';

/** A request whose collections were planned in this order, as an agent sees it. */
function viewOf(collections: readonly string[]) {
  const story = Story.of(
    [submitted, aDataSubject],
    [{ type: 'confirm_email' }, aDataSubject],
    [{ type: 'match_account', account: 'on_record' }, theWorkflow],
    [{ type: 'plan_gathering', collections }, theWorkflow],
  );
  const material = {
    state: story.known,
    history: story.events,
    holds: [],
    holdNames: new Map(),
    words: new Map(),
    mails: [],
  };
  return requestView(material, { id: 'agent', roles: ['agent'] }, ferronex, story.now);
}

it('lists collections by the categories of the policy, and those it no longer has at the end', () => {
  const planned = [...ferronex.dataMap.collections.map(({ id }) => id), 'members.gone'];
  const { collections } = viewOf(planned.toReversed());
  expect(collections.map(({ id }) => id).toSorted()).toEqual(planned.toSorted());
  const categories = collections.map(({ categories: [main] }) => main?.key);
  const inOrder = ferronex.categories.map(({ key }) => key).filter((key) => categories.includes(key));
  expect(categories.filter((key, index) => key !== categories[index - 1])).toEqual([...inOrder, undefined]);
  expect(collections[0]?.id).toBe('members.members');
  expect(collections.at(-1)?.id).toBe('members.gone');
});

it('tells of collections in the timeline by their titles', () => {
  const titleOf = (id: string) => ({ 'trade.orders': 'Orders', 'archive.access_logs': 'Access logs' })[id] ?? id;
  const sentence = (event: Parameters<typeof eventSentence>[0]) => eventSentence(event, titleOf);
  const gathered = { type: 'CollectionGathered', gathering: 1, count: 3 } as const;
  expect([
    sentence({ ...gathered, collection: 'trade.orders', outcome: 'found' }),
    sentence({ ...gathered, collection: 'archive.access_logs', outcome: 'nothing' }),
    sentence({ ...gathered, collection: 'trade.orders', outcome: 'failed', reason: 'StoreUnavailable' }),
    sentence({ type: 'CollectionsRetryRequested', collections: ['trade.orders', 'archive.access_logs'] }),
    sentence({ type: 'FindingsViewed', collection: 'trade.orders' }),
    sentence({ type: 'FindingsViewed', collection: 'trade.gone' }),
  ]).toEqual([
    'Orders: found 3',
    'Access logs: nothing found',
    'Orders: failed, the store did not answer',
    'Retry asked for: Orders, Access logs',
    'Looked through Orders',
    'Looked through trade.gone',
  ]);
});
