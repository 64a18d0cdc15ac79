import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { executionName, type PrivacyRequestInput, waitOver } from '../../workflows/privacy-request/contract.ts';
import type { WorkflowRuns } from './workflow-runs.ts';

/** Executions in Step Functions, named `<requestId>-<attempt>` so that a repeated start is one start. */
export function sfnWorkflowRuns(stateMachineArn: string, client = new SFNClient({})): WorkflowRuns {
  return {
    async start(requestId, attempt) {
      const input: PrivacyRequestInput = { requestId };
      try {
        await client.send(
          new StartExecutionCommand({
            stateMachineArn,
            name: executionName(requestId, attempt),
            input: JSON.stringify(input),
          }),
        );
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },

    resume: resumeBySfn(client),

    async isRunning(requestId, attempt) {
      const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${executionName(requestId, attempt)}`;
      try {
        const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
        return status === 'RUNNING' || status === 'PENDING_REDRIVE';
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return false;
        throw error;
      }
    },
  };
}

/** Answers a task token: all that a function needs which may resume executions but not start them. */
export function resumeBySfn(client = new SFNClient({})): WorkflowRuns['resume'] {
  return async (token) => {
    try {
      await client.send(new SendTaskSuccessCommand({ taskToken: token.reveal(), output: JSON.stringify(waitOver) }));
      return 'resumed';
    } catch (error) {
      const gone = error instanceof TaskDoesNotExist || error instanceof TaskTimedOut || error instanceof InvalidToken;
      if (gone) return 'gone';
      throw error;
    }
  };
}
