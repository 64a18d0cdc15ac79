export { applicableLaw, calendarFor } from './applicable-law.ts';
export { type Clock, type ClockFacts, calculateClock } from './calculate-clock.ts';
export { addMonths, addWorkingDays } from './calendar-days.ts';
export { clockOf, dateCounter, datesFrom, isPausedBy, type RequestClock } from './clock-of-request.ts';
export type { DeadlineRule, DeadlineStep } from './clock-steps.ts';
export { preservationCounter } from './count-preservation.ts';
