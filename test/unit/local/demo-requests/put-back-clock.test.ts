import { expect, it } from 'vitest';
import { createPutBackClock } from '../../../../local/demo-requests/put-back-clock.ts';
import type { Invoker } from '../../../../local/function-host/index.ts';

const earlier = '11111111-1111-4111-8111-111111111111';
const today = '22222222-2222-4222-8222-222222222222';
const day = 86_400_000;

function aClock() {
  const shifts: number[] = [];
  const host: Invoker = {
    define: () => undefined,
    close: async () => undefined,
    async invoke(_name, _payload, clockShift = 0) {
      shifts.push(clockShift);
      return { payload: 'null', requestId: '-' };
    },
  };
  const clock = createPutBackClock(host);
  const shiftFor = async (payload: unknown, name = 'some-function') => {
    await clock.invoker.invoke(name, JSON.stringify(payload));
    return shifts.at(-1);
  };
  return { clock, shiftFor, isEarlier: async (id: string) => id === earlier };
}

const stream = (...ids: readonly string[]) => ({
  Records: ids.map((id) => ({ dynamodb: { Keys: { pk: { S: `REQ#${id}` }, sk: { S: 'OUTBOX#mail#1' } } } })),
});
const http = (id: string) => ({ routeKey: 'GET /{proxy+}', rawPath: `/requests/${id}`, requestContext: {} });

it('shows an earlier time to what is done for earlier requests, and to nothing else', async () => {
  const { clock, shiftFor, isEarlier } = aClock();
  expect(await shiftFor({ requestId: earlier })).toBe(0);
  await clock.during(3 * day, isEarlier, async () => undefined);
  expect(await shiftFor({ requestId: earlier })).toBe(-3 * day);
  expect(await shiftFor({ requestId: today })).toBe(0);
  expect(await shiftFor(stream(earlier, earlier))).toBe(-3 * day);
  expect(await shiftFor(stream(earlier, today))).toBe(0);
  expect(await shiftFor({ mail: { tags: { 'request-id': [earlier] } } })).toBe(-3 * day);
  expect(await shiftFor(http(earlier))).toBe(0);
  expect(await shiftFor({})).toBe(0);
  await clock.during(0, isEarlier, async () => undefined);
  expect(await shiftFor({ requestId: earlier })).toBe(0);
});

it('shows an earlier time to whatever is called from within, but not to the question whether a request is earlier', async () => {
  const { clock, shiftFor } = aClock();
  const asked: (number | undefined)[] = [];
  const isEarlier = async (id: string) => {
    asked.push(await shiftFor(http(id)));
    return true;
  };
  expect(await clock.during(day, isEarlier, () => shiftFor(http(today)))).toBe(-day);
  expect(await shiftFor({ requestId: earlier })).toBe(-day);
  expect(await shiftFor({ requestId: earlier })).toBe(-day);
  expect(asked).toEqual([0]);
});

it('lets one function fail for one request, for as long as is asked', async () => {
  const { clock } = aClock();
  const breakdown = { functionName: 'gather-trade', requestId: earlier, errorType: 'StoreUnavailable' };
  const outcome = async (name: string, requestId: string) =>
    (await clock.invoker.invoke(name, JSON.stringify({ requestId }))).functionError;
  await clock.brokenDown(breakdown, async () => {
    expect(await outcome('gather-trade', earlier)).toBe('Unhandled');
    expect(await outcome('gather-trade', today)).toBeUndefined();
    expect(await outcome('gather-members', earlier)).toBeUndefined();
  });
  expect(await outcome('gather-trade', earlier)).toBeUndefined();
});
