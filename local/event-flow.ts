import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { region } from './cloud-plan.ts';
import { type DeadLetters, openDeadLetters } from './dead-letters/index.ts';
import { openStreamCheckpoints, type StreamPoller } from './dynamodb/index.ts';
import { type BusEvent, createEventBus } from './event-bus/index.ts';
import { createAsynchronousInvocations, type Invoker } from './function-host/index.ts';
import { createScheduler } from './scheduler/index.ts';
import type { Shutdown } from './shutdown.ts';
import { startStreamMapping } from './streams-to-functions/index.ts';
import type { Cloud } from './template/index.ts';

/** Everything that calls functions by itself: queued events, rules, streams, schedules. */
export interface EventFlow {
  readonly deadLetters: DeadLetters;
  /** Puts an event on the default bus. */
  put(event: BusEvent): void;
  /** Lets streams, schedules and queued events reach the functions. */
  start(): void;
  /** Runs the schedules that are due; resolves when the functions they call have ended, and those that took what these wrote. */
  runSchedules(): Promise<void>;
}

export function createEventFlow(options: {
  readonly cloud: Cloud;
  readonly invoker: Invoker;
  readonly dataDir: string;
  readonly streamEndpoint: string;
  readonly onDeadLetter: (queue: string) => void;
  readonly onFault: (part: string) => (error: unknown) => void;
  readonly shutdown: Shutdown;
}): EventFlow {
  const { cloud, invoker, shutdown } = options;
  const { now } = cloud;
  mkdirSync(options.dataDir, { recursive: true });
  const file = (name: string) => join(options.dataDir, `${name}.sqlite`);

  const deadLetters = openDeadLetters(file('dead-letters'), now);
  shutdown.add(() => deadLetters.close());
  const deliver = (arn: string, body: string) => {
    const queue = cloud.queues.get(arn);
    if (queue === undefined) throw new Error(`${arn} is not a queue of this app`);
    deadLetters.send(arn, body);
    options.onDeadLetter(queue);
  };

  for (const { onFailure, deadLetters: queue } of cloud.asynchronous.values())
    refuseUnknownQueues(cloud, onFailure, queue);
  for (const { onFailure } of cloud.streamMappings) refuseUnknownQueues(cloud, onFailure);

  const asynchronous = createAsynchronousInvocations({ file: file('asynchronous'), invoker, deliver, now });
  for (const [name, settings] of cloud.asynchronous) asynchronous.configure(name, settings);
  // In reverse order: first no new event is begun, then the functions end, then what waited for them.
  const ending: Promise<unknown>[] = [];
  shutdown.add(
    async () => void (await Promise.all(ending)),
    () => invoker.close(),
    () => void ending.push(asynchronous.close()),
  );

  const hand = (targetArn: string, payload: string) => asynchronous.invoke(nameOf(targetArn), payload);
  const bus = createEventBus((targetArn, event) => void hand(targetArn, JSON.stringify(event)));
  for (const rule of cloud.rules) bus.addRule(rule);
  const scheduler = createScheduler({ file: file('schedules'), now, run: hand });
  shutdown.add(() => scheduler.close());
  for (const schedule of cloud.schedules) scheduler.add(schedule);

  let mappings: readonly StreamPoller[] = [];

  return {
    deadLetters,
    put: (event) => void bus.put(event),
    start() {
      asynchronous.start();
      const checkpoints = openStreamCheckpoints(file('stream-checkpoints'));
      mappings = cloud.streamMappings.map((mapping) =>
        startStreamMapping(mapping, {
          endpoint: options.streamEndpoint,
          region,
          checkpoints,
          invoker,
          deliver,
          onError: options.onFault(`stream to ${mapping.functionName}`),
        }),
      );
      const close = async () => {
        await Promise.all(mappings.map((mapping) => mapping.close()));
        checkpoints.close();
      };
      shutdown.add(() => void ending.push(close()));
      scheduler.start();
    },
    async runSchedules() {
      await scheduler.runDue();
      await Promise.all(mappings.map((mapping) => mapping.caughtUp()));
    },
  };
}

/** Better found out now than when the first message is lost. */
function refuseUnknownQueues(cloud: Cloud, ...arns: readonly (string | undefined)[]): void {
  for (const arn of arns) {
    if (arn !== undefined && !cloud.queues.has(arn)) {
      throw new Error(`${arn} is not a queue of this app, and only queues are supported as destinations`);
    }
  }
}

function nameOf(functionArn: string): string {
  return /:function:([^:/]+)/.exec(functionArn)?.[1] ?? functionArn;
}
