import { type Definition, isExpression, type State, type StateType } from './definition.ts';
import {
  CATCHER_FIELDS,
  CHOICE_FIELDS,
  type Check,
  EXECUTION_ARGUMENTS,
  LAMBDA_ARGUMENTS,
  MACHINE_FIELDS,
  NEUTRAL_FIELDS,
  PROCESSOR_FIELDS,
  RETRIER_FIELDS,
  SCOPE_FIELDS,
  STATE_FIELDS,
} from './definition-fields.ts';
import { ServiceFault } from './faults.ts';
import { isObject, parseJson } from './json.ts';
import { parseResource } from './resource.ts';

export interface Problem {
  message: string;
  /** JSON pointer into the definition, such as /States/Wait for answer/HeartbeatSeconds. */
  location: string;
}

interface Reading {
  problems: Problem[];
  names: Map<string, string>;
  jsonata: boolean;
  sdkCalls: boolean;
}

/** Everything in `text` that this engine does not run, each with its state and field; empty when it runs as it stands. */
export function definitionProblems(text: string, options: { sdkCalls: boolean }): Problem[] {
  const parsed = parseJson(text);
  if (!parsed || !isObject(parsed.value)) return [{ message: 'the definition must be a JSON object', location: '/' }];
  const machine: Record<string, unknown> = parsed.value;
  const reading: Reading = { problems: [], names: new Map(), jsonata: machine.QueryLanguage === 'JSONata', ...options };
  checkFields(reading, machine, MACHINE_FIELDS, '', 'the state machine');
  checkScope(reading, machine, '');
  return reading.problems;
}

/** The definition, checked. Throws InvalidDefinition naming state and field of each problem. */
export function parseDefinition(text: string, options: { sdkCalls: boolean }): Definition {
  const problems = definitionProblems(text, options);
  if (problems.length > 0) {
    const list = problems.map(({ message, location }) => `${message} at ${location}`).join(', ');
    throw new ServiceFault(
      'InvalidDefinition',
      `Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: ${list}'`,
    );
  }
  return JSON.parse(text);
}

function report(reading: Reading, location: string, message: string): void {
  reading.problems.push({ message, location: location || '/' });
}

function checkFields(
  reading: Reading,
  value: Record<string, unknown>,
  fields: Record<string, Check>,
  at: string,
  of: string,
): void {
  for (const [field, content] of Object.entries(value)) {
    const check = Object.hasOwn(fields, field) ? fields[field] : undefined;
    const problem = check ? check(content) : 'is not supported';
    if (problem) report(reading, `${at}/${field}`, `the field '${field}' of ${of}: ${problem}`);
  }
}

function require(reading: Reading, value: Record<string, unknown>, fields: string[], at: string, of: string): void {
  for (const field of fields) {
    if (value[field] === undefined) report(reading, at, `${of} lacks the field '${field}'`);
  }
}

function checkScope(reading: Reading, scope: Record<string, unknown>, at: string): void {
  const states = scope.States;
  if (!isObject(states) || Object.keys(states).length === 0) {
    report(reading, `${at}/States`, `the field 'States' must be an object of states`);
    return;
  }
  require(reading, scope, ['StartAt'], at, 'the scope');
  for (const [name, state] of Object.entries(states)) checkState(reading, name, state, states, `${at}/States/${name}`);
  checkTarget(reading, scope.StartAt, states, `${at}/StartAt`);
  reportUnreachable(reading, scope.StartAt, states, at);
}

function checkTarget(reading: Reading, target: unknown, states: Record<string, unknown>, at: string): void {
  if (typeof target === 'string' && !Object.hasOwn(states, target)) {
    report(reading, at, `MISSING_TRANSITION_TARGET: the state '${target}' does not exist`);
  }
}

function targetsOf(state: unknown): unknown[] {
  if (!isObject(state)) return [];
  const listed = [state.Choices, state.Catch].flatMap((list) => (Array.isArray(list) ? list : []));
  return [state.Next, state.Default, ...listed.map((entry) => (isObject(entry) ? entry.Next : undefined))];
}

function reportUnreachable(reading: Reading, start: unknown, states: Record<string, unknown>, at: string): void {
  const reached = new Set<unknown>([start]);
  for (const name of reached) {
    for (const target of targetsOf(typeof name === 'string' ? states[name] : undefined)) {
      if (target !== undefined) reached.add(target);
    }
  }
  for (const name of Object.keys(states)) {
    if (!reached.has(name))
      report(reading, `${at}/States/${name}`, `MISSING_TRANSITION_TARGET: the state '${name}' is not reachable`);
  }
}

function checkState(reading: Reading, name: string, state: unknown, siblings: Record<string, unknown>, at: string) {
  const of = `state '${name}'`;
  if (name.length > 80 || name === '') report(reading, at, `the name of ${of} must have 1 to 80 characters`);
  const twin = reading.names.get(name);
  if (twin !== undefined) report(reading, at, `DUPLICATE_STATE_NAME: ${of} is also at ${twin}`);
  reading.names.set(name, at);
  if (!isObject(state)) return report(reading, at, `${of} must be an object`);
  if (typeof state.Type !== 'string' || !Object.hasOwn(STATE_FIELDS, state.Type)) {
    return report(
      reading,
      `${at}/Type`,
      `the field 'Type' of ${of}: ${JSON.stringify(state.Type)} is not a supported state type`,
    );
  }
  const type = state.Type as StateType;
  checkLanguage(reading, state, at, of);
  checkFields(reading, state, STATE_FIELDS[type], at, of);
  for (const field of ['Next', 'Default']) checkTarget(reading, state[field], siblings, `${at}/${field}`);
  if (STATE_FIELDS[type].Next && (state.Next === undefined) === (state.End === undefined)) {
    report(reading, at, `${of} must have either the field 'Next' or the field 'End'`);
  }
  checkList(reading, state.Retry, 'Retry', RETRIER_FIELDS, ['ErrorEquals'], siblings, at, of);
  checkList(reading, state.Catch, 'Catch', CATCHER_FIELDS, ['ErrorEquals', 'Next'], siblings, at, of);
  checkParts[type]?.(reading, state, siblings, at, of);
}

function checkLanguage(reading: Reading, state: Record<string, unknown>, at: string, of: string): void {
  if (state.QueryLanguage !== undefined && state.QueryLanguage !== 'JSONata') {
    report(reading, `${at}/QueryLanguage`, `the field 'QueryLanguage' of ${of}: only JSONata is supported`);
  }
  if (state.QueryLanguage !== undefined || reading.jsonata) return;
  for (const [field, value] of Object.entries(state)) {
    if (NEUTRAL_FIELDS.has(field) && !isExpression(value)) continue;
    report(
      reading,
      `${at}/${field}`,
      `the field '${field}' of ${of} needs QueryLanguage JSONata, which neither the state nor the machine declares`,
    );
  }
}

function checkList(
  reading: Reading,
  list: unknown,
  field: string,
  fields: Record<string, Check>,
  required: string[],
  siblings: Record<string, unknown>,
  at: string,
  of: string,
) {
  if (list === undefined) return;
  if (!Array.isArray(list) || (field === 'Choices' && list.length === 0)) {
    return report(reading, `${at}/${field}`, `the field '${field}' of ${of}: must be an array`);
  }
  for (const [index, entry] of list.entries()) {
    const where = `${at}/${field}[${index}]`;
    if (!isObject(entry)) {
      report(reading, where, `the field '${field}[${index}]' of ${of}: must be an object`);
      continue;
    }
    checkFields(reading, entry, fields, where, of);
    require(reading, entry, required, where, `'${field}[${index}]' of ${of}`);
    checkTarget(reading, entry.Next, siblings, `${where}/Next`);
    const names = entry.ErrorEquals;
    if (Array.isArray(names) && names.includes('States.ALL') && index < list.length - 1) {
      report(reading, `${where}/ErrorEquals`, `the field 'ErrorEquals' of ${of}: States.ALL must come last`);
    }
    if (typeof entry.MaxDelaySeconds === 'number' && entry.MaxDelaySeconds <= Number(entry.IntervalSeconds ?? 1)) {
      report(
        reading,
        `${where}/MaxDelaySeconds`,
        `the field 'MaxDelaySeconds' of ${of}: must be greater than IntervalSeconds`,
      );
    }
  }
}

type PartCheck = (
  reading: Reading,
  state: Record<string, unknown>,
  siblings: Record<string, unknown>,
  at: string,
  of: string,
) => void;

const checkParts: Partial<Record<State['Type'], PartCheck>> = {
  Task: (reading, state, _siblings, at, of) => {
    require(reading, state, ['Resource'], at, of);
    const resource = typeof state.Resource === 'string' ? parseResource(state.Resource) : '';
    if (typeof resource === 'string') return;
    if (resource.integration === 'aws-sdk' && !reading.sdkCalls) {
      report(reading, `${at}/Resource`, `the field 'Resource' of ${of}: SDK integrations are not connected here`);
    }
    if (isObject(state.Arguments) && resource.integration !== 'aws-sdk') {
      const lambda = resource.integration === 'lambda';
      checkFields(
        reading,
        state.Arguments,
        lambda ? LAMBDA_ARGUMENTS : EXECUTION_ARGUMENTS,
        `${at}/Arguments`,
        `the Arguments of ${of}`,
      );
      require(reading, state.Arguments, [
        lambda ? 'FunctionName' : 'StateMachineArn',
      ], `${at}/Arguments`, `the Arguments of ${of}`);
    }
    const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
    if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) {
      report(
        reading,
        `${at}/HeartbeatSeconds`,
        `the field 'HeartbeatSeconds' of ${of}: must be smaller than TimeoutSeconds`,
      );
    }
  },
  Choice: (reading, state, siblings, at, of) => {
    require(reading, state, ['Choices'], at, of);
    checkList(reading, state.Choices, 'Choices', CHOICE_FIELDS, ['Condition', 'Next'], siblings, at, of);
  },
  Wait: (reading, state, _siblings, at, of) => {
    if ((state.Seconds === undefined) === (state.Timestamp === undefined)) {
      report(reading, at, `${of} must have either the field 'Seconds' or the field 'Timestamp'`);
    }
  },
  Map: (reading, state, _siblings, at, of) => {
    require(reading, state, ['ItemProcessor'], at, of);
    const processor = state.ItemProcessor;
    if (!isObject(processor))
      return report(reading, `${at}/ItemProcessor`, `the field 'ItemProcessor' of ${of}: must be an object`);
    checkFields(reading, processor, PROCESSOR_FIELDS, `${at}/ItemProcessor`, `the ItemProcessor of ${of}`);
    checkScope(reading, processor, `${at}/ItemProcessor`);
  },
  Parallel: (reading, state, _siblings, at, of) => {
    const branches = state.Branches;
    if (!Array.isArray(branches) || branches.length === 0) {
      return report(reading, `${at}/Branches`, `the field 'Branches' of ${of}: must be a non-empty array`);
    }
    for (const [index, branch] of branches.entries()) {
      const where = `${at}/Branches[${index}]`;
      if (!isObject(branch))
        return report(reading, where, `the field 'Branches[${index}]' of ${of}: must be an object`);
      checkFields(reading, branch, SCOPE_FIELDS, where, `a branch of ${of}`);
      checkScope(reading, branch, where);
    }
  },
};
