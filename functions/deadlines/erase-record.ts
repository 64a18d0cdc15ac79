import { type HoldStore, heldFacts, matchHolds } from '../holds/index.ts';
import type { DueIndex, HandleCommand, RecordRemains, RequestState } from '../requests/index.ts';
import type { DataMap } from '../shared/organisation.ts';

export interface EraseRecordDependencies {
  readonly holds: Pick<HoldStore, 'register'>;
  readonly handle: HandleCommand;
  readonly remains: RecordRemains;
  readonly due: Pick<DueIndex, 'postpone' | 'settle'>;
  /** Deletes what the export bucket holds of a request, files that the member sent included. */
  readonly deleteExport: (requestId: string, what: 'record') => Promise<void>;
  readonly dataMap: DataMap;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
}

const hourMs = 3_600_000;
/** A record under a legal hold is looked at again after this. */
const heldMs = 7 * 24 * hourMs;

/**
 * Erases the record of a request whose retention is over: first the event, which is written only while no legal hold covers the
 * data subject, then all that lies beside the events. Cut short, it goes on where it stopped. Events and counts stay.
 */
export function recordEraser({ holds, handle, remains, due, deleteExport, dataMap, now }: EraseRecordDependencies) {
  const later = (ms: number): string => new Date(Date.parse(now()) + ms).toISOString();

  return async (state: RequestState): Promise<void> => {
    const erased = state.recordErasedAt === undefined ? await noteErased(state) : state;
    if (!erased) return;
    await deleteExport(erased.id, 'record');
    await remains.erase(erased.id, erased.reference);
    await due.settle(erased.id, erased.version);
  };

  async function noteErased(state: RequestState): Promise<RequestState | undefined> {
    const { id, version } = state;
    const register = await holds.register();
    // Which companies it was about went with the findings: a hold on any of them counts.
    const covering = matchHolds(register.holds, heldFacts(state, dataMap, 'unknown'));
    if (covering.length > 0) {
      await due.postpone(id, version, later(heldMs));
      return undefined;
    }
    const noted = await handle({
      requestId: id,
      command: { type: 'erase_record' },
      actor: { kind: 'system', part: 'sweep' },
      holdsVersion: register.version,
    });
    if (noted.ok) return noted.value;
    if (noted.refusal.code === 'holds_changed') await due.postpone(id, version, later(hourMs));
    return undefined;
  }
}
