import { DatabaseSync } from 'node:sqlite';
import { parseSchedule, type Runs } from './schedule-expression.ts';

export interface Schedule {
  readonly arn: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly targetArn: string;
  /** JSON text for the target; may hold `<aws.scheduler.scheduled-time>` and the like. */
  readonly input?: string | undefined;
}

export interface Scheduler {
  /** Throws when the expression can't be honoured. */
  add(schedule: Schedule): void;
  start(): void;
  /** Runs what is due by now, once per schedule; resolves when those runs have ended. */
  runDue(): Promise<void>;
  close(): void;
}

export interface SchedulerOptions {
  /** SQLite file that remembers each schedule's creation and last run. */
  readonly file: string;
  readonly now: () => number;
  /** Hands the input to the target; settles when the target has dealt with it. */
  readonly run: (targetArn: string, input: string) => Promise<void>;
}

interface Armed extends Schedule {
  readonly runs: Runs;
}

/** Longest sleep: the demo clock may jump, and a timer holds no more than 2³¹ milliseconds. */
const longestSleep = 60_000;

export function createScheduler(options: SchedulerOptions): Scheduler {
  const database = new DatabaseSync(options.file);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS schedule (arn TEXT PRIMARY KEY, createdAt INTEGER NOT NULL, lastRun INTEGER NOT NULL)`);
  const insert = database.prepare(
    'INSERT INTO schedule (arn, createdAt, lastRun) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const select = database.prepare('SELECT createdAt, lastRun FROM schedule WHERE arn = ?');
  const update = database.prepare('UPDATE schedule SET lastRun = ? WHERE arn = ?');
  const schedules: Armed[] = [];
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function row(arn: string): { createdAt: number; lastRun: number } {
    return select.get(arn) as unknown as { createdAt: number; lastRun: number };
  }

  /** The latest run up to now that has not been made, if any. */
  function due(schedule: Armed): number | undefined {
    const now = options.now();
    let latest: number | undefined;
    let next = schedule.runs(row(schedule.arn).lastRun);
    while (next !== undefined && next <= now) {
      latest = next;
      next = schedule.runs(next);
    }
    return latest;
  }

  async function runDue(): Promise<void> {
    const runs: Promise<void>[] = [];
    for (const schedule of schedules) {
      const time = due(schedule);
      if (time === undefined) continue;
      // The target's queue is durable: handed over first, noted after, so that a crash in between runs it again.
      runs.push(options.run(schedule.targetArn, inputOf(schedule, time)));
      update.run(time, schedule.arn);
    }
    await Promise.all(runs);
  }

  function arm(): void {
    clearTimeout(timer);
    if (closed) return;
    const now = options.now();
    const next = schedules
      .map((schedule) => schedule.runs(Math.max(now, row(schedule.arn).lastRun)) ?? Number.POSITIVE_INFINITY)
      .reduce((soonest, time) => Math.min(soonest, time), Number.POSITIVE_INFINITY);
    timer = setTimeout(() => void runDue().finally(arm), Math.min(longestSleep, Math.max(1, next - now)));
    timer.unref();
  }

  return {
    add(schedule) {
      const now = options.now();
      insert.run(schedule.arn, now, now);
      schedules.push({
        ...schedule,
        runs: parseSchedule(schedule.expression, schedule.timeZone, row(schedule.arn).createdAt),
      });
    },
    start() {
      void runDue().finally(arm);
    },
    async runDue() {
      await runDue();
      arm();
    },
    close() {
      closed = true;
      clearTimeout(timer);
      database.close();
    },
  };
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function inputOf(schedule: Schedule, time: number): string {
  const scheduled = new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
  const input =
    schedule.input ??
    JSON.stringify({ 'schedule-arn': '<aws.scheduler.schedule-arn>', time: '<aws.scheduler.scheduled-time>' });
  return input
    .replaceAll('<aws.scheduler.schedule-arn>', schedule.arn)
    .replaceAll('<aws.scheduler.scheduled-time>', scheduled)
    .replaceAll('<aws.scheduler.execution-id>', `${schedule.arn}/${time}`)
    .replaceAll('<aws.scheduler.attempt-number>', '1');
}
