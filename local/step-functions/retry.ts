import type { Catcher, Retrier } from './definition.ts';
import type { Failure } from './faults.ts';

/** Whether an error name in ErrorEquals matches a failure. Source: Step Functions developer guide, "Handling errors". */
export function matches(names: string[], { error, heartbeat }: Failure): boolean {
  return names.some((name) => {
    if (name === error || (name === 'States.HeartbeatTimeout' && heartbeat === true)) return true;
    if (error === 'States.Runtime') return false;
    return name === 'States.ALL' || (name === 'States.TaskFailed' && error !== 'States.Timeout');
  });
}

export function catcherFor(
  catchers: Catcher[] = [],
  failure: Failure,
): { catcher: Catcher; index: number } | undefined {
  const index = catchers.findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure));
  const catcher = catchers[index];
  return catcher && { catcher, index };
}

/**
 * The retry a failure deserves: which retrier, and after how many milliseconds. Only the first retrier that matches counts, and
 * `used` says how often each was used. `random` in [0, 1) spreads the delay when the retrier asks for full jitter.
 */
export function retryFor(
  retriers: Retrier[] = [],
  failure: Failure,
  used: number[],
  random: () => number,
): { retrier: number; delay: number } | undefined {
  const index = retriers.findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure));
  const retrier = retriers[index];
  const attempts = used[index] ?? 0;
  if (!retrier || attempts >= (retrier.MaxAttempts ?? 3)) return undefined;
  const backoff = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** attempts;
  const seconds = Math.min(backoff, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  const delay = Math.min(seconds * 1000, Number.MAX_SAFE_INTEGER / 4);
  return { retrier: index, delay: Math.round(retrier.JitterStrategy === 'FULL' ? delay * random() : delay) };
}
