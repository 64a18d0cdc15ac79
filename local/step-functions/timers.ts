/** How long a jump of the clock may go unnoticed, in real milliseconds. */
const POLL = 500;

interface Timers {
  /** Calls back for `key` once the clock reaches `due`; undefined disarms. A key has one moment at a time. */
  set(key: number, due: number | undefined): void;
  /** The earliest moment set; infinite when there is none. */
  next(): number;
  /** Fires everything that is due by now. */
  check(): void;
  close(): void;
}

/** Timers on a clock that may jump: moments are compared to `now()`, never slept through. */
export function createTimers(now: () => number, fire: (key: number) => void): Timers {
  const dues = new Map<number, number>();
  let alarm: NodeJS.Timeout | undefined;
  let alarmAt = Number.POSITIVE_INFINITY;
  let closed = false;

  function arm(due: number): void {
    if (closed || (alarm && due >= alarmAt)) return;
    clearTimeout(alarm);
    alarmAt = due;
    alarm = setTimeout(check, Math.min(Math.max(due - now(), 0), POLL));
  }

  function check(): void {
    clearTimeout(alarm);
    alarm = undefined;
    const moment = now();
    let soonest = Number.POSITIVE_INFINITY;
    for (const [key, due] of dues) {
      if (due > moment) soonest = Math.min(soonest, due);
      else {
        dues.delete(key);
        fire(key);
      }
    }
    if (soonest < Number.POSITIVE_INFINITY) arm(soonest);
  }

  return {
    next: () => Math.min(Number.POSITIVE_INFINITY, ...dues.values()),
    check,
    set(key, due) {
      if (due === undefined) dues.delete(key);
      else {
        dues.set(key, due);
        arm(due);
      }
    },
    close() {
      closed = true;
      clearTimeout(alarm);
      dues.clear();
    },
  };
}
