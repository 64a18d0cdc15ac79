import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoCountStore } from '../../../functions/reports/index.ts';
import { dynamoRequestStore, type RequestState } from '../../../functions/requests/index.ts';
import { aDataSubject, anAsk, Story } from '../../support/a-request.ts';
import { type RequestsTables, startRequestsTables } from '../../support/requests-table.ts';

let tables: RequestsTables;
beforeAll(async () => {
  tables = await startRequestsTables();
});
afterAll(() => tables.close());

it('counts are written with the change they count, and read back by week', async () => {
  const table = await tables.make();
  const requests = dynamoRequestStore(tables.client, table);
  const counts = dynamoCountStore(tables.client, table);
  const submitted = Story.of([{ type: 'submit', ask: anAsk }, aDataSubject]).known;
  const write = async (before: RequestState | undefined, after: RequestState) =>
    requests.append({ before, after, events: [], effects: [], sealed: [] });

  // Side by side, and more than there are items: none gets lost, and none waits in vain.
  const days = ['2026-10-30', '2026-11-01', '2026-11-02'];
  const all = Array.from({ length: 30 }, (_, index) => ({ day: days[index % 3] ?? '', reference: `PR-TEST-${index}` }));
  await Promise.all(
    all.map(async ({ day, reference }) => {
      const first = { ...submitted, id: randomUUID(), reference };
      const second = { ...first, version: 2, confirmedAt: `${day}T12:00:00.000Z`, changedAt: `${day}T12:00:00.000Z` };
      expect(await write(undefined, first)).toMatchObject({ ok: true });
      while (!(await write(first, second)).ok);
      // Who lost the race for the same change counts nothing.
      expect(await write(first, second)).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
    }),
  );

  const received = { received: 10, 'received:access': 10 };
  expect(await counts.between('2026-10', '2026-11')).toEqual([
    { month: '2026-10', week: '2026-10-26', counts: received },
    { month: '2026-11', week: '2026-10-26', counts: received },
    { month: '2026-11', week: '2026-11-02', counts: received },
  ]);
  expect(await counts.between('2026-11', '2026-11')).toHaveLength(2);
  expect(await counts.between('2026-12', '2027-01')).toEqual([]);
});

it('open requests are counted by the day they are due', async () => {
  const table = await tables.make();
  const requests = dynamoRequestStore(tables.client, table);
  const counts = dynamoCountStore(tables.client, table);
  const { known } = Story.of([{ type: 'submit', ask: anAsk }, aDataSubject], [{ type: 'confirm_email' }, aDataSubject]);
  for (const [index, replyBy] of ['2026-11-01', '2026-11-02', '2026-11-02', '2026-12-01'].entries()) {
    const after = { ...known, id: randomUUID(), reference: `PR-OPEN-${index}`, replyBy };
    await requests.append({ before: undefined, after, events: [], effects: [], sealed: [] });
  }
  expect(await counts.openDue(undefined, undefined)).toBe(4);
  expect(await counts.openDue('2026-11-02', '2026-11-30')).toBe(2);
  expect(await counts.openDue(undefined, '2026-11-01')).toBe(1);
  expect(await counts.openDue('2026-12-02', undefined)).toBe(0);
});
