import { describe, expect, it } from 'vitest';
import type { MailSender, OutgoingMail, SendResult } from '../../../functions/messages/mail-sender.ts';
import { claimMs, mailCarrier } from '../../../functions/messages/send-mail.ts';
import type { Milestone, OutboxRef } from '../../../functions/requests/index.ts';
import type { Organisation } from '../../../functions/shared/organisation.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { compileOrganisation } from '../../../policy/compiler/index.ts';
import { aDataSubject, Story, submitted } from '../../support/a-request.ts';
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

function setUp(milestone: Milestone, subject: unknown = { email: 'li.wei@example.com' }, policy = organisation) {
  let erased = false;
  const { known } = Story.of([submitted, aDataSubject], [{ type: 'confirm_email' }, aDataSubject]);
  const outbox = new FakeOutboxStore();
  const ref: OutboxRef = { requestId: known.id, kind: 'mail', outboxId: `00000001-${milestone}` };
  outbox.put(known.id, { kind: 'mail', outboxId: ref.outboxId, milestone }, now);
  const sender = new FakeSender();
  const drawn: string[] = [];
  const carry = mailCarrier({
    requests: {
      load: async () => known,
      readSealed: async () => (erased ? undefined : new Sensitive(subject)),
    },
    outbox,
    sender,
    organisation: policy,
    siteUrl: 'https://privacy.example',
    drawCode: async (_id, purpose) => {
      drawn.push(purpose);
      return new Sensitive('123456');
    },
    now: () => now,
  });
  const erase = () => {
    erased = true;
  };
  return { carry, outbox, sender, ref, drawn, erase, item: () => outbox.findMail(ref.requestId, ref.outboxId) };
}

describe('carrying a mail', () => {
  it('sends it once, to the sealed address, however often it is asked to', async () => {
    const { carry, ref, sender, item } = setUp('receipt');
    await Promise.all([carry(ref.requestId, ref.outboxId), carry(ref.requestId, ref.outboxId)]);
    await carry(ref.requestId, ref.outboxId);
    expect(sender.sent.map(({ to }) => to.reveal())).toEqual(['li.wei@example.com']);
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
    const { carry, ref, sender, item } = setUp('receipt');
    sender.result = { status: 'throttled' };
    await carry(ref.requestId, ref.outboxId);
    expect(await item()).toMatchObject({ status: 'pending', error: 'throttled', dueAt: '2026-11-02T10:01:00.000Z' });
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

  it('fails for staff to see when the address was erased', async () => {
    const { carry, ref, sender, item, erase } = setUp('receipt');
    erase();
    await carry(ref.requestId, ref.outboxId);
    expect(sender.sent).toHaveLength(0);
    expect(await item()).toMatchObject({ status: 'failed', error: 'recipient_erased' });
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
