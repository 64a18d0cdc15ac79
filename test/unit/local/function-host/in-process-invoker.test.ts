import { describe, expect, it } from 'vitest';
import { createInProcessInvoker, type FunctionDefinition } from '../../../../local/function-host/index.ts';

const definition = (name: string): FunctionDefinition => ({
  name,
  arn: `arn:aws:lambda:eu-central-1:000000000000:function:${name}`,
  codeDirectory: '/nowhere',
  handler: 'index.handler',
  environment: { GREETING: 'Hello' },
  timeoutSeconds: 3,
  memoryMegabytes: 128,
});

describe('functions in this process', () => {
  const invoker = createInProcessInvoker(({ name }) =>
    name === 'greet'
      ? (event, { environment }) => {
          if (event === null) throw new RangeError('nobody to greet');
          return `${environment.GREETING} ${event}`;
        }
      : undefined,
  );
  for (const name of ['greet', 'unknown']) invoker.define(definition(name));

  it('answer and fail in the shape of the worker host', async () => {
    expect(await invoker.invoke('greet', '"you"')).toMatchObject({ payload: '"Hello you"' });
    const failed = await invoker.invoke('greet', 'null');
    expect(failed.functionError).toBe('Unhandled');
    expect(JSON.parse(failed.payload)).toMatchObject({ errorType: 'RangeError', errorMessage: 'nobody to greet' });
  });

  it('are refused when there is no handler for them', async () => {
    await expect(invoker.invoke('unknown', '{}')).rejects.toThrow('no function named unknown');
  });
});
