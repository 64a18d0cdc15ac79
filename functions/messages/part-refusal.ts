import { type RefusalReason, type RequestState, refusedRights } from '../requests/index.ts';

/** Why something of a request is refused while the rest is done: of rights refused by themselves, and of single changes. */
export function refusalsInPart(state: RequestState): readonly RefusalReason[] {
  const changes = (state.changes ?? []).filter(({ decision }) => decision === 'refused');
  return [
    ...refusedRights(state).map(({ reason }) => reason),
    ...changes.flatMap(({ reason }) => (reason === undefined ? [] : [reason])),
  ];
}
