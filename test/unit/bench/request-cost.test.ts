import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { askForUnits, unitsOf } from '../../../bench/request-cost/dynamodb-units.ts';
import { reportIn } from '../../../bench/request-cost/function-reports.ts';
import { countTransitions } from '../../../bench/request-cost/state-transitions.ts';
import { billed, priceOf, readPrices, type Usage } from '../../../bench/request-cost/usage.ts';

const prices = readPrices(join(import.meta.dirname, '../../../bench/request-cost/prices.eu-west-1.json'));

function usage(some: Partial<Usage>): Usage {
  return { ...(Object.fromEntries(billed.map((name) => [name, 0])) as unknown as Usage), ...some };
}

describe('the list price', () => {
  it('adds up every kind of usage', () => {
    expect(priceOf(usage({}), prices)).toBe(0);
    expect(priceOf(usage({ stateTransition: 1000 }), prices)).toBeCloseTo(0.025, 10);
    expect(priceOf(usage({ stateTransition: 36, email: 4 }), prices)).toBeCloseTo(0.0013, 10);
    for (const name of billed) expect(priceOf(usage({ [name]: 1 }), prices)).toBeGreaterThan(0);
  });
});

describe('DynamoDB units', () => {
  const call = (operation: string, body: object, status: number, answer: object) => ({
    headers: { 'x-amz-target': `DynamoDB_20120810.${operation}` },
    body: Buffer.from(JSON.stringify(body)),
    status,
    answer: Buffer.from(JSON.stringify(answer)),
  });

  it('are asked for with the call', () => {
    expect(JSON.parse(askForUnits(Buffer.from('{"TableName":"T"}')).toString())).toEqual({
      TableName: 'T',
      ReturnConsumedCapacity: 'TOTAL',
    });
  });

  it('are what DynamoDB says, of one table or of several', () => {
    const one = { ConsumedCapacity: { CapacityUnits: 0.5 } };
    expect(unitsOf(call('GetItem', {}, 200, one))).toEqual({ read: 0.5, write: 0 });
    const two = { ConsumedCapacity: [{ CapacityUnits: 4 }, { CapacityUnits: 2 }] };
    expect(unitsOf(call('TransactWriteItems', {}, 200, two))).toEqual({ read: 0, write: 6 });
  });

  it('are billed for refused conditions, for nothing else that fails, and not for tables', () => {
    const refusal = { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException' };
    expect(unitsOf(call('PutItem', {}, 400, refusal))).toEqual({ read: 0, write: 1 });
    const cancelled = { __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException' };
    expect(unitsOf(call('TransactWriteItems', { TransactItems: [{}, {}] }, 400, cancelled)).write).toBe(4);
    const invalid = { __type: 'com.amazon.coral.validate#ValidationException' };
    expect(unitsOf(call('PutItem', {}, 400, invalid))).toEqual({ read: 0, write: 0 });
    expect(unitsOf(call('DescribeTable', {}, 200, {}))).toEqual({ read: 0, write: 0 });
  });

  it('are never guessed for a call that succeeded', () => {
    expect(() => unitsOf(call('GetItem', {}, 200, {}))).toThrow('did not say');
  });
});

describe('state transitions', () => {
  it('are the states entered, in maps too, and the retries', () => {
    const task = ['TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSucceeded', 'TaskStateExited'];
    const retried = ['TaskStateEntered', 'TaskScheduled', 'TaskFailed', 'TaskScheduled', 'TaskSucceeded'];
    const map = ['MapStateEntered', 'MapStateStarted', 'MapIterationStarted', ...task, 'MapIterationSucceeded'];
    expect(countTransitions(['ExecutionStarted', ...task, 'SucceedStateEntered', 'ExecutionSucceeded'])).toBe(2);
    expect(countTransitions(['ExecutionStarted', ...retried])).toBe(2);
    expect(countTransitions(['ExecutionStarted', 'ChoiceStateEntered', ...map])).toBe(3);
  });
});

describe('function reports', () => {
  it('are added up as billed, in whole milliseconds', () => {
    const log = [
      'REPORT RequestId: a-1 Duration: 7.2 ms',
      '{"event":"ended"}',
      'REPORT RequestId: a-2 Duration: 12.0 ms Error: {"errorType":"X"}',
    ].join('\n');
    expect(reportIn(log)).toEqual({ invocations: 2, milliseconds: 20 });
    expect(reportIn('')).toEqual({ invocations: 0, milliseconds: 0 });
  });
});
