import { addDays, daysBetween } from '../shared/days.ts';

/** Days that are not counted: plain ISO dates, both inclusive. */
export interface Pause {
  readonly from: string;
  readonly to: string;
}

/** The same days as pauses that neither overlap nor touch, in order; a day paused twice counts once. */
export function mergePauses(pauses: readonly Pause[]): Pause[] {
  const merged: Pause[] = [];
  for (const pause of [...pauses].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = merged.at(-1);
    if (last && pause.from <= addDays(last.to, 1)) {
      if (pause.to > last.to) merged[merged.length - 1] = { from: last.from, to: pause.to };
    } else {
      merged.push(pause);
    }
  }
  return merged;
}

/**
 * Where a time ends that would end on `end` without pauses. Only paused days after `start` and before the time is over
 * make it longer.
 *
 * @param merged as `mergePauses` gives them
 */
export function endWithPauses(start: string, end: string, merged: readonly Pause[]): string {
  const firstDay = addDays(start, 1);
  let last = end;
  for (const { from, to } of merged) {
    if (from > last || to < firstDay) continue;
    last = addDays(last, daysBetween(from > start ? from : firstDay, to) + 1);
  }
  return last;
}

export function isPaused(date: string, merged: readonly Pause[]): boolean {
  return merged.some(({ from, to }) => from <= date && date <= to);
}
