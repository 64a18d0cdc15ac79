import type { Sensitive } from '../shared/sensitive.ts';
import { isWaiting } from './position.ts';
import type { WaitName } from './request-state.ts';
import type { RequestStore } from './request-store.ts';
import type { WaitStore } from './wait-store.ts';
import type { WorkflowRuns } from './workflow-runs.ts';

export interface AwaitDependencies {
  readonly requests: RequestStore;
  readonly waits: WaitStore;
  readonly runs: Pick<WorkflowRuns, 'resume'>;
}

/**
 * Registers that a workflow waits. The token is kept first and the state read after, so a decision made in between is
 * seen either here or by whoever carries out the decision's resume.
 */
export function personAwaiter({ requests, waits, runs }: AwaitDependencies) {
  return async (requestId: string, wait: WaitName, token: Sensitive<string>): Promise<void> => {
    await waits.put(requestId, wait, token);
    const state = await requests.load(requestId);
    if (state && isWaiting(state, wait)) return;
    await runs.resume(token);
    await waits.remove(requestId, wait, token);
  };
}
