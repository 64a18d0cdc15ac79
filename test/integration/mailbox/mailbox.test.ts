import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetAccountCommand, SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type MailboxOptions,
  type MailboxServer,
  type Message,
  type SesEvent,
  startMailbox,
} from '../../../local/mailbox/index.ts';

const SENT_AT = Date.UTC(2026, 2, 1, 9, 30);

let dataDir: string;
let mailbox: MailboxServer;
let client: SESv2Client;
let events: SesEvent[];

async function start(more: Partial<MailboxOptions> = {}): Promise<void> {
  mailbox = await startMailbox({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    now: () => SENT_AT,
    onEvent: (event) => {
      events.push(event);
    },
    ...more,
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SESV2: mailbox.url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'anything',
    AWS_SECRET_ACCESS_KEY: 'anything',
  });
  client = new SESv2Client({ maxAttempts: 1 });
}

async function stop(): Promise<void> {
  client.destroy();
  await mailbox.close();
}

beforeEach(async () => {
  events = [];
  dataDir = await mkdtemp(join(tmpdir(), 'mailbox-'));
  await start();
});

afterEach(async () => {
  await stop();
  await rm(dataDir, { recursive: true });
});

function email(more: Partial<SendEmailCommandInput> = {}): SendEmailCommandInput {
  return {
    FromEmailAddress: 'FerroNex Privacy <privacy@ferronex.example>',
    Destination: { ToAddresses: ['Ada <ada@example.com>'] },
    Content: {
      Simple: {
        Subject: { Data: 'Your code', Charset: 'UTF-8' },
        Body: {
          Text: { Data: 'Your code is 123456.\nGo on at https://privacy.example/code#t=abc.' },
          Html: {
            Data: '<!doctype html><html><head><title>x</title></head><body>Your code is <b>123456</b></body></html>',
          },
        },
      },
    },
    ConfigurationSetName: 'mail',
    EmailTags: [{ Name: 'outbox', Value: 'o-1' }],
    ...more,
  };
}

const send = (more: Partial<SendEmailCommandInput> = {}) => client.send(new SendEmailCommand(email(more)));

async function messages(query = ''): Promise<Message[]> {
  const answer = await fetch(`${mailbox.url}/api/messages${query}`);
  return (await answer.json()) as Message[];
}

async function setFaults(faults: object): Promise<Response> {
  return fetch(`${mailbox.url}/api/faults`, { method: 'PUT', body: JSON.stringify(faults) });
}

const page = async (path: string) => (await fetch(mailbox.url + path)).text();

describe('sending', () => {
  it('keeps the message as it was described', async () => {
    const { MessageId } = await send({
      Destination: {
        ToAddresses: ['ada@example.com'],
        CcAddresses: ['cc@example.com'],
        BccAddresses: ['bcc@example.com'],
      },
      ReplyToAddresses: ['desk@ferronex.example'],
      Content: {
        Simple: {
          Subject: { Data: '你好 🎉' },
          Body: { Text: { Data: 'text' } },
          Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }],
        },
      },
    });
    expect(await messages()).toEqual([
      {
        id: MessageId,
        from: 'FerroNex Privacy <privacy@ferronex.example>',
        to: ['ada@example.com'],
        cc: ['cc@example.com'],
        bcc: ['bcc@example.com'],
        replyTo: ['desk@ferronex.example'],
        subject: '你好 🎉',
        text: 'text',
        headers: [{ name: 'Auto-Submitted', value: 'auto-generated' }],
        tags: { outbox: 'o-1' },
        configurationSet: 'mail',
        sentAt: '2026-03-01T09:30:00.000Z',
      },
    ]);
    expect(await (await fetch(`${mailbox.url}/api/messages/${MessageId}`)).json()).toMatchObject({ id: MessageId });
  });

  it('finds messages by recipient and tag, newest first', async () => {
    const first = await send();
    const second = await send({ EmailTags: [{ Name: 'outbox', Value: 'o-2' }] });
    await send({ Destination: { ToAddresses: ['bob@example.com'] } });
    const ids = async (query: string) => (await messages(query)).map(({ id }) => id);
    expect(await ids('?to=ADA@example.com')).toEqual([second.MessageId, first.MessageId]);
    expect(await ids('?to=ada@example.com&tag.outbox=o-1')).toEqual([first.MessageId]);
    expect(await ids('?tag.outbox=absent')).toEqual([]);
    expect((await fetch(`${mailbox.url}/api/messages?form=x`)).status).toBe(400);
    expect((await fetch(`${mailbox.url}/api/messages`, { method: 'DELETE' })).status).toBe(204);
    expect(await messages()).toEqual([]);
  });

  it.each([
    ['no recipient', { Destination: {} }, 'BadRequestException'],
    ['no address', { Destination: { ToAddresses: ['ada'] } }, 'BadRequestException'],
    ['a header in the subject', subject('Hello\r\nBcc: all@example.com'), 'BadRequestException'],
    ['a header in an address', { Destination: { ToAddresses: ['a\r\nBcc: b@c.de <a@b.de>'] } }, 'BadRequestException'],
    ['a tag SES would refuse', { EmailTags: [{ Name: 'a b', Value: 'c' }] }, 'BadRequestException'],
    ['no body', { Content: { Simple: { Subject: { Data: 'x' }, Body: {} } } }, 'BadRequestException'],
    ['raw content', { Content: { Raw: { Data: new Uint8Array(1) } } }, 'NotImplemented'],
    ['list management', { ListManagementOptions: { ContactListName: 'x' } }, 'NotImplemented'],
  ])('refuses %s and keeps nothing', async (_, more, name) => {
    await expect(send(more)).rejects.toMatchObject({ name });
    expect(await messages()).toEqual([]);
  });

  it('knows what the account holds, where told', async () => {
    await stop();
    await start({ identities: ['ferronex.example'], configurationSets: { mail: ['Send', 'Bounce'] } });
    await send();
    await expect(send({ FromEmailAddress: 'someone@else.example' })).rejects.toMatchObject({ name: 'MessageRejected' });
    await expect(send({ ConfigurationSetName: 'other' })).rejects.toMatchObject({ name: 'BadRequestException' });
    await vi.waitFor(() => expect(events.map(({ detail }) => detail.eventType)).toEqual(['Send']));
  });

  it('refuses other operations by name', async () => {
    await expect(client.send(new GetAccountCommand({}))).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('/v2/email/account'),
    });
  });
});

function subject(Data: string): Partial<SendEmailCommandInput> {
  return { Content: { Simple: { Subject: { Data }, Body: { Text: { Data: 'x' } } } } };
}

describe('events', () => {
  it('tell of sending and delivery as EventBridge does', async () => {
    const { MessageId } = await send();
    await vi.waitFor(() => expect(events).toHaveLength(2));
    expect(events.map((event) => event['detail-type'])).toEqual(['Email Sent', 'Email Delivered']);
    expect(events[0]).toMatchObject({
      source: 'aws.ses',
      time: '2026-03-01T09:30:00.000Z',
      detail: {
        eventType: 'Send',
        mail: { messageId: MessageId, tags: { outbox: ['o-1'], 'ses:configuration-set': ['mail'] } },
        send: {},
      },
    });
    expect(events[1]?.detail.delivery?.recipients).toEqual(['ada@example.com']);
  });

  it('are published for messages with a configuration set only', async () => {
    await send({ ConfigurationSetName: undefined });
    await send({ EmailTags: [{ Name: 'outbox', Value: 'with-set' }] });
    await vi.waitFor(() => expect(events).toHaveLength(2));
    expect(events[0]?.detail.mail.tags.outbox).toEqual(['with-set']);
  });

  it('are tried again until taken, by the next process if need be', async () => {
    await stop();
    const refused: string[] = [];
    await start({
      onEvent: (event) => {
        refused.push(event.id);
        throw new Error('target is down');
      },
      onFault: () => undefined,
    });
    await send();
    await vi.waitFor(() => expect(refused.length).toBeGreaterThan(3));
    await stop();
    await start();
    await vi.waitFor(() => expect(events.map(({ id }) => id)).toEqual(refused.slice(0, 2)));
  });
});

describe('faults', () => {
  it('throttle, reject and answer 500, for so many sends, keeping nothing', async () => {
    await setFaults({ throttle: 1, reject: 1, 'error-500': 1 });
    await expect(send()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    await expect(send()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await expect(send()).rejects.toMatchObject({ name: 'MessageRejected' });
    expect(await messages()).toEqual([]);
    await send();
    expect(await messages()).toHaveLength(1);
  });

  it('break the connection after accepting, and the Send event still comes', async () => {
    await setFaults({ 'reset-after-accept': 1 });
    await expect(send()).rejects.toThrow();
    expect(await messages('?tag.outbox=o-1')).toHaveLength(1);
    await vi.waitFor(() =>
      expect(events[0]?.detail).toMatchObject({ eventType: 'Send', mail: { tags: { outbox: ['o-1'] } } }),
    );
  });

  it('make a client that retries send again', async () => {
    await setFaults({ 'reset-after-accept': 'until-off' });
    const retrying = new SESv2Client({ maxAttempts: 3 });
    await expect(retrying.send(new SendEmailCommand(email()))).rejects.toThrow();
    retrying.destroy();
    expect(await messages()).toHaveLength(3);
  });

  it('bounce and complain after accepting', async () => {
    await setFaults({ bounce: 1 });
    await send();
    await vi.waitFor(() => expect(events).toHaveLength(2));
    expect(events[1]).toMatchObject({
      'detail-type': 'Email Bounced',
      detail: {
        eventType: 'Bounce',
        bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'ada@example.com' }] },
      },
    });
    await setFaults({ complaint: 1 });
    await send();
    await vi.waitFor(() => expect(events.at(-1)?.['detail-type']).toBe('Email Complaint Received'));
  });

  it('stay on through a restart, and are switched off', async () => {
    await setFaults({ throttle: 'until-off' });
    await stop();
    await start();
    await expect(send()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    expect(await (await setFaults({})).json()).toMatchObject({ throttle: 'off' });
    await send();
  });

  it('are refused when unknown', async () => {
    expect((await setFaults({ thottle: 1 })).status).toBe(400);
    expect((await setFaults({ throttle: 0 })).status).toBe(400);
  });
});

describe('pages', () => {
  it('lead from recipient to message', async () => {
    const { MessageId } = await send();
    expect(await page('/')).toContain('href="/?to=ada%40example.com"');
    expect(await page('/?to=ada%40example.com')).toContain(`href="/messages/${MessageId}"`);
    const message = await page(`/messages/${MessageId}`);
    expect(message).toContain('Development mailbox');
    expect(message).toContain('href="https://privacy.example/code#t=abc"');
    expect(message).toContain('data-copy="123456"');
    expect(message).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
    expect(await page(`/messages/${MessageId}/html`)).toContain('<head><base target="_blank">');
    expect((await fetch(`${mailbox.url}/messages/absent`)).status).toBe(404);
  });

  it('run nothing a message brings', async () => {
    const script = '<script>alert(1)</script>';
    const { MessageId } = await send({
      Destination: { ToAddresses: [`"${script}" <x@example.com>`] },
      Content: { Simple: { Subject: { Data: script }, Body: { Text: { Data: script }, Html: { Data: script } } } },
    });
    for (const path of ['/', '/?to=x@example.com', `/?to=${encodeURIComponent(script)}`, `/messages/${MessageId}`]) {
      const answer = await fetch(mailbox.url + path);
      expect(await answer.text()).not.toContain(script);
      expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
    }
    const framed = await fetch(`${mailbox.url}/messages/${MessageId}/html`);
    expect(framed.headers.get('content-security-policy')).toMatch(/^sandbox allow-popups .*default-src 'none'/);
  });

  it('switch faults and delete, for this site only', async () => {
    const press = (path: string, body: string, site: string) =>
      fetch(mailbox.url + path, {
        method: 'POST',
        redirect: 'manual',
        body,
        headers: { 'sec-fetch-site': site, 'content-type': 'application/x-www-form-urlencoded' },
      });
    expect((await press('/faults', 'kind=throttle&setting=1', 'same-origin')).status).toBe(303);
    expect(await page('/')).toContain('next 1');
    await expect(send()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await send();
    expect((await press('/messages/delete', '', 'cross-site')).status).toBe(403);
    expect(await messages()).toHaveLength(1);
    expect((await press('/messages/delete', '', 'same-origin')).status).toBe(303);
    expect(await messages()).toEqual([]);
  });
});
