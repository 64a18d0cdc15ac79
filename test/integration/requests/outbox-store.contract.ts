import { describe, expect, it } from 'vitest';
import type { DeskMail, Effect, OutboxRef, OutboxStore } from '../../../functions/requests/index.ts';

export interface OutboxUnderTest {
  readonly outbox: OutboxStore;
  /** Puts an effect there as the transaction of its event does. */
  put(requestId: string, effect: Effect, createdAt: string): Promise<void>;
}

const at = '2026-11-02T10:00:00.000Z';
const later = '2026-11-02T10:15:00.000Z';
const mail: Effect = { kind: 'mail', outboxId: '00000002-receipt', milestone: 'receipt' };
const ref: OutboxRef = { requestId: 'request-1', kind: 'mail', outboxId: mail.outboxId };

/** What every outbox promises. */
export function outboxStoreContract(name: string, make: () => Promise<OutboxUnderTest>): void {
  describe(`${name}: an outbox`, () => {
    const withMail = async (): Promise<OutboxStore> => {
      const { outbox, put } = await make();
      await put('request-1', mail, at);
      return outbox;
    };

    it('finds what was put there, and nothing else', async () => {
      const { outbox, put } = await make();
      await put('request-1', mail, at);
      await put(
        'request-1',
        { kind: 'work', outboxId: '00000002-start', work: { type: 'start_workflow', attempt: 1 } },
        at,
      );
      expect(await outbox.findMail('request-1', mail.outboxId)).toMatchObject({
        status: 'pending',
        attempts: 0,
        milestone: 'receipt',
      });
      expect(await outbox.findWork('request-1', '00000002-start')).toMatchObject({
        work: { type: 'start_workflow', attempt: 1 },
      });
      expect(await outbox.findMail('request-1', 'other')).toBeUndefined();
      expect((await outbox.mails('request-1')).map(({ outboxId }) => outboxId)).toEqual([mail.outboxId]);
    });

    it('takes a mail to staff that belongs to no request once', async () => {
      const { outbox } = await make();
      const digest: DeskMail = {
        owner: 'desk-digest-2026-11-02',
        milestone: 'staff_digest',
        to: [{ role: 'agent' }],
        facts: { date: '2026-11-02', overdue: 3 },
      };
      expect(await outbox.announce(digest, at)).toBe(true);
      expect(await outbox.announce({ ...digest, facts: { overdue: 4 } }, later)).toBe(false);
      const found = await outbox.findMail(digest.owner, 'staff_digest');
      expect(found).toMatchObject({ status: 'pending', to: digest.to, facts: digest.facts });
      const itsRef: OutboxRef = { requestId: digest.owner, kind: 'mail', outboxId: 'staff_digest' };
      expect(await outbox.claim(itsRef, at, later)).toBe(true);
      await outbox.settle(itsRef, { status: 'failed', at, error: 'MessageRejected' });
      expect((await outbox.failedMails(5)).map(({ requestId }) => requestId)).toEqual([digest.owner]);
    });

    it('drops what was overtaken', async () => {
      const outbox = await withMail();
      await outbox.claim(ref, at, later);
      await outbox.settle(ref, { status: 'dropped', at });
      expect(await outbox.findMail('request-1', mail.outboxId)).toMatchObject({ status: 'dropped' });
      expect(await outbox.claim(ref, at, later)).toBe(false);
      expect(await outbox.failedMails(5)).toEqual([]);
    });

    it('gives a claim to one carrier only', async () => {
      const outbox = await withMail();
      const claims = await Promise.all([1, 2, 3, 4].map(() => outbox.claim(ref, at, later)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await outbox.findMail('request-1', mail.outboxId)).toMatchObject({
        status: 'sending',
        attempts: 1,
        claimedAt: at,
      });
    });

    it('keeps what is done done', async () => {
      const outbox = await withMail();
      await outbox.claim(ref, at, later);
      await outbox.settle(ref, { status: 'done', at, messageId: 'ses-1' });
      await outbox.settle(ref, { status: 'pending', dueAt: later });
      expect(await outbox.claim(ref, at, later)).toBe(false);
      expect(await outbox.handOut(ref, { status: 'done', attempts: 1 }, later)).toBe(false);
      expect(await outbox.findMail('request-1', mail.outboxId)).toMatchObject({
        status: 'done',
        doneAt: at,
        messageId: 'ses-1',
      });
    });

    it('lets a postponed item be claimed again', async () => {
      const outbox = await withMail();
      await outbox.claim(ref, at, later);
      await outbox.settle(ref, { status: 'pending', dueAt: later, error: 'throttled' });
      expect(await outbox.findMail('request-1', mail.outboxId)).toMatchObject({
        status: 'pending',
        error: 'throttled',
      });
      expect(await outbox.claim(ref, later, later)).toBe(true);
    });

    it('shows what failed for good', async () => {
      const outbox = await withMail();
      await outbox.settle(ref, { status: 'failed', at, error: 'MessageRejected' });
      expect(await outbox.findMail('request-1', mail.outboxId)).toMatchObject({
        status: 'failed',
        error: 'MessageRejected',
      });
      expect(await outbox.claim(ref, at, later)).toBe(false);
    });

    it('is settled by the delivery report when the sender never got an answer', async () => {
      const outbox = await withMail();
      await outbox.claim(ref, at, later);
      await outbox.noteDelivery(ref, { delivery: 'sent', messageId: 'ses-1', at });
      expect(await outbox.findMail('request-1', mail.outboxId)).toMatchObject({
        status: 'done',
        delivery: 'sent',
        messageId: 'ses-1',
      });
    });

    it('never goes back to an earlier stage of delivery', async () => {
      const outbox = await withMail();
      await outbox.noteDelivery(ref, { delivery: 'bounced', messageId: 'ses-1', at });
      await outbox.noteDelivery(ref, { delivery: 'sent', messageId: 'ses-1', at });
      expect(await outbox.findMail('request-1', mail.outboxId)).toMatchObject({ delivery: 'bounced' });
    });

    it('tells of a second mail, and not of what is reported again', async () => {
      const outbox = await withMail();
      const sent = (messageId: string) => outbox.noteDelivery(ref, { delivery: 'sent', messageId, at });
      expect([await sent('ses-1'), await sent('ses-1'), await sent('ses-2')]).toEqual([
        'noted',
        'known',
        'second_mail',
      ]);
      expect(await outbox.noteDelivery(ref, { delivery: 'delivered', messageId: 'ses-2', at })).toBe('noted');
    });

    it('ignores a report on an item that is gone', async () => {
      const { outbox } = await make();
      await outbox.noteDelivery(ref, { delivery: 'sent', messageId: 'ses-1', at });
      expect(await outbox.findMail('request-1', mail.outboxId)).toBeUndefined();
    });

    it('hands out a claim that ran out, unless it changed since it was seen', async () => {
      const outbox = await withMail();
      await outbox.claim(ref, at, later);
      expect(await outbox.handOut(ref, { status: 'pending', attempts: 0 }, later)).toBe(false);
      expect(await outbox.handOut(ref, { status: 'sending', attempts: 1 }, later)).toBe(true);
      expect(await outbox.findMail('request-1', mail.outboxId)).toMatchObject({ status: 'pending', handedOut: 1 });
    });

    it('hands out a mail that came back, and follows it anew', async () => {
      const outbox = await withMail();
      await outbox.claim(ref, at, later);
      const seen = { status: 'done', attempts: 1 } as const;
      await outbox.noteDelivery(ref, { delivery: 'delivered', messageId: 'ses-1', at });
      expect(await outbox.handOut(ref, seen, later)).toBe(false);
      await outbox.noteDelivery(ref, { delivery: 'bounced', messageId: 'ses-1', at });
      expect(await outbox.handOut(ref, seen, later)).toBe(true);
      const again = await outbox.findMail('request-1', mail.outboxId);
      expect(again).toMatchObject({ status: 'pending' });
      expect(again?.delivery).toBeUndefined();
      expect(await outbox.failedMails(5)).toEqual([]);
      await outbox.claim(ref, later, later);
      await outbox.noteDelivery(ref, { delivery: 'delivered', messageId: 'ses-2', at: later });
      expect(await outbox.findMail('request-1', mail.outboxId)).toMatchObject({ delivery: 'delivered' });
    });

    it('lists mails that failed or came back, until they are handed out or delivered', async () => {
      const { outbox, put } = await make();
      const bounced: Effect = { kind: 'mail', outboxId: '00000003-receipt', milestone: 'receipt' };
      const work: Effect = { kind: 'work', outboxId: '00000002-start', work: { type: 'start_workflow', attempt: 1 } };
      const bouncedRef: OutboxRef = { ...ref, requestId: 'request-2', outboxId: bounced.outboxId };
      await put('request-1', mail, at);
      await put('request-1', work, at);
      await put('request-2', bounced, at);
      const failed = async () => (await outbox.failedMails(10)).map(({ requestId, outboxId }) => [requestId, outboxId]);
      expect(await failed()).toEqual([]);

      await outbox.noteDelivery(bouncedRef, { delivery: 'sent', messageId: 'ses-2', at });
      await outbox.settle(ref, { status: 'failed', at: later, error: 'MessageRejected' });
      await outbox.settle({ ...ref, kind: 'work', outboxId: work.outboxId }, { status: 'failed', at, error: 'Gone' });
      expect(await failed()).toEqual([['request-1', mail.outboxId]]);
      await outbox.noteDelivery(bouncedRef, { delivery: 'bounced', messageId: 'ses-2', at });
      expect(await failed()).toEqual([
        ['request-2', bounced.outboxId],
        ['request-1', mail.outboxId],
      ]);
      expect(await outbox.failedMails(1)).toHaveLength(1);

      expect(await outbox.handOut(ref, { status: 'failed', attempts: 0 }, later)).toBe(true);
      expect(await failed()).toEqual([['request-2', bounced.outboxId]]);
    });
  });
}
