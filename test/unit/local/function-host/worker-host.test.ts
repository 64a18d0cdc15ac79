import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createWorkerHost } from '../../../../local/function-host/index.ts';

const logDirectory = mkdtempSync(join(tmpdir(), 'worker-host-'));
afterEach(() => rmSync(logDirectory, { recursive: true, force: true }));

it('answers who calls while it stops, instead of leaving them waiting', async () => {
  const host = createWorkerHost({ logDirectory, clockOffset: () => 0, environment: {} });
  host.define({
    name: 'send-mail',
    arn: 'arn:aws:lambda:eu-central-1:000000000000:function:send-mail',
    codeDirectory: logDirectory,
    handler: 'index.handler',
    environment: {},
    timeoutSeconds: 1,
    memoryMegabytes: 128,
  });
  const stopped = host.close();
  const answer = await host.invoke('send-mail', '{}');
  expect(answer.functionError).toBe('Unhandled');
  expect(JSON.parse(answer.payload)).toMatchObject({ errorType: 'ServiceException' });
  await stopped;
});
