/**
 * Requests to look at when the product is tried out: of people of the sample platform, in every state. They are made by the product
 * itself, in the background after a first start, by what its pages, mails and API do; only the time at which they are made is put back.
 */
import type { HttpRequest, HttpResponse } from '../gateway/index.ts';
import { fetchInProcess } from './fetch-in-process.ts';
import { makeDemoRequests } from './make-demo-requests.ts';
import type { ProgressFile } from './progress.file.ts';
import type { PutBackClock } from './put-back-clock.ts';
import { stories } from './stories.ts';

export { openProgressFile, type ProgressFile } from './progress.file.ts';
export { createPutBackClock, type PutBackClock } from './put-back-clock.ts';

/** How far they are, for people. */
export interface Standing {
  readonly steps: number;
  readonly stepsDone: number;
  readonly requests: number;
  readonly complete: boolean;
  /** Why it was given up until the next start. */
  readonly fault?: string;
}

export interface DemoRequests {
  standing(): Standing;
  /** Settles when they are made, given up or stopped. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export function startDemoRequests(options: {
  readonly url: string;
  readonly mailboxUrl: string;
  /** Answers as the edge does. */
  readonly handle: (request: HttpRequest) => Promise<HttpResponse>;
  readonly clock: PutBackClock;
  readonly now: () => number;
  readonly functionNamed: (name: string) => string;
  readonly sweep: () => Promise<unknown>;
  readonly progress: ProgressFile;
  readonly log: (text: string) => void;
}): DemoRequests {
  const { url, mailboxUrl, handle, progress, log } = options;
  const stopping = new AbortController();
  let fault: string | undefined;

  const ended = makeDemoRequests({
    ...options,
    stories,
    // From a network of their own, so that limits count them apart from others (RFC 5737: for documentation).
    site: {
      url,
      mailboxUrl,
      fetch: fetchInProcess(handle, '198.51.100.1'),
      // Nobody waits for it, and whoever tries the product out comes first.
      patience: 300_000,
      stop: stopping.signal,
    },
    stop: stopping.signal,
  }).then(
    () => log('Demo requests are there'),
    (error: unknown) => {
      if (stopping.signal.aborted) return;
      fault = error instanceof Error ? error.message : String(error);
      log(`Demo requests: ${fault}; the next start goes on with them`);
    },
  );

  return {
    ended,
    standing() {
      const { done, complete } = progress.read();
      return {
        steps: stories.flatMap(({ steps }) => steps).length,
        stepsDone: done.length,
        requests: stories.length,
        complete,
        ...(fault === undefined ? {} : { fault }),
      };
    },
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}
