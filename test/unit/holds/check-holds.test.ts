import { describe, expect, test } from 'vitest';
import { holdChanger } from '../../../functions/holds/change-hold.ts';
import { holdChecker, holdFinder, RequestUnknown } from '../../../functions/holds/check-holds.ts';
import { companiesFromReferences } from '../../../functions/holds/companies-of-request.ts';
import type { HoldScope } from '../../../functions/holds/hold.ts';
import { type Actor, commandHandler } from '../../../functions/requests/index.ts';
import type { DataMap } from '../../../functions/shared/organisation.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { anAsk, Story, untilReview } from '../../support/a-request.ts';
import { fakeHoldStore } from '../../support/fake-hold-store.ts';
import { RequestsInMemory } from '../console/requests-in-memory.ts';

const legal: Actor = { kind: 'staff', id: 'lena', roles: ['legal'] };
const now = () => '2026-11-16T10:00:00.000Z';
const dataMap: DataMap = {
  stores: [],
  accountDirectory: { collection: 'members.member', identity: 'email' },
  companyCategory: 'user.organization',
  collections: [
    {
      id: 'trade.orders',
      store: 'trade',
      location: 'orders',
      title: {},
      primaryKey: ['company_id'],
      fields: [{ name: 'company_id', dataCategories: ['user.organization'] }],
    },
  ],
};

function given(until = untilReview.length) {
  const requests = new RequestsInMemory();
  const story = Story.of(...untilReview.slice(0, until));
  requests.put(story.known, story.events);
  const holds = fakeHoldStore();
  const changer = holdChanger({ holds, now });
  const asked: string[] = [];
  const references = {
    async *readReferences(requestId: string, collection: string, field: string) {
      asked.push(`${requestId} ${collection} ${field}`);
      yield 'c-1';
    },
  };
  const check = holdChecker({
    requests,
    handle: commandHandler({ requests, now }),
    findHolds: holdFinder({ holds, companiesOf: companiesFromReferences(references, dataMap), dataMap }),
  });
  const place = (matter: string, scope: HoldScope) =>
    changer.place({
      matter,
      scopes: [scope],
      reviewOn: '2027-05-01',
      words: new Sensitive({ name: 'Orion', owner: 'Lena', reason: 'Order' }),
      actor: legal,
    });
  const release = async (matter: string) => {
    await changer.proposeRelease({ matter, words: new Sensitive({ reason: 'Settled' }), actor: legal });
    await changer.release({ matter, actor: { kind: 'staff', id: 'ines', roles: ['privacy-officer'] } });
  };
  const matters = async () => (await requests.load('request-1'))?.holds;
  return { requests, check, place, release, matters, asked };
}

describe('checking holds', () => {
  test('without any writes nothing', async () => {
    const { requests, check, asked } = given();
    const before = await requests.load('request-1');
    expect(await check('request-1')).toEqual({ held: false });
    expect(await requests.load('request-1')).toEqual(before);
    expect(asked).toEqual([]);
  });

  test('notes which hold covers the request, once, and takes it back when it is released', async () => {
    const { requests, check, place, release, matters } = given();
    await place('m-1', { subjectKey: anAsk.subjectKey });
    await place('m-2', { subjectKey: 'someone else' });
    expect(await check('request-1')).toEqual({ held: true });
    expect(await check('request-1')).toEqual({ held: true });
    expect(await matters()).toEqual(['m-1']);
    expect((await requests.history('request-1')).filter(({ event }) => event.type === 'HoldsChecked')).toHaveLength(1);
    await release('m-1');
    expect(await check('request-1')).toEqual({ held: false });
    expect(await matters()).toEqual([]);
  });

  test('finds a hold on a company through what gathering found', async () => {
    const { check, place, matters, asked } = given();
    await place('m-1', { company: 'c-1' });
    await place('m-2', { company: 'c-2' });
    expect(await check('request-1')).toEqual({ held: true });
    expect(await matters()).toEqual(['m-1']);
    expect(asked).toEqual(['request-1 trade.orders company_id']);
  });

  test('leaves a request alone that closed meanwhile', async () => {
    const { requests, check, place } = given();
    await place('m-1', { subjectKey: anAsk.subjectKey });
    const withdrawn = Story.of(...untilReview, [{ type: 'withdraw' }, { kind: 'data_subject' }]);
    requests.put(withdrawn.known, withdrawn.events.slice(-1));
    expect(await check('request-1')).toEqual({ held: true });
    expect(await requests.load('request-1')).toEqual(withdrawn.known);
  });

  test('of an unknown request is a fault', async () => {
    await expect(given().check('none')).rejects.toThrow(RequestUnknown);
  });
});
