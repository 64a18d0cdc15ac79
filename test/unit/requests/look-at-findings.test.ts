import { expect, it } from 'vitest';
import type { Actor } from '../../../functions/requests/index.ts';
import { anAgent, anApprover, Story, theWorkflow, untilReview } from '../../support/a-request.ts';

const members = 'members.member';
const orders = 'trade.orders';

/** How many readings are noted after these. */
function looks(...read: readonly (readonly [who: Actor, collection: string, at: string])[]): number {
  const story = Story.of(...untilReview);
  for (const [who, collection, at] of read) {
    story.now = `2026-11-02T${at}.000Z`;
    story.give({ type: 'view_findings', collection }, who);
  }
  return story.events.filter(({ event }) => event.type === 'FindingsViewed').length;
}

it('what one person reads of a source within a quarter of an hour is one look', () => {
  expect(looks([anAgent, orders, '11:00:00'], [anAgent, orders, '11:00:01'], [anAgent, orders, '11:14:59'])).toBe(1);
});

it('a look begins anew after that, however much was read meanwhile', () => {
  expect(looks([anAgent, orders, '11:00:00'], [anAgent, orders, '11:14:00'], [anAgent, orders, '11:15:00'])).toBe(2);
});

it('somebody else, and another source, is another look', () => {
  expect(looks([anAgent, orders, '11:00:00'], [anApprover, orders, '11:00:01'])).toBe(2);
  expect(looks([anAgent, orders, '11:00:00'], [anAgent, members, '11:00:01'])).toBe(2);
  expect(looks([anAgent, orders, '11:00:00'], [anAgent, members, '11:00:01'], [anAgent, orders, '11:00:02'])).toBe(3);
});

it('what was read anew meanwhile is looked at anew', () => {
  const story = Story.of(
    ...untilReview.filter(([{ type }]) => type !== 'finish_gathering' && type !== 'record_collection'),
  );
  const gathered = (gathering: number, outcome: 'failed' | 'found', collection: string) =>
    story.give({ type: 'record_collection', collection, gathering, outcome, count: 1 }, theWorkflow);
  gathered(1, 'found', members);
  gathered(1, 'failed', orders).give({ type: 'finish_gathering' }, theWorkflow);
  story.give({ type: 'view_findings', collection: orders }, anAgent);
  story.give({ type: 'retry_collection', collection: orders, dependents: [] }, anAgent);
  gathered(2, 'found', orders).give({ type: 'finish_gathering' }, theWorkflow);
  story.give({ type: 'view_findings', collection: orders }, anAgent);
  expect(story.events.filter(({ event }) => event.type === 'FindingsViewed')).toHaveLength(2);
});
