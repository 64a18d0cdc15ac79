import net from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { askAndConfirm, signInStaff, untilInReview, untilStatus } from '../../support/journey.ts';
import { type SourceCloud, startSourceCloud } from '../../support/source-cloud.ts';
import { currentInvocation } from '../../support/source-functions.ts';

const day = 86_400_000;
const { connect } = net.Socket.prototype;
let cloud: SourceCloud;
/** Recipients that had taken the request when the function died. */
const died = new Set<number>();

/** The first call to each recipient dies with the first byte of its answer: sent, taken, and not recorded here. */
function dieAfterSending(ports: ReadonlySet<number>): void {
  const { connect: inner } = net.Socket.prototype;
  net.Socket.prototype.connect = function dying(this: net.Socket, ...args: unknown[]) {
    const invocation = currentInvocation();
    if (invocation?.functionName === 'notify-recipient') {
      const { emit } = this;
      this.emit = function dropped(this: net.Socket, event: string | symbol, ...given: unknown[]) {
        const port = this.remotePort ?? 0;
        if (event !== 'data' || !ports.has(port) || died.has(port)) return Reflect.apply(emit, this, [event, ...given]);
        died.add(port);
        invocation.die();
        return true;
      } as typeof emit;
    }
    return Reflect.apply(inner, this, args);
  } as typeof connect;
}

beforeAll(async () => {
  cloud = await startSourceCloud();
  dieAfterSending(new Set(Object.values(cloud.recipientUrls).map((url) => Number(new URL(url).port))));
}, 180_000);
afterAll(async () => {
  net.Socket.prototype.connect = connect;
  await cloud?.close();
});

it('a function that dies after sending leaves each recipient with one request', async () => {
  const email = 'li.wei@hengxin-steel.example';
  const [agent, approver] = [await signInStaff(cloud, 'agent'), await signInStaff(cloud, 'approver')];
  const { reference } = await askAndConfirm(cloud, { email, rights: ['deletion'] });
  const { id } = await untilInReview(agent, reference);
  expect((await agent.command(id, { type: 'approve' })).status).toBe(200);
  expect((await approver.command(id, { type: 'approve_answer' })).status).toBe(200);
  await untilStatus(agent, id, 'fulfilling');
  // To the hour, not beyond: what runs would be timed out by a clock that goes on jumping.
  await cloud.advanceClock(7 * day);
  await cloud.advanceClock(day / 24);
  const later = await signInStaff(cloud, 'agent');
  await untilStatus(later, id, 'partly_completed');

  const told = (await later.request(id)).timeline.flatMap(({ event }) =>
    event.type === 'RecipientTold' ? [event.recipient] : [],
  );
  expect(told.length).toBeGreaterThan(1);
  expect(new Set(told).size).toBe(told.length);
  expect(died.size).toBe(told.length);
  for (const [key, url] of Object.entries(cloud.recipientUrls)) {
    const requests = async () =>
      ((await (await fetch(`${url}/told`)).json()) as { requests: { asked: number }[] }).requests;
    expect([key, (await requests()).map(({ asked }) => asked)]).toEqual([key, told.includes(key) ? [2] : []]);
  }
  await eventually(
    'each has said what it did',
    async () => {
      const { recipients = [] } = await later.request(id);
      return told.every((key) => recipients.some((one) => one.key === key && one.outcome === 'completed'));
    },
    30_000,
    100,
  );
  expect((await later.request(id)).integrity).toEqual({ intact: true });
});
