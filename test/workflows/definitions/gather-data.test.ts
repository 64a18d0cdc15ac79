import { afterEach, expect, test } from 'vitest';
import { type Call, fault, ScriptedRequest } from './scripted-request.ts';
import { watchWaves } from './watch-waves.ts';

const waves = [['members.members'], ['members.devices', 'trade.companies', 'members.vouchers'], ['trade.orders']];

let request: ScriptedRequest;
afterEach(() => request.close());

async function verified(planned = waves): Promise<ScriptedRequest> {
  request = await new ScriptedRequest(planned).deploy();
  request.phase = 'gather';
  return request;
}

const collectionOf = ({ payload }: Call) => String(payload.collection);
const gathered = () => request.calls.filter(({ step }) => step === 'gather-store').map(collectionOf);

test('waves follow one another, and within a wave collections are read at the same time', async () => {
  await verified();
  const { together, workOn } = watchWaves(waves);
  request.scripts['gather-store'] = async ({ collection }) => {
    await workOn(String(collection));
    return request.gather(String(collection), 'found');
  };
  await request.start();

  expect(together[0]).toEqual(['members.members']);
  expect(together[1]).toEqual(['members.devices', 'members.vouchers', 'trade.companies']);
  expect(together.at(-1)).toEqual(['trade.orders']);
  expect(gathered().sort()).toEqual(waves.flat().sort());
  expect(request.isWaitingFor('review')).toBe(true);
});

test('a long collection is called until it is done, and the next wave waits for it', async () => {
  await verified();
  let calls = 0;
  request.scripts['gather-store'] = ({ collection }) => {
    if (collection === 'members.devices') calls += 1;
    return request.gather(String(collection), collection === 'members.devices' && calls < 3 ? 'more' : 'found');
  };
  await request.start();

  const order = gathered();
  expect(order.filter((collection) => collection === 'members.devices')).toHaveLength(3);
  expect(order.filter((collection) => collection === 'trade.companies')).toHaveLength(1);
  expect(order.at(-1)).toBe('trade.orders');
});

test('several long collections of one wave go on together', async () => {
  await verified();
  const left = new Map([
    ['members.devices', 2],
    ['members.vouchers', 3],
  ]);
  request.scripts['gather-store'] = ({ collection }) => {
    const more = left.get(String(collection)) ?? 0;
    left.set(String(collection), more - 1);
    return request.gather(String(collection), more > 0 ? 'more' : 'nothing');
  };
  await request.start();
  const count = (wanted: string) => gathered().filter((collection) => collection === wanted).length;
  expect([
    count('members.devices'),
    count('members.vouchers'),
    count('trade.companies'),
    count('trade.orders'),
  ]).toEqual([3, 4, 1, 1]);
});

test('one store that keeps failing is recorded as failed and holds back nothing else', async () => {
  await verified();
  request.scripts['gather-store'] = ({ collection }) =>
    collection === 'trade.companies' ? fault('StoreUnavailable') : undefined;
  await request.start();

  expect(request.progress).toEqual([
    { kind: 'collection_failed', collection: 'trade.companies', error: 'StoreUnavailable' },
    { kind: 'gathering_finished' },
  ]);
  expect(gathered().filter((collection) => collection === 'trade.companies')).toHaveLength(3);
  expect(request.outcomes.size).toBe(waves.flat().length);
  expect(request.isWaitingFor('review')).toBe(true);
});

test('a collection that recorded its own failure is not called again', async () => {
  await verified();
  request.scripts['gather-store'] = ({ collection }) => request.gather(String(collection), 'failed');
  await request.start();
  expect(gathered()).toHaveLength(waves.flat().length);
  expect(request.progress).toEqual([{ kind: 'gathering_finished' }]);
});

test('a store that stumbles is read by the retry', async () => {
  await verified();
  request.scripts['gather-store'] = (_, earlier) =>
    earlier === 0 ? fault('Lambda.TooManyRequestsException') : undefined;
  await request.start();
  expect(request.progress).toEqual([{ kind: 'gathering_finished' }]);
});

test('a failure that cannot be recorded is never passed over: the request is parked', async () => {
  await verified();
  request.scripts['gather-store'] = ({ collection }) =>
    collection === 'trade.companies' ? fault('StoreUnavailable') : undefined;
  request.scripts['record-progress'] = ({ progress }) =>
    JSON.stringify(progress).includes('collection_failed') ? fault('TableUnreachable') : undefined;
  await request.start();
  expect(request.progress).toEqual([{ kind: 'parked', step: 'GatherData', error: 'States.TaskFailed' }]);
});

test('nothing left to read ends at once', async () => {
  await verified([]);
  await request.start();
  expect(gathered()).toEqual([]);
  expect(request.isWaitingFor('review')).toBe(true);
});

test('what was read before an interruption is not read again', async () => {
  await verified();
  request.scripts['gather-store'] = ({ collection }) =>
    collection === 'trade.orders' ? fault('StoreUnavailable') : undefined;
  request.scripts['record-progress'] = () => fault('TableUnreachable');
  await request.start();
  expect(await request.status()).toMatchObject({ status: 'FAILED', error: 'CouldNotPark' });

  const before = gathered().length;
  request.scripts = {};
  await request.start();
  expect(gathered().slice(before)).toEqual(['trade.orders']);
  expect(request.isWaitingFor('review')).toBe(true);
});

test('accounts of a company that is just being cancelled by somebody else are waited for, but not for ever', async () => {
  await verified([['members.members']]);
  request.scripts['gather-store'] = (_, earlier) => (earlier < 6 ? fault('CompanyBusy') : undefined);
  await request.start();
  expect(request.isWaitingFor('review')).toBe(true);
  expect(request.progress).toEqual([{ kind: 'gathering_finished' }]);

  await verified([['members.members']]);
  request.scripts['gather-store'] = () => fault('CompanyBusy');
  await request.start();
  expect(request.progress[0]).toEqual({
    kind: 'collection_failed',
    collection: 'members.members',
    error: 'CompanyBusy',
  });
  expect(gathered()).toHaveLength(11);
});
