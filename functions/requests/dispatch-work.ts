import type { HandleCommand } from './handle-command.ts';
import type { OutboxStore } from './outbox-store.ts';
import { closedStatuses } from './request-state.ts';
import type { RequestStore } from './request-store.ts';
import type { WaitStore } from './wait-store.ts';
import type { WorkflowRuns } from './workflow-runs.ts';

export interface DispatchDependencies {
  readonly requests: RequestStore;
  readonly outbox: OutboxStore;
  readonly waits: WaitStore;
  readonly runs: WorkflowRuns;
  readonly handle: HandleCommand;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
}

/**
 * Carries out one piece of work of the outbox: starts a workflow, or lets a waiting one look again. Both may be
 * repeated without harm, so an item is settled after the deed and a crash in between repeats it.
 */
export function workDispatcher({ requests, outbox, waits, runs, handle, now }: DispatchDependencies) {
  return async (requestId: string, outboxId: string): Promise<void> => {
    const item = await outbox.findWork(requestId, outboxId);
    if (item?.status !== 'pending') return;
    if (item.work.type === 'start_workflow') {
      await runs.start(requestId, item.work.attempt);
    } else {
      const token = await waits.find(requestId, item.work.wait);
      const answer = token ? await runs.resume(token) : 'gone';
      if (token) await waits.remove(requestId, item.work.wait, token);
      if (answer === 'gone') await restartIfLost({ requests, runs, handle }, requestId);
    }
    await outbox.settle({ requestId, kind: 'work', outboxId }, { status: 'done', at: now() });
  };
}

/** Starts the next attempt when the request is open and its workflow is not running; says whether it did. */
export async function restartIfLost(
  { requests, runs, handle }: Pick<DispatchDependencies, 'requests' | 'runs' | 'handle'>,
  requestId: string,
): Promise<boolean> {
  const state = await requests.load(requestId);
  if (!state || closedStatuses.has(state.status) || state.workflowAttempt === 0) return false;
  if (await runs.isRunning(requestId, state.workflowAttempt)) return false;
  const restarted = await handle({
    requestId,
    command: { type: 'restart_workflow' },
    actor: { kind: 'system', part: 'watch' },
    expectedVersion: state.version,
  });
  return restarted.ok;
}
