import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAsynchronousInvocations, type InvocationOutcome } from '../../../../local/function-host/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'events-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(answer: (payload: string) => InvocationOutcome | Promise<InvocationOutcome>) {
  const delivered: [string, unknown][] = [];
  const invocations = createAsynchronousInvocations({
    file: join(folder, 'events.sqlite'),
    invoker: { invoke: async (_name, payload) => answer(payload) },
    deliver: (arn, body) => delivered.push([arn, JSON.parse(body)]),
    now: () => 0,
    retryDelays: [0],
  });
  invocations.configure('f', {
    functionArn: 'arn:f',
    maximumRetryAttempts: 2,
    onFailure: 'arn:failures',
    deadLetters: 'arn:dead',
  });
  return { invocations, delivered };
}

const ok: InvocationOutcome = { payload: 'null', requestId: 'r' };
const failed: InvocationOutcome = { payload: '{"errorType":"Odd"}', functionError: 'Unhandled', requestId: 'r' };

describe('asynchronous invocations', () => {
  it('are tried three times, then go to the destination and the dead-letter queue', async () => {
    let tries = 0;
    const { invocations, delivered } = open(() => {
      tries += 1;
      return failed;
    });
    invocations.start();
    await invocations.invoke('f', '{"a":1}');
    expect(tries).toBe(3);
    expect(delivered).toEqual([
      [
        'arn:failures',
        expect.objectContaining({
          requestPayload: { a: 1 },
          responsePayload: { errorType: 'Odd' },
          requestContext: expect.objectContaining({ approximateInvokeCount: 3 }),
        }),
      ],
      ['arn:dead', { a: 1 }],
    ]);
    await invocations.close();
  });

  it('end with the first success', async () => {
    const answers = [failed, ok];
    const { invocations, delivered } = open(() => answers.shift() ?? failed);
    invocations.start();
    await invocations.invoke('f', '{}');
    expect([answers.length, delivered.length]).toEqual([0, 0]);
    await invocations.close();
  });

  it('are kept by a process that ends before it could run them', async () => {
    const first = open(() => ok);
    void first.invocations.invoke('f', '{"kept":true}');
    await first.invocations.close();
    const seen = Promise.withResolvers<string>();
    const second = open((payload) => {
      seen.resolve(payload);
      return ok;
    });
    second.invocations.start();
    expect(await seen.promise).toBe('{"kept":true}');
    await second.invocations.close();
    const third = open(() => {
      throw new Error('nothing is left to run');
    });
    third.invocations.start();
    await third.invocations.close();
    expect(third.delivered).toEqual([]);
  });
});
