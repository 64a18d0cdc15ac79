import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { errorOutcome, type Invoker } from '../function-host/index.ts';

/** A function that fails, as it does while its store is down. */
export interface Breakdown {
  /** Physical name. */
  readonly functionName: string;
  readonly requestId: string;
  /** What the function would throw. */
  readonly errorType: string;
}

/**
 * A clock that is put back for some requests while everybody else's goes on: functions called from within `during`, and those that
 * events and workflows call for a request that is earlier than now, see an earlier time.
 */
export interface PutBackClock {
  /** Runs functions at their time. */
  readonly invoker: Invoker;
  /**
   * Does the work so many milliseconds earlier. Until the next call, what goes on for earlier requests goes on then too.
   * @param isEarlier whether a request was made at an earlier time; asked once for each
   */
  during<T>(
    milliseconds: number,
    isEarlier: (requestId: string) => Promise<boolean>,
    work: () => Promise<T>,
  ): Promise<T>;
  /** Lets a function fail for one request while the work is done. */
  brokenDown<T>(breakdown: Breakdown, work: () => Promise<T>): Promise<T>;
}

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** Where events and inputs of workflows name their request: keys of the table, payloads, tags of a mail. */
const naming = new RegExp(`REQ#(${uuid})|"request(?:Id|-id)":\\[?"(${uuid})"`, 'g');

export function createPutBackClock(invoker: Invoker): PutBackClock {
  const inside = new AsyncLocalStorage<boolean>();
  const known = new Map<string, Promise<boolean>>();
  let shift = 0;
  let isEarlier: ((requestId: string) => Promise<boolean>) | undefined;
  let broken: Breakdown | undefined;

  function earlier(requestId: string): Promise<boolean> {
    const asked = known.get(requestId) ?? inside.run(false, async () => (await isEarlier?.(requestId)) ?? false);
    known.set(requestId, asked);
    return asked;
  }

  async function shiftOf(payload: string): Promise<number> {
    if (shift === 0) return 0;
    const within = inside.getStore();
    if (within !== undefined) return within ? shift : 0;
    // Somebody else's request over HTTP is now, whatever it is about.
    if (payload.includes('"routeKey"')) return 0;
    const requests = requestsIn(payload);
    if (requests.length === 0) return 0;
    const answers = await Promise.all(requests.map(earlier));
    return answers.every(Boolean) ? shift : 0;
  }

  return {
    invoker: {
      define: (definition) => invoker.define(definition),
      close: () => invoker.close(),
      async invoke(name, payload) {
        if (broken?.functionName === name && requestsIn(payload).includes(broken.requestId)) {
          const errorMessage = 'Broken down for the demo';
          return errorOutcome(randomUUID(), { errorType: broken.errorType, errorMessage });
        }
        return invoker.invoke(name, payload, await shiftOf(payload));
      },
    },
    async during(milliseconds, ask, work) {
      shift = -milliseconds;
      isEarlier = ask;
      return inside.run(true, work);
    },
    async brokenDown(breakdown, work) {
      broken = breakdown;
      try {
        return await work();
      } finally {
        broken = undefined;
      }
    },
  };
}

function requestsIn(payload: string): string[] {
  return [...new Set([...payload.matchAll(naming)].map(([, key, id]) => key ?? id ?? ''))];
}
