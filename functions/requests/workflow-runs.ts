import type { Sensitive } from '../shared/sensitive.ts';

/** The executions of the workflow `privacy-request`. */
export interface WorkflowRuns {
  /** Starts an attempt; starting it twice starts it once. */
  start(requestId: string, attempt: number): Promise<void>;
  /** Lets a waiting execution look again. `gone`: nobody waits with this token any more. */
  resume(token: Sensitive<string>): Promise<'resumed' | 'gone'>;
  /** Whether an attempt is under way; one never started is not. */
  isRunning(requestId: string, attempt: number): Promise<boolean>;
}
