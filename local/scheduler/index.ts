/**
 * EventBridge Scheduler's role: runs due schedules by the demo clock.
 * Covers: rate, cron and at expressions, time zones, disabled schedules, input with `<aws.scheduler.*>` attributes.
 * Does not cover: flexible windows (runs are on time), start and end dates, targets that are not functions. Runs missed while
 * the process was down or jumped over by the clock are made up once, not one by one.
 */
export { parseSchedule, type Runs } from './schedule-expression.ts';
export { createScheduler, type Schedule, type Scheduler } from './scheduler.ts';
