import type { Execution, Frame } from './execution.ts';
import type { Fact } from './facts.ts';
import type { Surroundings } from './jsonata-functions.ts';

/** One uninterrupted run of an execution's interpreter. */
export interface Turn {
  execution: Execution;
  surroundings: Surroundings;
  /** Moves the execution on by `fact`, which becomes durable with the turn. */
  record(frame: Frame, fact: Fact): void;
  /** The token of the task that would be scheduled next in `frame`. */
  token(frame: Frame): string;
  /** Once the turn is durable: start the work of the task `frame` is in. */
  begin(frame: Frame): void;
  /** Once the turn is durable: stop an execution that nobody waits for any more. */
  abandon(executionArn: string): void;
}
