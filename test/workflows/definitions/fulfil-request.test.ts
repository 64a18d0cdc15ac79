import { afterEach, describe, expect, test } from 'vitest';
import { type Call, fault, ScriptedRequest } from './scripted-request.ts';
import { watchWaves } from './watch-waves.ts';

/** As gathering found them; erasing goes the other way round. */
const waves = [['members.members'], ['members.devices', 'trade.companies', 'members.vouchers'], ['trade.orders']];

let request: ScriptedRequest;
afterEach(() => request.close());

async function approved(planned = waves): Promise<ScriptedRequest> {
  request = await new ScriptedRequest(planned).deploy();
  request.phase = 'erase';
  return request;
}

const collectionOf = ({ payload }: Call) => String(payload.collection);
const erased = () => request.calls.filter(({ step }) => step === 'erase-store').map(collectionOf);
const ended = async () => (await request.status()).status === 'SUCCEEDED';

test('a deletion waits for its days to pass, and then erases and closes', async () => {
  request = await new ScriptedRequest(waves).deploy();
  await request.start();
  await request.moveTo('approval', 'review');
  await request.moveTo('waiting_period', 'approval');
  expect(request.isWaitingFor('waiting_period')).toBe(true);
  expect(request.times('plan-erasure')).toBe(0);

  await request.moveTo('erase', 'waiting_period');
  expect(request.progress.at(-1)).toEqual({ kind: 'erasure_finished' });
  expect(await ended()).toBe(true);
});

test('what people erase is waited for, and then the rest is told and closed', async () => {
  await approved();
  request.byHand = true;
  await request.start();
  expect(request.isWaitingFor('erasure_by_hand')).toBe(true);
  expect(await ended()).toBe(false);
  request.byHand = false;
  await request.moveTo('erase', 'erasure_by_hand');
  expect(await ended()).toBe(true);
  expect(request.times('plan-erasure')).toBe(2);
});

test('what was found through something goes before it, and within a wave all at the same time', async () => {
  await approved();
  const { together, workOn } = watchWaves(waves);
  request.scripts['erase-store'] = async ({ collection }) => {
    await workOn(String(collection));
    return request.erase(String(collection), 'erased');
  };
  await request.start();

  expect(together[0]).toEqual(['trade.orders']);
  expect(together[1]).toEqual(['members.devices', 'members.vouchers', 'trade.companies']);
  expect(together.at(-1)).toEqual(['members.members']);
  expect(erased().sort()).toEqual(waves.flat().sort());
});

test('a long collection is called until it is done, and the next wave waits for it', async () => {
  await approved();
  request.scripts['erase-store'] = ({ collection }) => {
    const calls = erased().filter((one) => one === collection).length;
    return request.erase(String(collection), collection === 'trade.orders' && calls < 4 ? 'more' : 'erased');
  };
  await request.start();
  expect(erased().slice(0, 4)).toEqual(['trade.orders', 'trade.orders', 'trade.orders', 'trade.orders']);
  expect(erased().filter((one) => one === 'members.members')).toHaveLength(1);
  expect(await ended()).toBe(true);
});

test('one store that keeps failing is recorded, the rest goes on, and Retry erases only that one', async () => {
  await approved();
  request.scripts['erase-store'] = ({ collection }) =>
    collection === 'trade.companies' ? fault('StoreUnavailable') : undefined;
  await request.start();

  expect(request.progress).toEqual([
    { kind: 'erasure_failed', collection: 'trade.companies', error: 'StoreUnavailable' },
    { kind: 'parked', step: 'EraseData', error: 'CollectionsNotErased' },
  ]);
  expect(erased().filter((one) => one === 'trade.companies')).toHaveLength(3);
  expect(erased()).toContain('members.vouchers');
  expect(request.isWaitingFor('parked')).toBe(true);

  const before = erased().length;
  request.scripts = {};
  await request.retry();
  expect(erased().slice(before)).toEqual(['trade.companies']);
  expect(await ended()).toBe(true);
});

test('a collection that recorded its own failure is not called again before staff press Retry', async () => {
  await approved();
  request.scripts['erase-store'] = ({ collection }) =>
    request.erase(String(collection), collection === 'trade.orders' ? 'failed' : 'erased');
  await request.start();
  expect(erased().filter((one) => one === 'trade.orders')).toHaveLength(1);
  expect(request.progress).toEqual([{ kind: 'parked', step: 'EraseData', error: 'CollectionsNotErased' }]);
});

test('a store that stumbles is erased by the retry', async () => {
  await approved();
  request.scripts['erase-store'] = (_, earlier) => (earlier === 0 ? fault('Contended') : undefined);
  await request.start();
  expect(request.progress).toEqual([{ kind: 'erasure_finished' }]);
});

test('a failure that cannot be recorded is never passed over: the request is parked', async () => {
  await approved();
  request.scripts['erase-store'] = () => fault('StoreUnavailable');
  request.scripts['record-progress'] = ({ progress }) =>
    JSON.stringify(progress).includes('erasure_failed') ? fault('TableUnreachable') : undefined;
  await request.start();
  expect(request.progress).toEqual([{ kind: 'parked', step: 'EraseData', error: 'States.TaskFailed' }]);
});

test('no plan, no erasing: the request is parked', async () => {
  await approved();
  request.scripts['plan-erasure'] = () => fault('ErasureUnplannable');
  await request.start();
  expect(erased()).toEqual([]);
  expect(request.progress).toEqual([{ kind: 'parked', step: 'EraseData', error: 'States.TaskFailed' }]);
});

test('what was erased before an interruption is not erased again', async () => {
  await approved();
  request.scripts['erase-store'] = ({ collection }) =>
    collection === 'members.members' ? fault('StoreUnavailable') : undefined;
  request.scripts['record-progress'] = () => fault('TableUnreachable');
  await request.start();
  expect(await request.status()).toMatchObject({ status: 'FAILED', error: 'CouldNotPark' });

  const before = erased().length;
  request.scripts = {};
  await request.start();
  expect(erased().slice(before)).toEqual(['members.members']);
  expect(await ended()).toBe(true);
});

describe('recipients', () => {
  const told = () =>
    request.calls.filter(({ step }) => step === 'notify-recipient').map(({ payload }) => String(payload.recipient));

  async function withRecipients(): Promise<void> {
    await approved();
    for (const recipient of ['bank', 'bureau']) request.recipients.add(recipient);
  }

  test('are told once everything is erased, each once, before the request closes', async () => {
    await withRecipients();
    await request.start();
    const steps = request.steps();
    expect(told().sort()).toEqual(['bank', 'bureau']);
    expect(steps.indexOf('list-recipients')).toBeGreaterThan(steps.lastIndexOf('erase-store'));
    expect(request.progress).toEqual([{ kind: 'erasure_finished' }]);
    expect(await ended()).toBe(true);
  });

  test('are not told while something failed', async () => {
    await withRecipients();
    request.scripts['erase-store'] = ({ collection }) =>
      collection === 'trade.companies' ? fault('StoreUnavailable') : undefined;
    await request.start();
    expect(told()).toEqual([]);
    request.scripts = {};
    await request.retry();
    expect(told().sort()).toEqual(['bank', 'bureau']);
    expect(await ended()).toBe(true);
  });

  test('that are down get six attempts in some hours, and then hold nothing up', async () => {
    await withRecipients();
    request.scripts['notify-recipient'] = ({ recipient }) =>
      recipient === 'bank' ? fault('RecipientUnavailable') : undefined;
    await request.start();
    expect(told().filter((one) => one === 'bank')).toHaveLength(6);
    expect(told().filter((one) => one === 'bureau')).toHaveLength(1);
    expect(request.progress).toEqual([
      { kind: 'recipient_not_told', recipient: 'bank', error: 'RecipientUnavailable' },
      { kind: 'erasure_finished' },
    ]);
    expect(await ended()).toBe(true);
  });

  test('that stumble are told by a retry', async () => {
    await withRecipients();
    request.scripts['notify-recipient'] = (_, earlier) => (earlier < 2 ? fault('RecipientUnintelligible') : undefined);
    await request.start();
    expect(request.progress).toEqual([{ kind: 'erasure_finished' }]);
  });

  test('are never forgotten: what cannot be recorded parks the request', async () => {
    await withRecipients();
    request.scripts['notify-recipient'] = () => fault('RecipientUnavailable');
    request.scripts['record-progress'] = ({ progress }) =>
      JSON.stringify(progress).includes('recipient_not_told') ? fault('TableUnreachable') : undefined;
    await request.start();
    expect(request.progress).toEqual([{ kind: 'parked', step: 'EraseData', error: 'States.TaskFailed' }]);
  });
});
