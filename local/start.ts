/** `npm start`: runs the embedded cloud until it is told to stop. */
import { readCommandLine, usage } from './command-line.ts';
import { type EmbeddedCloud, startEmbeddedCloud } from './embedded-cloud.ts';

/** A second Ctrl-C within this time is the same one, passed on by the terminal and by npm. */
const sameSignal = 1_000;

const started = performance.now();

function progress(text: string): void {
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s  ${text}\n`);
}

function stopWhenAsked(close: () => Promise<void>): void {
  let askedAt: number | undefined;
  const stop = () => {
    const now = performance.now();
    if (askedAt !== undefined) {
      if (now - askedAt > sameSignal) process.exit(1);
      return;
    }
    askedAt = now;
    progress('Stopping');
    close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
}

function fail(error: unknown): never {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

function announce(cloud: EmbeddedCloud): void {
  process.stdout.write(`
Ready.

  Member site     ${cloud.url}
  Staff console   ${cloud.url}/staff
  Mailbox         ${cloud.mailboxUrl}
  Guide           ${cloud.url}/guide
${cloud.listingsUrl ? `  Public listings ${cloud.listingsUrl}\n` : ''}  Workflows       AWS_ENDPOINT_URL_SFN=${cloud.stepFunctionsUrl}
${cloud.demoRequests ? '\nDemo requests are being made in the background: a minute or so, see the guide.\n' : ''}
Ctrl-C stops; everything is kept for the next start.
`);
}

async function main(): Promise<void> {
  const { help, ...options } = readCommandLine(process.argv.slice(2), process.env);
  if (help) {
    process.stdout.write(usage);
    return;
  }
  process.env.TZ = 'UTC';
  const starting = startEmbeddedCloud({ ...options, log: progress });
  // Asked to stop while starting: what has started is closed once starting has ended.
  stopWhenAsked(async () => (await starting).close());
  const cloud = await starting;
  announce(cloud);
  fail(`${await cloud.stopped}`);
}

main().catch(fail);
