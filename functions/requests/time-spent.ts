import type { RequestState } from './request-state.ts';

/** Adds the time since the last change to what the request has spent in the status it had. */
export function timed(before: RequestState, after: RequestState, at: string): RequestState {
  if (before.closedAt !== undefined) return after;
  const seconds = Math.max(0, Math.round((Date.parse(at) - Date.parse(before.changedAt)) / 1000));
  if (seconds === 0) return after;
  const spent = (before.secondsIn?.[before.status] ?? 0) + seconds;
  return { ...after, secondsIn: { ...before.secondsIn, [before.status]: spent } };
}
