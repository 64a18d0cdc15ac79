import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Message } from '../../../local/mailbox/index.ts';
import { startMailboxProcess } from './mailbox-process.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mailbox-'));
});

afterEach(() => rm(dataDir, { recursive: true }));

it('a killed mailbox has every message it acknowledged and hands on every event', async () => {
  const told = new Map<string, Set<string>>();
  const onEvent = ({ detail: { eventType, mail } }: { detail: { eventType: string; mail: { messageId: string } } }) =>
    told.set(mail.messageId, (told.get(mail.messageId) ?? new Set()).add(eventType));
  const acknowledged = new Set<string>();
  let mailbox = await startMailboxProcess(dataDir, onEvent);
  for (const killAfter of [1, 9, 40]) {
    const goal = acknowledged.size + killAfter;
    const client = clientOf(mailbox.url);
    let killed = false;
    const senders = Array.from({ length: 4 }, async () => {
      while (!killed) {
        const sent = await client.send(EMAIL).catch(() => undefined);
        if (sent?.MessageId) acknowledged.add(sent.MessageId);
      }
    });
    await vi.waitFor(() => expect(acknowledged.size).toBeGreaterThanOrEqual(goal), { timeout: 30_000, interval: 5 });
    killed = true;
    await mailbox.kill();
    await Promise.all(senders);
    client.destroy();
    mailbox = await startMailboxProcess(dataDir, onEvent);
  }
  const answer = await fetch(`${mailbox.url}/api/messages?to=ada@example.com`);
  const kept = ((await answer.json()) as Message[]).map(({ id }) => id);
  expect([...acknowledged].filter((id) => !kept.includes(id))).toEqual([]);
  await vi.waitFor(
    () => {
      for (const id of kept) expect([...(told.get(id) ?? [])].sort()).toEqual(['Delivery', 'Send']);
    },
    { timeout: 30_000 },
  );
  await mailbox.kill();
});

const EMAIL = new SendEmailCommand({
  FromEmailAddress: 'privacy@ferronex.example',
  Destination: { ToAddresses: ['ada@example.com'] },
  Content: { Simple: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'Hello' } } } },
  ConfigurationSetName: 'mail',
});

function clientOf(endpoint: string): SESv2Client {
  const credentials = { accessKeyId: 'anything', secretAccessKey: 'anything' };
  return new SESv2Client({ endpoint, region: 'eu-central-1', credentials, maxAttempts: 1 });
}
