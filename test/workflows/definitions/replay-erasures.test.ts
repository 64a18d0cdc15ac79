import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import {
  planReplay,
  type ReplayCollectionResult,
  replayCollection,
  replayErasuresInput,
  replayErasuresOutput,
} from '../../../workflows/replay-erasures/contract.ts';
import { createWorkbench, DAY, FunctionError, type Workbench } from '../step-functions/workbench.ts';

const file = join(import.meta.dirname, '../../../workflows/replay-erasures/definition.asl.json');
const waves = [['trade.orders'], ['members.devices', 'trade.companies'], ['members.members']];
const byHand = [{ reference: 'PR-7K3M-9QXZ', collection: 'paper.letters' }];
const counts = { found: 2, deleted: 1, changed: 1, held: 0 };

let bench: Workbench;
afterEach(() => bench.engine.close());

/** Runs the definition to its end; `answer` plays the erasers. */
async function replay(
  answer: (collection: string, earlier: number) => ReplayCollectionResult | FunctionError,
  planned = waves,
) {
  const asked: string[] = [];
  bench = createWorkbench((payload, name) => {
    if (name.includes('plan')) {
      planReplay.payload.parse(payload);
      return planReplay.result.parse({
        since: '2026-10-31T16:00:00Z',
        until: '2026-11-20T10:00:00.000Z',
        requests: planned.length,
        byHand: planned.length > 0 ? byHand : [],
        byHandUnlisted: 0,
        waves: planned.map((wave) => wave.map((collection) => ({ collection, store: 'a-store', eraser: 'erase' }))),
      });
    }
    const { collection } = replayCollection.payload.parse(payload);
    const earlier = asked.filter((one) => one === collection).length;
    asked.push(collection);
    const answered = answer(collection, earlier);
    return answered instanceof FunctionError ? answered : replayCollection.result.parse(answered);
  });
  const definition = JSON.parse(readFileSync(file, 'utf8').replace(`\${planReplay}`, 'plan'));
  const stateMachineArn = await bench.create('replay', definition);
  const input = replayErasuresInput.parse({ since: '2026-11-01', dryRun: false });
  const { executionArn } = await bench.engine.startExecution({
    stateMachineArn,
    name: 'replay-1',
    input: JSON.stringify(input),
  });
  await bench.engine.idle();
  // The waits between tries pass at once.
  for (let tries = 0; tries < 10 && (await bench.status(executionArn)) === 'RUNNING'; tries++)
    await bench.pass(DAY / 24);
  return { asked, status: await bench.status(executionArn), output: () => bench.output(executionArn) };
}

test('collections follow one another as in a deletion, and the end tells of each', async () => {
  const { asked, output } = await replay(() => ({ outcome: 'done', ...counts }));
  expect(asked[0]).toBe('trade.orders');
  expect(asked.slice(1, 3).sort()).toEqual(['members.devices', 'trade.companies']);
  expect(asked[3]).toBe('members.members');
  const { collections, ...rest } = replayErasuresOutput.parse(await output());
  expect(rest).toEqual({ since: '2026-10-31T16:00:00Z', requests: 3, byHand, byHandUnlisted: 0 });
  expect(collections.map(({ collection }) => collection).sort()).toEqual(waves.flat().sort());
  expect(collections[0]).toEqual({ collection: 'trade.orders', store: 'a-store', outcome: 'done', ...counts });
});

test('a long collection is called until it is done', async () => {
  const { asked, output } = await replay((collection, earlier) => ({
    outcome: collection === 'members.devices' && earlier < 3 ? 'more' : 'done',
    ...counts,
  }));
  expect(asked.filter((one) => one === 'members.devices')).toHaveLength(4);
  expect(asked).toHaveLength(7);
  expect(replayErasuresOutput.parse(await output()).collections).toHaveLength(4);
});

test('one store that keeps failing is told, and holds nothing back', async () => {
  const { asked, status, output } = await replay((collection) =>
    collection === 'trade.orders' ? new FunctionError('StoreUnavailable') : { outcome: 'done', ...counts },
  );
  expect(status).toBe('SUCCEEDED');
  expect(asked.filter((one) => one === 'trade.orders')).toHaveLength(3);
  const { collections } = replayErasuresOutput.parse(await output());
  expect(collections.filter(({ outcome }) => outcome === 'failed')).toEqual([
    { collection: 'trade.orders', store: 'a-store', outcome: 'failed', reason: 'StoreUnavailable' },
  ]);
  expect(collections).toHaveLength(4);
});

test('where nothing was erased nothing is read', async () => {
  const { asked, output } = await replay(() => ({ outcome: 'done', ...counts }), []);
  expect(asked).toEqual([]);
  expect(await output()).toEqual({
    ...{ since: '2026-10-31T16:00:00Z', requests: 0, collections: [] },
    ...{ byHand: [], byHandUnlisted: 0 },
  });
});
