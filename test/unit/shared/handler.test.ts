import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { lambdaHandler } from '../../../functions/shared/handler.ts';
import { errorName } from '../../../workflows/gather-data/contract.ts';

const schema = z.strictObject({ requestId: z.string(), email: z.optional(z.string()) });

function fixture(run: (input: z.output<typeof schema>) => Promise<unknown>) {
  const lines: string[] = [];
  const handler = lambdaHandler({ name: 'a-function', schema, run, write: (line) => lines.push(line) });
  return { handler, lines: () => lines.map((line) => JSON.parse(line)) };
}

describe('the path every function shares', () => {
  it('hands over the parsed event, answers with the result and logs ids only', async () => {
    const { handler, lines } = fixture(async ({ requestId }) => ({ seen: requestId }));
    const answer = await handler({ requestId: 'r-1', email: 'mei@example.org' }, { awsRequestId: 'aws-1' });
    expect(answer).toEqual({ seen: 'r-1' });
    expect(lines()).toEqual([
      {
        level: 'info',
        function: 'a-function',
        event: 'ended',
        awsRequestId: 'aws-1',
        requestId: 'r-1',
        outcome: 'done',
      },
    ]);
  });

  it('throws a fault on as it was, logged by name without its message', async () => {
    class StoreUnreachable extends Error {
      override readonly name = 'StoreUnreachable';
    }
    const fault = new StoreUnreachable('mei@example.org could not be read');
    const { handler, lines } = fixture(() => Promise.reject(fault));
    await expect(handler({ requestId: 'r-1' })).rejects.toBe(fault);
    expect(lines()).toMatchObject([{ level: 'error', outcome: 'failed', error: 'StoreUnreachable' }]);
    expect(JSON.stringify(lines())).not.toContain('mei');
  });

  it('names stored data of the wrong shape so that the log shows it and a workflow can record it', async () => {
    const { handler, lines } = fixture(async () => z.object({ email: z.string() }).parse({ email: 7 }));
    const fault: Error = await handler({ requestId: 'r-1' }).then(
      () => expect.unreachable(),
      (error) => error,
    );
    expect(lines()).toMatchObject([{ outcome: 'failed', error: fault.name }]);
    expect(errorName.parse(fault.name)).toBe('$ZodError');
  });

  it('refuses an event of another shape, naming paths but no values', async () => {
    const { handler, lines } = fixture(async () => 'never');
    await expect(handler({ requestId: 7, email: 'mei@example.org' })).rejects.toMatchObject({
      name: 'EventInvalid',
      message: 'a-function: requestId: invalid_type',
    });
    expect(JSON.stringify(lines())).not.toContain('mei');
  });

  it('keeps what is not a code or an id out of the log, whatever a caller casts', async () => {
    const lines: string[] = [];
    const handler = lambdaHandler({
      name: 'a-function',
      schema: z.unknown(),
      run: async (_, { log }) => {
        const smuggled = { subject: 'mei@example.org', code: 'mei@example.org wrote' };
        log.info('mail_sent', smuggled);
      },
      write: (line) => lines.push(line),
    });
    await handler({});
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'info',
      function: 'a-function',
      event: 'mail_sent',
      code: '[redacted]',
    });
  });
});
