import { describe, expect, it } from 'vitest';
import type { MailSender, OutgoingMail, SendResult } from '../../../functions/messages/mail-sender.ts';
import { claimMs, mailCarrier } from '../../../functions/messages/send-mail.ts';
import type { Milestone, OutboxRef, StaffAddressee } from '../../../functions/requests/index.ts';
import type { Organisation } from '../../../functions/shared/organisation.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { compileOrganisation } from '../../../policy/compiler/index.ts';
import { aDataSubject, anAgent, Story, submitted } from '../../support/a-request.ts';
import { FakeOutboxStore } from '../../support/fake-outbox-store.ts';

const compiled = compileOrganisation('policy/ferronex');
if (!compiled.ok) throw new Error('policy/ferronex does not compile');
const organisation: Organisation = compiled.value;
const now = '2026-11-02T10:00:00.000Z';

class FakeSender implements MailSender {
  readonly sent: OutgoingMail[] = [];
  result: SendResult = { status: 'sent', messageId: 'ses-1' };

  async send(mail: OutgoingMail): Promise<SendResult> {
    this.sent.push(mail);
    return this.result;
  }
}

function setUp(
  milestone: Milestone,
  subject: unknown = { email: 'li.wei@example.com' },
  policy = organisation,
  to?: readonly StaffAddressee[],
  assignee = 'anna',
) {
  let erased = false;
  const { known } = Story.of(
    [submitted, aDataSubject],
    [{ type: 'confirm_email' }, aDataSubject],
    [{ type: 'assign', assignee }, anAgent],
  );
  const outbox = new FakeOutboxStore();
  const ref: OutboxRef = { requestId: known.id, kind: 'mail', outboxId: `00000001-${milestone}` };
  outbox.put(known.id, { kind: 'mail', outboxId: ref.outboxId, milestone, ...(to ? { to } : {}) }, now);
  const sender = new FakeSender();
  const drawn: string[] = [];
  const pauses: number[] = [];
  const clock = { now };
  const carry = mailCarrier({
    requests: {
      load: async () => known,
      readSealed: async () => (erased ? undefined : new Sensitive(subject)),
    },
    outbox,
    sender,
    staffAddresses: {
      find: async (id) => (id === 'anna' ? new Sensitive('anna@staff.example') : undefined),
    },
    organisation: policy,
    siteUrl: 'https://privacy.example',
    drawCode: async (_id, purpose) => {
      drawn.push(purpose);
      return new Sensitive('123456');
    },
    now: () => clock.now,
    pause: async (ms) => {
      pauses.push(ms);
      clock.now = new Date(Date.parse(clock.now) + ms).toISOString();
    },
  });
  const erase = () => {
    erased = true;
  };
  return { carry, outbox, sender, ref, drawn, pauses, erase, item: () => outbox.findMail(ref.requestId, ref.outboxId) };
}

describe('carrying a mail', () => {
  it('sends it once, to the sealed address, however often it is asked to', async () => {
    const { carry, ref, sender, item } = setUp('receipt');
    await Promise.all([carry(ref.requestId, ref.outboxId), carry(ref.requestId, ref.outboxId)]);
    await carry(ref.requestId, ref.outboxId);
    expect(sender.sent.map(({ to }) => to.reveal())).toEqual([['li.wei@example.com']]);
    expect(await item()).toMatchObject({ status: 'done', messageId: 'ses-1' });
  });

  it('draws the code only now, and puts it into both parts', async () => {
    const { carry, ref, sender, drawn } = setUp('confirmation_code');
    expect(drawn).toEqual([]);
    await carry(ref.requestId, ref.outboxId);
    expect(drawn).toEqual(['confirm']);
    const { html, text, subject } = sender.sent[0]?.rendered.reveal() ?? { html: '', text: '', subject: '' };
    expect(html).toContain('123456');
    expect(text).toContain('123456');
    expect(subject).not.toContain('123456');
  });

  it('holds no personal data: neither address nor name', async () => {
    const { carry, ref, sender } = setUp('receipt', { email: 'li.wei@example.com', name: 'Li Wei' });
    await carry(ref.requestId, ref.outboxId);
    expect(JSON.stringify(sender.sent[0]?.rendered.reveal())).not.toMatch(/li\.wei|Li Wei/);
  });

  it('waits when the service throttles', async () => {
    const { carry, ref, sender, item, pauses } = setUp('receipt');
    sender.result = { status: 'throttled' };
    await carry(ref.requestId, ref.outboxId);
    expect(await item()).toMatchObject({ status: 'pending', error: 'throttled', retryAt: '2026-11-02T10:00:02.000Z' });
    // The stream brings the change at once.
    for (let again = 0; again < 10; again++) await carry(ref.requestId, ref.outboxId);
    expect(pauses).toEqual([2, 4, 8, 16, 30, 30, 30].map((seconds) => seconds * 1_000));
    expect(sender.sent).toHaveLength(8);
    expect(await item()).toMatchObject({ status: 'pending', dueAt: '2026-11-02T11:02:00.000Z' });
  });

  it('fails for staff to see when the service refuses', async () => {
    const { carry, ref, sender, item } = setUp('receipt');
    sender.result = { status: 'rejected', code: 'MessageRejected' };
    await carry(ref.requestId, ref.outboxId);
    expect(await item()).toMatchObject({ status: 'failed', error: 'MessageRejected' });
  });

  it('sends no second mail when the answer was lost: the claim stays until its window is over', async () => {
    const { carry, ref, sender, item } = setUp('receipt');
    sender.result = { status: 'ambiguous', code: 'TimeoutError' };
    await carry(ref.requestId, ref.outboxId);
    await carry(ref.requestId, ref.outboxId);
    expect(sender.sent).toHaveLength(1);
    expect(await item()).toMatchObject({
      status: 'sending',
      dueAt: new Date(Date.parse(now) + claimMs).toISOString(),
    });
  });

  it('is written in the first language of an organisation that has no mails in the request’s', async () => {
    const { carry, ref, sender, drawn } = setUp('receipt', undefined, {
      ...organisation,
      messages: { zh: organisation.messages.zh ?? {} },
      defaultLanguage: 'zh',
    });
    await carry(ref.requestId, ref.outboxId);
    expect(drawn).toEqual([]);
    expect(sender.sent[0]?.rendered.reveal().html).toContain('lang="zh"');
  });

  it('goes to the further address on record that it counts, and to no other', async () => {
    const { carry, outbox, sender, ref } = setUp('receipt', ['ann@one.example', 'ann@two.example']);
    const outboxId = '00000009-2-erasure_announced';
    const announced = { kind: 'mail', outboxId, milestone: 'receipt', addressOnRecord: 2 } as const;
    outbox.put(ref.requestId, announced, now);
    await carry(ref.requestId, outboxId);
    expect(sender.sent.map(({ to }) => to.reveal())).toEqual([['ann@two.example']]);
    const gone = '00000009-3-erasure_announced';
    outbox.put(ref.requestId, { ...announced, outboxId: gone, addressOnRecord: 3 }, now);
    await carry(ref.requestId, gone);
    expect(await outbox.findMail(ref.requestId, gone)).toMatchObject({ status: 'failed', error: 'recipient_erased' });
  });

  it('fails for staff to see when the address was erased', async () => {
    const { carry, ref, sender, item, erase } = setUp('receipt');
    erase();
    await carry(ref.requestId, ref.outboxId);
    expect(sender.sent).toHaveLength(0);
    expect(await item()).toMatchObject({ status: 'failed', error: 'recipient_erased' });
  });
});

describe('a mail to staff', () => {
  const { agent, approver } = organisation.staff.mailboxes;

  it('goes to mailboxes and people at once, to each address once', async () => {
    const to = [{ role: 'approver' }, { staff: 'anna' }, { role: 'approver' }] as const;
    const { carry, ref, sender } = setUp('staff_assigned', undefined, organisation, to);
    await carry(ref.requestId, ref.outboxId);
    expect(sender.sent.map((mail) => mail.to.reveal())).toEqual([[approver, 'anna@staff.example']]);
  });

  it('reaches the agents when the address of who is meant is not known', async () => {
    const { carry, ref, sender } = setUp('staff_assigned', undefined, organisation, [{ staff: 'ben' }], 'ben');
    await carry(ref.requestId, ref.outboxId);
    expect(sender.sent.map((mail) => mail.to.reveal())).toEqual([[agent]]);
  });

  it('says which request, when it is due and what comes next, with a link, and nothing of the member', async () => {
    const subject = { email: 'li.wei@example.com', name: 'Li Wei' };
    const { carry, ref, sender, drawn } = setUp('staff_assigned', subject, organisation, [{ staff: 'anna' }]);
    await carry(ref.requestId, ref.outboxId);
    const mail = sender.sent[0]?.rendered.reveal();
    expect(mail?.subject).toBe('Request PR-7K3M-9QXZ is assigned to you: due 2 December 2026');
    expect(mail?.text).toContain('https://privacy.example/staff/requests/request-1');
    expect(mail?.text).toContain('The system works on it.');
    expect(JSON.stringify(mail)).not.toMatch(/li\.wei|Li Wei/);
    expect(drawn).toEqual([]);
  });

  it('is dropped when what it would say is no longer so', async () => {
    const to = [{ staff: 'anna' }] as const;
    for (const milestone of ['staff_due_soon', 'staff_overdue', 'staff_approval_needed'] as const) {
      const { carry, ref, sender, item } = setUp(milestone, undefined, organisation, to);
      await carry(ref.requestId, ref.outboxId);
      expect([milestone, sender.sent.length, (await item())?.status]).toEqual([milestone, 0, 'dropped']);
    }
  });

  it('tells how the desk stands, without a request', async () => {
    const { carry, outbox, sender } = setUp('staff_digest');
    const facts = {
      date: '2026-11-20',
      open: 9,
      overdue: 1,
      dueSoon: 2,
      unassigned: 3,
      approvals: 4,
      failedSteps: 5,
      byHand: 6,
      byHandLate: 2,
    };
    await outbox.announce(
      {
        owner: 'desk-digest-2026-11-20',
        milestone: 'staff_digest',
        to: [{ role: 'agent' }],
        facts: { ...facts, failedMails: 6, replies: 8, holdsToReview: 7, counted: 'all' },
      },
      now,
    );
    await carry('desk-digest-2026-11-20', 'staff_digest');
    const mail = sender.sent[0]?.rendered.reveal();
    expect(mail?.subject).toBe('Privacy requests on 20 November 2026: 1 overdue, 2 due in 7 days');
    for (const line of ['Assigned to nobody: 3', 'Emails that did not arrive: 6', 'Open requests in all: 9'])
      expect(mail?.text).toContain(`- ${line}\n`);
  });

  it('still goes out when the address of the member is erased', async () => {
    const { carry, ref, sender, erase } = setUp('staff_assigned', undefined, organisation, [{ staff: 'anna' }]);
    erase();
    await carry(ref.requestId, ref.outboxId);
    expect(sender.sent).toHaveLength(1);
  });
});

describe('the mails of the policy', () => {
  const milestones: Milestone[] = [
    'confirmation_code',
    'tracking_code',
    'download_code',
    'receipt',
    'verification_expired',
    'identity_not_verified',
    'withdrawn',
    'refusal',
    'staff_assigned',
    'staff_approval_needed',
    'staff_due_soon',
    'staff_overdue',
    'staff_extension_closing',
    'staff_question_unanswered',
    'clarification_reminder',
    'staff_hold_review',
    'staff_digest',
  ];

  it.each(organisation.languages.flatMap((language) => milestones.map((milestone) => [language, milestone] as const)))(
    'in %s, %s is there with subject and body',
    (language, milestone) => {
      const template = organisation.messages[language]?.[milestone];
      expect(template?.subject).toBeTruthy();
      expect(template?.body.length).toBeGreaterThan(0);
    },
  );
});
