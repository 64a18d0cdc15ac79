import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { sesMailSender } from '../../../functions/messages/mail-sender.ses.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) await close();
});

it('opens a connection for each mail, so that none is lost to one that was closed meanwhile', async () => {
  let connections = 0;
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{"MessageId":"m-1"}');
  });
  server.on('connection', () => connections++);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  vi.stubEnv('AWS_ENDPOINT_URL_SESV2', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);

  const sender = sesMailSender({
    from: { name: 'Keller', address: 'privacy@keller.example' },
    replyTo: 'privacy@keller.example',
    configurationSet: 'mails',
  });
  const rendered = new Sensitive({ subject: 'Code', html: '<p>Code</p>', text: 'Code' });
  for (const outboxId of ['1-receipt', '2-receipt']) {
    const to = new Sensitive(['anna@keller.example']);
    const sent = await sender.send({ to, rendered, requestId: 'r-1', outboxId });
    expect(sent).toEqual({ status: 'sent', messageId: 'm-1' });
  }
  expect(connections).toBe(2);
});
