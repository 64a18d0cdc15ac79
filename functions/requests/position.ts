import type { Phase } from '../../workflows/privacy-request/contract.ts';
import { closedStatuses, type RequestState, type WaitName } from './request-state.ts';
import { asksForCopy, grantedRights } from './right-kinds.ts';

/** Where the workflow has to go on, from the state alone: an execution may be lost, the position may not. */
export function phaseOf(state: RequestState): Phase {
  if (closedStatuses.has(state.status)) return 'done';
  if (state.parked) return 'parked';
  switch (state.status) {
    case 'verifying_identity':
      return 'verify';
    case 'gathering_data': {
      const outcomes = Object.values(state.collections).map(({ outcome }) => outcome);
      return outcomes.length === 0 || outcomes.includes('waiting') ? 'gather' : 'holds';
    }
    case 'in_review':
      return 'review';
    case 'awaiting_member':
      return state.waitingFor === 'identity' ? 'verify' : 'review';
    case 'awaiting_approval':
      return 'approval';
    case 'fulfilling':
      if (state.erasing === undefined || (asksForCopy(grantedRights(state)) && !state.package)) return 'fulfil';
      if (state.waitingFor === 'erasure_by_hand') return 'erasure_by_hand';
      return state.erasing.startedAt ? 'erase' : 'waiting_period';
    default:
      return 'done';
  }
}

/** Whether the workflow still has reason to wait for this. */
export function isWaiting(state: RequestState, wait: WaitName): boolean {
  if (closedStatuses.has(state.status)) return false;
  return wait === 'parked' ? state.parked !== undefined : state.waitingFor === wait && state.parked === undefined;
}
