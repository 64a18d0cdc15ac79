import {
  paginateGetExecutionHistory,
  paginateListExecutions,
  paginateListStateMachines,
  type SFNClient,
} from '@aws-sdk/client-sfn';

/**
 * State transitions of every execution whose input names the request, nested ones included: each time a step is executed,
 * retries too (https://aws.amazon.com/step-functions/pricing/).
 */
export async function transitionsOf(client: SFNClient, requestId: string): Promise<number> {
  let transitions = 0;
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {}))
    for (const { stateMachineArn } of stateMachines)
      for await (const { executions = [] } of paginateListExecutions({ client }, { stateMachineArn }))
        for (const { executionArn } of executions) transitions += await transitionsIn(client, executionArn, requestId);
  return transitions;
}

async function transitionsIn(client: SFNClient, executionArn: string | undefined, requestId: string): Promise<number> {
  const types: string[] = [];
  let isOfRequest = false;
  for await (const { events = [] } of paginateGetExecutionHistory({ client }, { executionArn, maxResults: 1000 }))
    for (const { type = '', executionStartedEventDetails } of events) {
      types.push(type);
      if (executionStartedEventDetails?.input?.includes(requestId)) isOfRequest = true;
    }
  return isOfRequest ? countTransitions(types) : 0;
}

/** @param types of a history's events */
export function countTransitions(types: readonly string[]): number {
  const count = (matches: (type: string) => boolean) => types.filter(matches).length;
  const entered = count((type) => type.endsWith('StateEntered'));
  // A retry schedules the task again without entering its state again.
  const retries = count((type) => type === 'TaskScheduled') - count((type) => type === 'TaskStateEntered');
  return entered + Math.max(0, retries);
}
