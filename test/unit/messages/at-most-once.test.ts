import { expect, it } from 'vitest';
import { sweep } from '../../../functions/deadlines/sweep.ts';
import type { MailSender } from '../../../functions/messages/mail-sender.ts';
import { deliveryRecorder, sesEvent } from '../../../functions/messages/record-delivery.ts';
import { claimMs, mailCarrier } from '../../../functions/messages/send-mail.ts';
import { commandHandler, keys } from '../../../functions/requests/index.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { ferronex } from '../../support/a-portal.ts';
import { aDataSubject, Story, submitted } from '../../support/a-request.ts';
import { FakeOutboxStore } from '../../support/fake-outbox-store.ts';
import { fakeRequestStore } from '../../support/fake-request-store.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const minute = 60_000;
const mails = 400;
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32));

it(`a mail goes out once though half of all answers are lost, but when its Send event is later than the declared window, which is counted (seed ${seed})`, async () => {
  const random = seededRandom(seed);
  const start = Date.parse('2026-11-02T10:00:00.000Z');
  let clock = start;
  const now = () => new Date(clock).toISOString();
  const { known } = Story.of([submitted, aDataSubject], [{ type: 'confirm_email' }, aDataSubject]);
  const outbox = new FakeOutboxStore();
  for (let n = 0; n < mails; n++)
    outbox.put(known.id, { kind: 'mail', outboxId: `${n}-receipt`, milestone: 'receipt' }, now());

  const accepted = new Map<string, number>();
  const events: { readonly at: number; readonly outboxId: string; readonly messageId: string }[] = [];
  const late = new Set<string>();
  const sender: MailSender = {
    async send({ outboxId }) {
      const sent = (accepted.get(outboxId) ?? 0) + 1;
      accepted.set(outboxId, sent);
      const messageId = `${outboxId}-${sent}`;
      // SES reports within seconds; once in twenty times it takes hours here.
      const beyond = random() < 0.05;
      if (beyond) late.add(outboxId);
      events.push({
        at: clock + (beyond ? claimMs + random() * 300 * minute : random() * claimMs),
        outboxId,
        messageId,
      });
      // The mailbox has taken it; half of the answers get lost.
      return random() < 0.5 ? { status: 'ambiguous', code: 'ECONNRESET' } : { status: 'sent', messageId };
    },
  };
  const carry = mailCarrier({
    requests: { load: async () => known, readSealed: async () => new Sensitive({ email: 'li.wei@example.com' }) },
    outbox,
    sender,
    staffAddresses: { find: async () => undefined },
    organisation: ferronex,
    siteUrl: 'https://privacy.example',
    drawCode: async () => new Sensitive('123456'),
    now,
    pause: async () => undefined,
  });
  const said: string[] = [];
  const note = (event: string) => void said.push(event);
  const log = { debug: note, info: note, warn: note, error: note, with: () => log };
  const record = deliveryRecorder({ outbox, now });

  for (; clock < start + 24 * 60 * minute; clock += 5 * minute) {
    for (const { outboxId } of [...outbox.items.values()]) await carry(known.id, outboxId);
    for (const event of events.filter(({ at }) => at <= clock)) {
      events.splice(events.indexOf(event), 1);
      await record(sesEvent.parse(sendEvent(known.id, event.outboxId, event.messageId, now())), { log });
    }
    if ((clock - start) % (60 * minute) === 0) await sweepOutbox();
  }

  const twice = [...accepted].filter(([, sent]) => sent > 1);
  expect(accepted.size).toBe(mails);
  expect(twice.map(([outboxId]) => outboxId).filter((outboxId) => !late.has(outboxId))).toEqual([]);
  expect(twice.length).toBeGreaterThan(0);
  const surplus = twice.reduce((total, [, sent]) => total + sent - 1, 0);
  expect(said.filter((event) => event === 'mail_sent_twice')).toHaveLength(surplus);
  expect([...outbox.items.values()].filter(({ status }) => status !== 'done')).toEqual([]);

  /** The hourly sweep, with nothing due but mails. */
  async function sweepOutbox(): Promise<void> {
    const requests = fakeRequestStore();
    const nothing = async () => undefined;
    await sweep({
      requests,
      outbox,
      handle: commandHandler({ requests, now }),
      due: {
        async *dueOn(date, until) {
          for (const { requestId, outboxId, dueAt } of [...outbox.items.values()])
            if (dueAt?.startsWith(date) && dueAt <= until) yield keys.mailKey(requestId, outboxId);
        },
        readDoneBefore: nothing,
        writeDoneBefore: nothing,
        postpone: nothing,
        settle: nothing,
      },
      restartIfLost: async () => false,
      deleteExport: nothing,
      eraseRecord: nothing,
      keepPreserved: async () => false,
      liftHolds: nothing,
      dailyDesk: nothing,
      now,
      remainingMs: () => Number.POSITIVE_INFINITY,
      report: (_item, error) => {
        throw error;
      },
    });
  }
});

function sendEvent(requestId: string, outboxId: string, messageId: string, timestamp: string): unknown {
  const tags = { 'request-id': [requestId], 'outbox-id': [outboxId] };
  return { detail: { eventType: 'Send', mail: { messageId, timestamp, tags } } };
}
