import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startObjectStore } from '../../../local/object-store/index.ts';

/** A store in a process of its own, to be measured and killed. */
export interface StoreProcess {
  readonly url: string;
  /** The most memory it has held so far, in bytes. */
  peakMemory(): Promise<number>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

export async function startStoreProcess(dataDir: string): Promise<StoreProcess> {
  const child = fork(fileURLToPath(import.meta.url), [dataDir], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const { url } = await ask(child, undefined);
  return {
    url: String(url),
    peakMemory: async () => Number((await ask(child, 'peak memory')).peakMemory),
    async kill(signal) {
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    },
  };
}

async function ask(child: ChildProcess, question: string | undefined): Promise<Record<string, unknown>> {
  const answered = once(child, 'message');
  if (question !== undefined) child.send(question);
  const [answer] = await answered;
  return answer;
}

const [, script, dataDir] = process.argv;
if (script === fileURLToPath(import.meta.url) && dataDir !== undefined) {
  const now = () => Date.UTC(2026, 2, 1);
  const store = await startObjectStore({ host: '127.0.0.1', port: 0, dataDir, now, buckets: ['exports'] });
  // Sampled: the peak the kernel reports counts in what the parent held when it forked.
  let peakMemory = 0;
  setInterval(() => {
    peakMemory = Math.max(peakMemory, process.memoryUsage.rss());
  }, 5);
  process.on('message', () => process.send?.({ peakMemory }));
  process.on('disconnect', () => process.exit());
  process.send?.({ url: store.url });
}
