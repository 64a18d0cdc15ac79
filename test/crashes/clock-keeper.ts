import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import type { TestCloud } from '../support/test-cloud.ts';

/** Somebody waits until a condition holds. */
interface Waiter {
  readonly what: string;
  readonly holds: () => Promise<boolean>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export interface ClockKeeper {
  until(what: string, holds: () => Promise<boolean>): Promise<void>;
  /** Acts for somebody, a few at a time; the clock stands still meanwhile. */
  act<Value>(action: () => Promise<Value>): Promise<Value>;
  stop(): void;
}

/** Jumps, when all is quiet: first what a workflow waits between two tries, then to the next sweep. */
const jumps = [40_000, 3_600_000];
/** All that can heal by itself has healed after so many sweeps. */
const mostQuietJumps = 40;
const quietMs = 500;
const actsAtOnce = 8;

/**
 * Lets the time pass that nobody wants to wait for: when everything that runs has ended, everything queued was delivered,
 * and still somebody waits, the demo clock jumps, so that retries fall due and the hourly sweep comes round. Time never
 * jumps while something is under way: what takes milliseconds here would take hours.
 */
export function keepClock(
  cloud: TestCloud,
  work: { readonly running: () => number; readonly lastCallAt: () => number },
): ClockKeeper {
  const waiters = new Set<Waiter>();
  const queue: (() => void)[] = [];
  const asynchronous = new DatabaseSync(join(cloud.dataDir, 'events', 'asynchronous.sqlite'), { readOnly: true });
  const queued = asynchronous.prepare('SELECT count(*) AS count FROM event');
  let acting = 0;
  let lastActAt = 0;
  let quietJumps = 0;
  let stopped = false;

  const busy = () =>
    acting > 0 ||
    work.running() > 0 ||
    Number(queued.get()?.count) > 0 ||
    performance.now() - Math.max(work.lastCallAt(), lastActAt) < quietMs;

  async function look(): Promise<boolean> {
    let someone = false;
    for (const waiter of waiters) {
      try {
        if (!(await waiter.holds())) continue;
        waiter.resolve();
      } catch (error) {
        waiter.reject(error instanceof Error ? error : new Error(String(error)));
      }
      waiters.delete(waiter);
      someone = true;
      lastActAt = performance.now();
    }
    return someone;
  }

  async function keep(): Promise<void> {
    while (!stopped) {
      const wasBusy = busy();
      if (await look()) quietJumps = 0;
      else if (waiters.size > 0 && !wasBusy && !busy()) await jump();
      await pause(50);
    }
    asynchronous.close();
  }

  async function jump(): Promise<void> {
    if (quietJumps++ < mostQuietJumps) return cloud.advanceClock(jumps[quietJumps === 1 ? 0 : 1] ?? 0);
    for (const { reject, what } of waiters) reject(new Error(`Nothing moves any more, and yet not: ${what}`));
    waiters.clear();
  }

  const keeping = keep();
  return {
    until: (what, holds) =>
      new Promise((resolve, reject) => {
        waiters.add({ what, holds, resolve, reject });
      }),
    async act(action) {
      if (acting >= actsAtOnce) await new Promise<void>((free) => queue.push(free));
      acting++;
      try {
        return await action();
      } finally {
        acting--;
        lastActAt = performance.now();
        queue.shift()?.();
      }
    },
    stop() {
      stopped = true;
      void keeping;
    },
  };
}
