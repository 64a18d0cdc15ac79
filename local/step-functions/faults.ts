/** An error the service answers a caller with; `name` is the code the API reference lists for the operation. */
export class ServiceFault extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** How a state fails: an error name to match in Retry and Catch, and a human cause. */
export interface Failure {
  error?: string;
  cause?: string;
  /** A heartbeat that did not come is reported as States.Timeout but also answers to States.HeartbeatTimeout. */
  heartbeat?: true;
}

/** Thrown inside a state to end it with `failure`, unless the state's Retry or Catch takes it. */
export class StateFailure extends Error {
  override name = 'StateFailure';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.cause ?? failure.error ?? 'state failed');
    this.failure = failure;
  }
}

/** The result of `subject` (a state, or the service of a Task) is heavier than the service allows. */
export function dataLimitExceeded(subject: string): Failure {
  return {
    error: 'States.DataLimitExceeded',
    cause: `The state/task '${subject}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  };
}
