import {
  closedStatuses,
  type DueIndex,
  type HandleCommand,
  isHeldBack,
  isPreserved,
  keys,
  nextWatch,
  nextWork,
  type OutboxRef,
  type OutboxStore,
  type RequestState,
  type RequestStore,
  recordEndsAt,
} from '../requests/index.ts';
import { addDays, daysAfter } from '../shared/days.ts';
import { accepted } from '../shared/result.ts';

export interface SweepDependencies {
  readonly due: DueIndex;
  readonly requests: RequestStore;
  readonly outbox: OutboxStore;
  readonly handle: HandleCommand;
  /** Starts the next attempt of a workflow that was lost; false when it still runs or nothing is left to run. */
  readonly restartIfLost: (requestId: string) => Promise<boolean>;
  /** Deletes findings and package of a request, or the package alone. */
  readonly deleteExport: (requestId: string, what: 'all' | 'package') => Promise<void>;
  /** Erases the record of a closed request whose months are over, or goes on with it. */
  readonly eraseRecord: (state: RequestState) => Promise<void>;
  /** Keeps what a law preserves after a refusal, until it may go; whether it is still kept. */
  readonly keepPreserved: (requestId: string) => Promise<boolean>;
  /** Goes on with deletions whose legal hold has ended. */
  readonly liftHolds: () => Promise<void>;
  /** What is done once a day for all requests together. */
  readonly dailyDesk: () => Promise<void>;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
  /** Milliseconds left for this run; the next run goes on where this one stopped. */
  readonly remainingMs: () => number;
  /** A failed item is reported and does not hold back the others. */
  readonly report: (item: keys.ItemKey, error: unknown) => void;
}

export interface SweepReport {
  readonly handled: number;
  readonly failed: number;
  /** False when time ran out first. */
  readonly complete: boolean;
}

/** How often an outbox item is handed out before a person must look at it. */
export const maxHandOuts = 5;

/** A run ends this long before the platform would end it: time for the daily desk. */
const reserveMs = 20_000;
const minuteMs = 60_000;
/** A workflow that is slow but not lost is looked at again after this. */
const stillRunningMs = 60 * minuteMs;

/**
 * Looks after everything that is due: staff are reminded of answers due soon and told daily of overdue ones, unconfirmed
 * requests close, deletions begin when nobody took them back, exports are deleted on time, records erased at the end of their
 * retention, outbox items nobody carried out
 * are handed out again, lost workflows start anew. Only what is due is read, so it can run every hour. All of it is derived from what is stored now, so a
 * sweep that was missed, doubled or cut short is made up for by the next.
 */
export async function sweep(dependencies: SweepDependencies): Promise<SweepReport> {
  const { due, liftHolds, dailyDesk, now, remainingMs, report } = dependencies;
  const started = now();
  const today = started.slice(0, 10);
  const yesterday = addDays(today, -1);
  let date = (await due.readDoneBefore()) ?? yesterday;
  let oldestLeft: string | undefined;
  let handled = 0;
  let failed = 0;

  for (; date <= today; date = addDays(date, 1)) {
    for await (const item of due.dueOn(date, started)) {
      if (remainingMs() < reserveMs) {
        await dailyDesk();
        return { handled, failed, complete: false };
      }
      try {
        await lookAfter(dependencies, item);
        handled++;
      } catch (error) {
        failed++;
        oldestLeft ??= date;
        report(item, error);
      }
    }
  }
  // A day stays open while something of it failed; yesterday always does, since clocks and indexes may lag.
  const doneBefore = oldestLeft && oldestLeft < yesterday ? oldestLeft : yesterday;
  await due.writeDoneBefore(doneBefore);
  await dailyDesk();
  await liftHolds();
  return { handled, failed, complete: true };
}

async function lookAfter(dependencies: SweepDependencies, { pk, sk }: keys.ItemKey): Promise<void> {
  const requestId = keys.outboxOwnerOf(pk);
  if (requestId === undefined) throw new UnknownDueItem(`${pk.split('#')[0]}/${sk.split('#')[0]}`);
  if (sk === keys.stateKey(requestId).sk) return lookAfterRequest(dependencies, requestId);
  for (const [kind, prefix] of [
    ['mail', keys.mailPrefix],
    ['work', keys.workPrefix],
  ] as const) {
    if (sk.startsWith(prefix)) {
      return lookAfterOutbox(dependencies, { requestId, kind, outboxId: sk.slice(prefix.length) });
    }
  }
  throw new UnknownDueItem(`${pk.split('#')[0]}/${sk.split('#')[0]}`);
}

async function lookAfterRequest(dependencies: SweepDependencies, requestId: string): Promise<void> {
  const { requests, handle, deleteExport, eraseRecord, restartIfLost, due, now } = dependencies;
  // The index may lag behind the state, which alone decides.
  const found = await requests.load(requestId);
  if (!found) return;
  const isDue = (instant: string | undefined) => instant !== undefined && instant <= now();
  const actor = { kind: 'system', part: 'sweep' } as const;
  const watched = isDue(nextWatch(found))
    ? await handle({ requestId, command: { type: 'watch_deadline' }, actor })
    : accepted(found);
  if (!watched.ok || !isDue(nextWork(watched.value))) return;
  const state = watched.value;
  if (state.lifting && !state.lifting.startedAt && isDue(state.lifting.from)) {
    await handle({ requestId, command: { type: 'start_lifting' }, actor });
  } else if (state.status === 'awaiting_confirmation') {
    await handle({ requestId, command: { type: 'expire_confirmation' }, actor });
  } else if (isPreserved(state)) {
    await keepPreserved(dependencies, state);
  } else if (state.recordErasedAt || isDue(recordEndsAt(state))) {
    await eraseRecord(state);
  } else if (closedStatuses.has(state.status)) {
    await deleteExport(requestId, isHeldBack(state) ? 'package' : 'all');
    await handle({ requestId, command: { type: 'delete_export' }, actor });
  } else if (state.waitingFor === 'waiting_period') {
    await handle({ requestId, command: { type: 'start_erasure' }, actor });
  } else if (!(await restartIfLost(requestId))) {
    await due.postpone(requestId, state.version, new Date(Date.parse(now()) + stillRunningMs).toISOString());
  }
}

/** What is still kept although its time seems over is looked at again in a week. */
async function keepPreserved({ keepPreserved, requests, due, now }: SweepDependencies, { id }: RequestState) {
  if (!(await keepPreserved(id))) return;
  const kept = await requests.load(id);
  const next = kept && nextWork(kept);
  if (kept && next !== undefined && next <= now()) await due.postpone(id, kept.version, daysAfter(now(), 7));
}

/** Hands an item out again, less and less often; after `maxHandOuts` it fails, which staff see. */
async function lookAfterOutbox({ outbox, now }: SweepDependencies, ref: OutboxRef): Promise<void> {
  const item =
    ref.kind === 'mail'
      ? await outbox.findMail(ref.requestId, ref.outboxId)
      : await outbox.findWork(ref.requestId, ref.outboxId);
  if (!item || item.status === 'done' || item.status === 'failed' || item.status === 'dropped') return;
  const handOuts = item.handedOut ?? 0;
  // A mail service that takes no more today is no reason to give up.
  if (handOuts >= maxHandOuts && item.error !== 'throttled') {
    await outbox.settle(ref, { status: 'failed', at: now(), error: item.error ?? 'never_carried_out' });
    return;
  }
  const dueAt = new Date(Date.parse(now()) + 5 * minuteMs * 2 ** Math.min(handOuts, maxHandOuts)).toISOString();
  await outbox.handOut(ref, item, dueAt);
}

/** The due index holds something this version does not look after. */
export class UnknownDueItem extends Error {
  override readonly name = 'UnknownDueItem';
}
