import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noticeIdOf, subjectRequest } from '../../../functions/recipients/notice.ts';
import { isPublicAddress, sendNotice } from '../../../functions/recipients/send-notice.http.ts';
import { isSigned, sign } from '../../../functions/recipients/signature.ts';
import type { NoticeType } from '../../../functions/shared/organisation.ts';
import { type RecipientServer, startRecipient } from '../../../local/sample/recipients/recipient-server.ts';
import { eventually } from '../../support/eventually.ts';

const secret = 'shared';
const now = () => Date.UTC(2026, 10, 20, 10);
const seconds = now() / 1000;
const id = noticeIdOf('request-1', 'bank', '2026-11-20T10:00:00.000Z');

let folder: string;
let recipient: RecipientServer;
let ours: Server;
let answers: { body: string; signature: string | undefined }[];
let answerWith: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'recipient-'));
  answers = [];
  answerWith = 202;
  ours = createServer(async (message, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
    const signature = message.headers['x-opendsr-signature'];
    answers.push({ body: Buffer.concat(chunks).toString(), signature: signature?.toString() });
    response.writeHead(answerWith).end();
  });
  await new Promise<void>((listening) => ours.listen(0, '127.0.0.1', listening));
  recipient = await start();
});
afterEach(async () => {
  await recipient.close();
  ours.closeAllConnections();
  await new Promise((closed) => ours.close(closed));
  rmSync(folder, { recursive: true, force: true });
});

const start = (port = 0) =>
  startRecipient({ host: '127.0.0.1', port, name: 'Bank', secret, file: join(folder, 'bank.json'), now, pauseMs: 5 });

function tell(change: { url?: string; secret?: string; privateNetwork?: boolean; types?: NoticeType[] } = {}) {
  const body = subjectRequest({
    id,
    types: change.types ?? ['erasure'],
    restricted: change.types?.includes('restriction') ?? false,
    corrections: [{ category: 'registration', collection: 'members.members', field: 'phone', value: '+353 1' }],
    identities: { email: ['ada@example.org'] },
    submittedAt: '2026-11-20T10:00:00.000Z',
    callbackUrl: `http://127.0.0.1:${(ours.address() as AddressInfo).port}/recipients/callback`,
  });
  return sendNotice({
    url: change.url ?? `${recipient.url}/requests`,
    privateNetwork: change.privateNetwork ?? true,
    headers: { 'x-opendsr-signature': sign(change.secret ?? secret, body, seconds) },
    body,
  });
}

async function behave(behaviour: string): Promise<void> {
  const body = new URLSearchParams({ behaviour });
  expect((await fetch(`${recipient.url}/behaviour`, { method: 'POST', body, redirect: 'manual' })).status).toBe(303);
}

const told = async () =>
  ((await (await fetch(`${recipient.url}/told`)).json()) as { requests: { id: string; asked: number }[] }).requests;

describe('a recipient', () => {
  it('takes a request, and answers with a signature that holds', async () => {
    const reply = await tell();
    expect(reply.status).toBe(201);
    expect(JSON.parse(reply.body)).toMatchObject({ subject_request_id: id });
    await eventually('it has said what it did', () => answers.length > 0, 5_000);
    const [answer] = answers;
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({ subject_request_id: id, request_status: 'completed' });
    expect(isSigned(secret, answer?.body ?? '', answer?.signature, new Date(now()).toISOString())).toBe(true);
  });

  it('takes the same request once, however often it is asked, and knows it after a restart', async () => {
    await behave('silent');
    await tell();
    await tell();
    await recipient.close();
    recipient = await start(recipient.port);
    expect((await tell()).status).toBe(201);
    expect(await told()).toMatchObject([{ id, asked: 3 }]);
    expect(answers).toEqual([]);
  });

  it('says it again until it is heard', async () => {
    answerWith = 503;
    await tell();
    await eventually('it has tried twice', () => answers.length >= 2, 5_000);
    answerWith = 202;
    const heard = answers.length;
    await eventually('it is heard', () => answers.length > heard, 5_000);
  });

  it('takes nothing that is not signed with what is shared', async () => {
    expect((await tell({ secret: 'guessed' })).status).toBe(401);
    expect(await told()).toEqual([]);
  });

  it('takes what was corrected and that the use is restricted, and shows both on its page', async () => {
    expect((await tell({ types: ['rectification', 'restriction'] })).status).toBe(201);
    expect(await told()).toMatchObject([
      { type: 'rectification', corrections: [{ field: 'phone', value: '+353 1' }], restricted: true },
    ]);
    expect(await (await fetch(recipient.url)).text()).toContain('rectification, restricted');
  });

  it('shows on its page what it was told', async () => {
    await tell();
    expect(await (await fetch(recipient.url)).text()).toContain('ada@example.org');
  });
});

describe('bad weather', () => {
  it.each([
    ['error-500', 500],
    ['not-found', 404],
    ['garbage', 201],
    ['redirect', 307],
  ])('%s comes back as it is', async (behaviour, status) => {
    await behave(behaviour);
    expect((await tell()).status).toBe(status);
    expect(await told()).toEqual([]);
  });

  it('a redirect is not followed', async () => {
    const elsewhere = createServer((_, response) => {
      response.writeHead(302, { location: `${recipient.url}/requests` }).end();
    });
    await new Promise<void>((listening) => elsewhere.listen(0, '127.0.0.1', listening));
    const { port } = elsewhere.address() as AddressInfo;
    expect((await tell({ url: `http://127.0.0.1:${port}/` })).status).toBe(302);
    elsewhere.close();
    expect(await told()).toEqual([]);
  });

  it('one that never answers is given up after its time', async () => {
    await behave('never');
    await expect(tell()).rejects.toMatchObject({ name: 'RecipientUnavailable' });
  }, 20_000);

  it('one that is not there is unavailable', async () => {
    await expect(tell({ url: 'http://127.0.0.1:1/requests' })).rejects.toMatchObject({ name: 'RecipientUnavailable' });
  });
});

describe('an address', () => {
  it.each([
    'http://bank.example/requests',
    'https://127.0.0.1/requests',
    'https://10.1.2.3/requests',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/requests',
    'https://[::ffff:10.0.0.1]/requests',
    'https://localhost/requests',
    'https://2130706433/requests',
  ])('%s is refused where the deployment does not allow it', async (url) => {
    await expect(tell({ url, privateNetwork: false })).rejects.toMatchObject({ name: 'AddressRefused' });
  });

  it.each([
    ['8.8.8.8', true],
    ['172.15.0.1', true],
    ['172.16.0.1', false],
    ['100.64.0.1', false],
    ['192.168.1.1', false],
    ['0.0.0.0', false],
    ['255.255.255.255', false],
    ['2606:4700::1111', true],
    ['fd00::1', false],
    ['fe80::1', false],
    ['2002:7f00:1::', false],
    ['64:ff9b::7f00:1', false],
    ['not an address', false],
  ])('%s is public: %s', (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic);
  });
});
