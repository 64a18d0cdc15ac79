import type { TaskState } from './definition.ts';
import type { TaskScheduled } from './facts.ts';
import type { Failure } from './faults.ts';
import { ServiceFault } from './faults.ts';
import { isObject, type Json, type JsonObject, parseJson } from './json.ts';
import type { ExecutionRow } from './log.ts';
import { type Outcome, resourceOf } from './task.ts';

/** What a Lambda function answered: its payload, and whether that payload is an error. */
export interface FunctionAnswer {
  payload: unknown;
  functionError?: 'Unhandled' | 'Handled';
}

/** The world that tasks act on. */
export interface Services {
  /** Rejects, for faults of the service itself, with an Error whose name is the error to match, such as Lambda.TooManyRequestsException. */
  invokeFunction(functionArnOrName: string, payload: unknown): Promise<FunctionAnswer>;
  /** Rejects with an Error named `<Service>.<Exception>`, such as DynamoDb.ConditionalCheckFailedException. */
  callSdk?(service: string, action: string, args: unknown): Promise<unknown>;
  startExecution(child: { machineArn: string; name: string; input: string }): ExecutionRow;
  now(): number;
  uuid(): string;
}

/** Does the work of one attempt of a task. Never rejects: what goes wrong is the task's failure. */
export async function performTask(state: TaskState, task: TaskScheduled, services: Services): Promise<Outcome> {
  const resource = resourceOf(state);
  const parameters = isObject(task.parameters) ? task.parameters : {};
  if (resource.integration === 'lambda')
    return ended(await invokeLambda(parameters, services), resource.ends === 'token');
  if (resource.integration === 'states') return startChild(parameters, task, resource.ends === 'execution', services);
  return ended(await callSdk(resource.service, resource.action, task.parameters, services), resource.ends === 'token');
}

function ended(outcome: Outcome, waitsForToken: boolean): Outcome {
  return waitsForToken && outcome.is === 'succeeded' ? { is: 'submitted', output: outcome.output } : outcome;
}

async function invokeLambda(parameters: JsonObject, services: Services): Promise<Outcome> {
  const { FunctionName, Qualifier, Payload = {} } = parameters;
  if (typeof FunctionName !== 'string')
    return failed({ error: 'States.Runtime', cause: 'The Arguments lack a FunctionName' });
  const target = typeof Qualifier === 'string' ? `${FunctionName}:${Qualifier}` : FunctionName;
  let answer: FunctionAnswer;
  try {
    answer = await services.invokeFunction(target, Payload);
  } catch (error) {
    const { name, message } = asError(error);
    return failed({ error: name.startsWith('Lambda.') ? name : 'Lambda.SdkClientException', cause: message });
  }
  const payload = plain(answer.payload);
  if (answer.functionError) {
    const error = isObject(payload) && typeof payload.errorType === 'string' ? payload.errorType : 'Lambda.Unknown';
    return failed({ error, cause: JSON.stringify(payload) });
  }
  return { is: 'succeeded', output: lambdaAnswer(payload, services) };
}

/** The answer of lambda:invoke, in the shape AWS puts in the history; Payload is the parsed JSON. */
function lambdaAnswer(payload: Json, services: Services): Json {
  return {
    ExecutedVersion: '$LATEST',
    Payload: payload,
    ...metadata(services, {
      'X-Amz-Executed-Version': '$LATEST',
      'Content-Length': String(Buffer.byteLength(JSON.stringify(payload))),
      'Content-Type': 'application/json',
    }),
    StatusCode: 200,
  };
}

function metadata(
  { now, uuid }: Services,
  headers: Record<string, string>,
): { SdkHttpMetadata: Json; SdkResponseMetadata: Json } {
  const id = uuid();
  const all: Record<string, string> = { ...headers, Date: new Date(now()).toUTCString(), 'x-amzn-RequestId': id };
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]])),
      HttpHeaders: all,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: id },
  };
}

async function callSdk(service: string, action: string, args: Json, services: Services): Promise<Outcome> {
  if (!services.callSdk) return failed({ error: 'States.Runtime', cause: 'SDK integrations are not connected here' });
  try {
    return { is: 'succeeded', output: plain(await services.callSdk(service, action, args)) };
  } catch (error) {
    const { name, message } = asError(error);
    const prefix = service.charAt(0).toUpperCase() + service.slice(1);
    return failed({ error: name.includes('.') ? name : `${prefix}.${name}`, cause: message });
  }
}

function startChild(parameters: JsonObject, task: TaskScheduled, waits: boolean, services: Services): Outcome {
  const { StateMachineArn, Input = {} } = parameters;
  if (typeof StateMachineArn !== 'string')
    return failed({ error: 'States.Runtime', cause: 'The Arguments lack a StateMachineArn' });
  try {
    const child = services.startExecution({
      machineArn: StateMachineArn,
      name: task.child ?? services.uuid(),
      input: JSON.stringify(Input),
    });
    const output: Json = {
      ExecutionArn: child.arn,
      ...metadata(services, { 'Content-Type': 'application/x-amz-json-1.0' }),
      StartDate: child.startedAt,
    };
    return waits ? { is: 'submitted', output, child: child.arn } : { is: 'succeeded', output };
  } catch (error) {
    if (!(error instanceof ServiceFault)) throw error;
    return failed({
      error: `StepFunctions.${error.name}Exception`,
      cause: `${error.message} (Service: AWSStepFunctions; Status Code: 400; Error Code: ${error.name})`,
    });
  }
}

/** What the end of a child execution means for the task that waits for it, in the words of startExecution.sync:2. */
export function childOutcome(child: ExecutionRow): Outcome {
  const { arn, name, machineArn, startedAt, stoppedAt, status, input, output, error, cause } = child;
  const head = {
    ExecutionArn: arn,
    InputDetails: { Included: true },
    Name: name,
    StartDate: startedAt,
    StateMachineArn: machineArn,
  };
  const tail = { Status: status, StopDate: stoppedAt };
  if (status === 'SUCCEEDED') {
    const parsed = { Input: parseJson(input)?.value ?? null, Output: parseJson(output ?? 'null')?.value ?? null };
    return { is: 'succeeded', output: { ...head, ...parsed, OutputDetails: { Included: true }, ...tail } };
  }
  const why = { ...(cause !== null && { Cause: cause }), ...(error !== null && { Error: error }) };
  return failed({ error: 'States.TaskFailed', cause: JSON.stringify({ ...why, ...head, Input: input, ...tail }) });
}

function failed(failure: Failure): Outcome {
  return { is: 'failed', failure };
}

function asError(error: unknown): { name: string; message: string } {
  return error instanceof Error ? error : { name: 'Error', message: String(error) };
}

/** A value as JSON would carry it; nothing becomes null. */
function plain(value: unknown): Json {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
