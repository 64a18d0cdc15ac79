import { setTimeout as later } from 'node:timers/promises';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import {
  type ReplayErasuresInput,
  type ReplayErasuresOutput,
  replayErasuresOutput,
} from '../../workflows/replay-erasures/contract.ts';
import { region } from '../cloud-plan.ts';
import { readRunning } from '../running.file.ts';
import { CommandRefused } from './command.ts';

const POLL_MS = 500;

/** Where the workflow is: on AWS, or in the embedded cloud that runs on a data folder. */
export type Deployment = { readonly arn: string } | { readonly dataDir: string };

export type ReplayEnd =
  | { readonly status: 'SUCCEEDED'; readonly output: ReplayErasuresOutput }
  | { readonly status: string; readonly error: string };

/**
 * Starts the workflow and waits for its end. On AWS the SDK's own environment says which account and region.
 * @param started told the execution's ARN, once it runs; it goes on when this process ends
 * @throws CommandRefused when there is no such deployment, or nobody answers
 */
export async function runReplay(
  deployment: Deployment,
  { name, input }: { readonly name: string; readonly input: ReplayErasuresInput },
  started: (executionArn: string) => void,
): Promise<ReplayEnd> {
  const { client, stateMachineArn, hint } = connect(deployment);
  try {
    const { executionArn } = await client
      .send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }))
      .catch((error: unknown) => {
        throw new CommandRefused(`The replay could not be started: ${reasonOf(error)}. ${hint}`, { cause: error });
      });
    started(executionArn ?? '');
    for (;;) {
      const { status = '', output, error } = await client.send(new DescribeExecutionCommand({ executionArn }));
      if (status === 'SUCCEEDED') return { status, output: replayErasuresOutput.parse(JSON.parse(output ?? '')) };
      if (status !== 'RUNNING') return { status, error: error ?? 'no reason given' };
      await later(POLL_MS);
    }
  } finally {
    client.destroy();
  }
}

function connect(deployment: Deployment): { client: SFNClient; stateMachineArn: string; hint: string } {
  if ('arn' in deployment) {
    const hint = 'Look whether REPLAY_ERASURES_ARN, region and credentials belong together.';
    return { client: new SFNClient({}), stateMachineArn: deployment.arn, hint };
  }
  const hint = 'Start it with npm start, or set REPLAY_ERASURES_ARN for a deployment on AWS.';
  const running = readRunning(deployment.dataDir);
  if (!running) throw new CommandRefused(`No embedded cloud runs on the data folder ${deployment.dataDir}. ${hint}`);
  const client = new SFNClient({
    endpoint: running.stepFunctions,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return { client, stateMachineArn: running.replayErasures, hint };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? ('code' in error && error.code ? String(error.code) : error.name) : 'unknown';
}
