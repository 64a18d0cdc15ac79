import { randomUUID } from 'node:crypto';
import { executionArn } from './arns.ts';
import { frameOf, newExecution, nextEntry } from './execution.ts';
import type { Fact } from './facts.ts';
import { ServiceFault } from './faults.ts';
import { toHistoryEvent } from './history.ts';
import { type Json, parseJson } from './json.ts';
import { type ExecutionRow, openLog } from './log.ts';
import { checkName, checkRequest, pageTokenFor, positionOf, type Requests } from './requests.ts';
import { createRunner, stop, tick } from './runner.ts';
import { createStateMachines } from './state-machines.ts';
import { type Outcome, settleTask } from './task.ts';
import { createTaskTokens } from './task-tokens.ts';
import type { Turn } from './turn.ts';
import type { FunctionAnswer } from './work.ts';

export interface EngineOptions {
  /** Path of the log's SQLite file, or ':memory:'. One engine at a time may hold it. */
  file: string;
  /** Milliseconds since 1970; may jump forward. */
  now(): number;
  region?: string;
  accountId?: string;
  /** Rejects, for faults of the function service itself, with an Error whose `name` is such as Lambda.TooManyRequestsException. */
  invokeFunction(functionArnOrName: string, payload: unknown): Promise<FunctionAnswer>;
  /** Answers `aws-sdk:*` tasks; rejects with an Error named `<Service>.<Exception>`. Without it such tasks are refused at creation. */
  callSdk?(service: string, action: string, args: unknown): Promise<unknown>;
  /** In [0, 1). */
  random?(): number;
  uuid?(): string;
  /** A defect in the engine or its disk, after which the engine does nothing any more. By default it is thrown, to end the process. */
  onFault?(fault: unknown): void;
}

/** AWS forgets an execution 90 days after it closed, and redrives it for 14. Source: Step Functions developer guide, "Service quotas". */
const DAY = 86_400_000;
const KEPT = 90 * DAY;
const REDRIVABLE = 14 * DAY;

type Identified = Pick<ExecutionRow, 'id' | 'arn' | 'name' | 'machineArn' | 'revision' | 'startedAt'>;

export type Engine = ReturnType<typeof createEngine>;

/**
 * The service as plain methods, each taking and answering what the API reference says of the operation of that name, with Dates
 * for timestamps. They reject with a ServiceFault named after the API's error. Opening an engine goes on with every execution its
 * log says is running.
 */
export function createEngine(options: EngineOptions) {
  const { now, region = 'eu-central-1', accountId = '000000000000' } = options;
  const log = openLog(options.file);
  log.forgetClosedBefore(now() - KEPT);
  const surroundings = { now, random: options.random ?? Math.random, uuid: options.uuid ?? randomUUID };
  const machines = createStateMachines({
    log,
    place: { region, accountId },
    sdkCalls: options.callSdk !== undefined,
    now,
  });
  const tokens = createTaskTokens(log.tokenKey());
  const runner = createRunner({
    log,
    tokens,
    surroundings,
    services: { ...options, uuid: surroundings.uuid },
    identify,
    startChild: start,
    onClosed: ({ machineArn }) => machines.finishDeleting(machineArn),
    onFault: options.onFault ?? raise,
  });

  function identify({ id, arn, name, machineArn, revision, startedAt }: Identified) {
    const machine = machines.ofRevision(revision);
    return {
      id,
      arn,
      name,
      machineArn,
      machineName: machine.name,
      roleArn: machine.roleArn,
      definition: machine.parsed,
      startedAt,
    };
  }

  /** Adds an execution and sets it going; the same name and input again while it runs is the same execution. */
  function start(wanted: { machineArn: string; name: string; input: string; startedBy?: string }): ExecutionRow {
    const machine = machines.startable(wanted.machineArn);
    const { input, startedBy = null } = wanted;
    const name = checkName(wanted.name);
    const value = jsonOf(
      input,
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: 'The input is not JSON'`,
    );
    const arn = executionArn(machine.arn, name);
    const known = log.executionByArn(arn);
    if (known) {
      // A task begun again after a crash finds the child it had started, however far that is.
      const own = startedBy !== null && known.startedBy === startedBy;
      if (own || (known.status === 'RUNNING' && known.input === input)) return known;
      throw new ServiceFault('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    const startedAt = now();
    const row = { arn, name, machineArn: machine.arn, revision: machine.revision, input, startedAt, startedBy };
    const id = log.addExecution(row, [firstEntry(row, value)]);
    runner.start(id);
    return found(log.execution(id), arn);
  }

  function firstEntry(row: Omit<Identified, 'id'>, input: Json) {
    const fact: Fact = { is: 'ExecutionStarted', input, ...timeoutFrom(row.startedAt, row.revision) };
    return nextEntry(newExecution(identify({ ...row, id: 0 })), '0', fact, row.startedAt);
  }

  function timeoutFrom(at: number, revision: number): { timeoutAt?: number } {
    const seconds = machines.ofRevision(revision).parsed.TimeoutSeconds;
    return seconds === undefined ? {} : { timeoutAt: at + seconds * 1000 };
  }

  function execution(arn: string): ExecutionRow {
    return found(log.executionByArn(arn), arn);
  }

  /** Takes the answer to a task token into the execution that waits for it. */
  async function answer(
    taskToken: string,
    take: (turn: Turn, scheduledEvent: number, frame: string) => void,
  ): Promise<Record<string, never>> {
    const address = tokens.read(taskToken);
    if (!address) throw new ServiceFault('InvalidToken', `Invalid Token: 'Invalid token'`);
    const row = log.execution(address.execution);
    if (!row) throw new ServiceFault('TaskDoesNotExist', `Task Does Not Exist: 'Provided task does not exist'`);
    const over = () => new ServiceFault('TaskTimedOut', `Task Timed Out: 'Provided task does not exist anymore'`);
    if (row.status !== 'RUNNING') throw over();
    await runner.post(row.id, (turn) => {
      tick(turn);
      const phase = turn.execution.frames.get(address.frame)?.phase;
      if (
        turn.execution.status !== 'RUNNING' ||
        phase?.is !== 'in-task' ||
        phase.scheduledEvent !== address.scheduledEvent
      )
        throw over();
      take(turn, address.scheduledEvent, address.frame);
    });
    return {};
  }

  const settle = (taskToken: string, outcome: Outcome) =>
    answer(taskToken, (turn, scheduledEvent, frame) =>
      settleTask(turn, frameOf(turn.execution, frame), scheduledEvent, outcome),
    );

  const operations = {
    async createStateMachine(request: Requests['createStateMachine']) {
      return machines.create(request);
    },
    async updateStateMachine(request: Requests['updateStateMachine']) {
      return machines.update(request);
    },
    async describeStateMachine({ stateMachineArn }: Requests['describeStateMachine']) {
      return machines.describe(stateMachineArn);
    },
    async describeStateMachineForExecution({ executionArn: arn }: Requests['describeStateMachineForExecution']) {
      const {
        creationDate,
        status: _status,
        type: _type,
        ...described
      } = machines.describeRevision(execution(arn).revision);
      return { ...described, updateDate: creationDate };
    },
    async deleteStateMachine({ stateMachineArn }: Requests['deleteStateMachine']) {
      machines.delete(stateMachineArn);
      return {};
    },
    async listStateMachines(request: Requests['listStateMachines']) {
      return machines.list(request);
    },
    async validateStateMachineDefinition(request: Requests['validateStateMachineDefinition']) {
      return machines.validate(request);
    },
    async tagResource({ resourceArn, tags }: Requests['tagResource']) {
      machines.tag(resourceArn, (all) => {
        for (const { key, value } of tags) all.set(key, value);
      });
      return {};
    },
    async untagResource({ resourceArn, tagKeys }: Requests['untagResource']) {
      machines.tag(resourceArn, (all) => {
        for (const key of tagKeys) all.delete(key);
      });
      return {};
    },
    async listTagsForResource({ resourceArn }: Requests['listTagsForResource']) {
      return machines.tags(resourceArn);
    },
    async startExecution({ stateMachineArn, name = surroundings.uuid(), input = '{}' }: Requests['startExecution']) {
      const row = start({ machineArn: stateMachineArn, name, input });
      return { executionArn: row.arn, startDate: new Date(row.startedAt) };
    },
    async describeExecution({ executionArn: arn }: Requests['describeExecution']) {
      return describeExecution(execution(arn), now());
    },
    async listExecutions({ stateMachineArn, statusFilter, maxResults, nextToken }: Requests['listExecutions']) {
      machines.describe(stateMachineArn);
      const limit = maxResults || 100;
      const before = Number(positionOf(nextToken) ?? Number.MAX_SAFE_INTEGER);
      const rows = statusFilter
        ? log.executionsOfStatus(stateMachineArn, before, statusFilter, limit + 1)
        : log.executionsOf(stateMachineArn, before, limit + 1);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return { executions: page.map(listed), ...(rows.length > limit && last && { nextToken: pageTokenFor(last.id) }) };
    },
    async getExecutionHistory(request: Requests['getExecutionHistory']) {
      const {
        executionArn: arn,
        maxResults,
        nextToken,
        reverseOrder = false,
        includeExecutionData: data = true,
      } = request;
      const row = execution(arn);
      const limit = maxResults || 100;
      const from = Number(positionOf(nextToken) ?? (reverseOrder ? Number.MAX_SAFE_INTEGER : 0));
      const entries = log.shownEntries(row.id, from, limit + 1, reverseOrder);
      const view = { region, roleArn: machines.ofRevision(row.revision).roleArn, data };
      const page = entries.slice(0, limit);
      const last = page.at(-1);
      return {
        events: page.map((entry) => toHistoryEvent(entry, view)),
        ...(entries.length > limit && last && { nextToken: pageTokenFor(last.eventId ?? 0) }),
      };
    },
    async stopExecution({ executionArn: arn, error, cause }: Requests['stopExecution']) {
      const row = execution(arn);
      const failure = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
      if (row.status === 'RUNNING') await runner.post(row.id, (turn) => stop(turn, failure));
      return { stopDate: new Date(execution(arn).stoppedAt ?? now()) };
    },
    async redriveExecution({ executionArn: arn }: Requests['redriveExecution']) {
      const row = execution(arn);
      const reason = notRedrivable(row, now());
      if (reason) throw new ServiceFault('ExecutionNotRedrivable', `Execution is not redrivable: '${arn}'. ${reason}`);
      await runner.post(row.id, (turn) => {
        if (turn.execution.status === 'RUNNING') return;
        const count = turn.execution.redriveCount + 1;
        turn.record(frameOf(turn.execution, '0'), {
          is: 'ExecutionRedriven',
          count,
          ...timeoutFrom(now(), row.revision),
        });
      });
      return { redriveDate: new Date(execution(arn).redrivenAt ?? now()) };
    },
    async sendTaskSuccess({ taskToken, output }: Requests['sendTaskSuccess']) {
      const value = jsonOf(output, 'InvalidOutput', `Invalid Output: 'The output is not JSON'`);
      return settle(taskToken, { is: 'succeeded', output: value });
    },
    async sendTaskFailure({ taskToken, error, cause }: Requests['sendTaskFailure']) {
      return settle(taskToken, {
        is: 'failed',
        failure: { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) },
      });
    },
    async sendTaskHeartbeat({ taskToken }: Requests['sendTaskHeartbeat']) {
      return answer(taskToken, (turn, _event, id) => {
        const frame = frameOf(turn.execution, id);
        const seconds = frame.phase.is === 'in-task' ? frame.phase.task.heartbeat : undefined;
        if (seconds !== undefined) turn.record(frame, { is: 'HeartbeatReceived', heartbeatAt: now() + seconds * 1000 });
      });
    },
  };

  for (const { id } of log.running()) runner.resume(id);

  return {
    ...checked(operations, runner.assertSound),
    /** The clock jumped: fire what is due. */
    wake: runner.check,
    /** When something falls due by itself, in milliseconds since 1970: the end of a wait, a retry, a timeout. Infinite when nothing does. */
    nextDue: runner.nextDue,
    /** Resolves when nothing more will happen without a clock, a task token or a caller. */
    idle: runner.idle,
    /** Stops at once; what was under way goes on when the log is opened again. */
    close(): void {
      runner.close();
      log.close();
    },
  };
}

type Operations = { [Operation in keyof Requests]: (request: Requests[Operation]) => Promise<object> };

/** The operations, each checking first that the engine is sound and the request what it should be. */
function checked<T extends Operations>(operations: T, assertSound: () => void): T {
  const wrapped = Object.entries(operations).map(([name, run]) => [
    name,
    async (request: unknown) => {
      assertSound();
      return (run as (request: unknown) => Promise<object>)(checkRequest(name as keyof Requests, request));
    },
  ]);
  return Object.fromEntries(wrapped) as T;
}

function found(row: ExecutionRow | undefined, arn: string): ExecutionRow {
  if (!row) throw new ServiceFault('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  return row;
}

function jsonOf(text: string, fault: string, message: string): Json {
  const parsed = parseJson(text);
  if (!parsed) throw new ServiceFault(fault, message);
  return parsed.value;
}

function listed({ arn, machineArn, name, status, startedAt, stoppedAt, redriveCount, redrivenAt }: ExecutionRow) {
  return {
    executionArn: arn,
    stateMachineArn: machineArn,
    name,
    status,
    startDate: new Date(startedAt),
    ...(stoppedAt !== null && { stopDate: new Date(stoppedAt) }),
    redriveCount,
    ...(redrivenAt !== null && { redriveDate: new Date(redrivenAt) }),
  };
}

function describeExecution(row: ExecutionRow, now: number) {
  const { input, output, error, cause } = row;
  const reason = notRedrivable(row, now);
  return {
    ...listed(row),
    input,
    inputDetails: { included: true },
    ...(output !== null && { output, outputDetails: { included: true } }),
    ...(error !== null && { error }),
    ...(cause !== null && { cause }),
    redriveStatus: reason ? 'NOT_REDRIVABLE' : 'REDRIVABLE',
    ...(reason && { redriveStatusReason: reason }),
  };
}

function notRedrivable({ status, stoppedAt }: ExecutionRow, now: number): string | undefined {
  if (status === 'RUNNING') return 'Execution is RUNNING and cannot be redriven';
  if (status === 'SUCCEEDED') return 'Execution is SUCCEEDED and cannot be redriven';
  return stoppedAt !== null && stoppedAt < now - REDRIVABLE ? 'Execution closed more than 14 days ago' : undefined;
}

function raise(fault: unknown): void {
  setImmediate(() => {
    throw fault;
  });
}
