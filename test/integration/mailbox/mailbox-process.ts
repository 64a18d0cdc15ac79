import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type SesEvent, startMailbox } from '../../../local/mailbox/index.ts';

/** A mailbox in a process of its own, to be killed; `onEvent` hears here of every event handed on there. */
export async function startMailboxProcess(dataDir: string, onEvent: (event: SesEvent) => void) {
  const child = fork(fileURLToPath(import.meta.url), [dataDir], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  child.on('message', ({ event }: { event: SesEvent }) => onEvent(event));
  return {
    url,
    async kill(): Promise<void> {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

const [, script, dataDir] = process.argv;
if (script === fileURLToPath(import.meta.url) && dataDir !== undefined) {
  const { url } = await startMailbox({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    now: () => Date.UTC(2026, 2, 1),
    onEvent: (event) => void process.send?.({ event }),
  });
  process.on('disconnect', () => process.exit());
  process.send?.({ url });
}
