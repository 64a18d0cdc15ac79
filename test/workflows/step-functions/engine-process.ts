/**
 * An engine in a process of its own, to be killed. Arguments: the log's file, the port, the moment the clock starts (real
 * milliseconds). The clock runs 50 times as fast. Prints a JSON line for each function call, then for each address it serves.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { createEngine, serveEngine } from '../../../local/step-functions/index.ts';

const [file = '', port = '0', epoch = '0'] = process.argv.slice(2);
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

const engine = createEngine({
  file,
  now: () => Number(epoch) + (Date.now() - Number(epoch)) * 50,
  async invokeFunction(name, payload) {
    say({ call: name, payload });
    await delay(Math.random() * 5);
    const { attempt, value } = payload as { attempt?: number; value?: unknown };
    if (attempt === 0)
      return { payload: { errorType: 'Flaky', errorMessage: 'first time' }, functionError: 'Unhandled' };
    return { payload: { did: name, value: value ?? null } };
  },
});
const { url } = await serveEngine(engine, { host: '127.0.0.1', port: Number(port) });
say({ url });
