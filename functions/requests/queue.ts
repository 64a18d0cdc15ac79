import type { QueueName } from './keys.ts';
import { closedStatuses, type RequestState } from './request-state.ts';

/** The list of requests that staff find a request in. */
export function queueOf(state: RequestState): QueueName {
  if (state.status === 'awaiting_confirmation') return 'unconfirmed';
  if (isHeldBack(state)) return 'held';
  if (!closedStatuses.has(state.status)) return 'open';
  return state.repliedAt === undefined ? 'closed' : 'replies';
}

/** Answered, but the rest waits for the end of a legal hold. */
export function isHeldBack({ status, erasing, changes = [] }: RequestState): boolean {
  const held = Object.values(erasing?.collections ?? {}).some((collection) => collection.held > 0);
  return status === 'partly_completed' && (held || changes.some(({ outcome }) => outcome === 'held'));
}
