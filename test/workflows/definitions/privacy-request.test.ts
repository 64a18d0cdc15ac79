import { afterEach, describe, expect, test } from 'vitest';
import type { Phase, Wait } from '../../../workflows/privacy-request/contract.ts';
import { fault, ScriptedRequest } from './scripted-request.ts';

let request: ScriptedRequest;
afterEach(() => request.close());

async function confirmed(): Promise<ScriptedRequest> {
  request = await new ScriptedRequest([['members.members'], ['members.devices', 'trade.orders']]).deploy();
  return request;
}

describe('a request that goes well', () => {
  test('is verified, gathered, reviewed and answered, and the workflow ends', async () => {
    await confirmed();
    await request.start();
    expect(request.isWaitingFor('review')).toBe(true);

    await request.moveTo('fulfil', 'review');

    expect((await request.status()).status).toBe('SUCCEEDED');
    expect(request.steps()).toEqual([
      'read-position',
      'verify-identity',
      'plan-gathering',
      'gather-store',
      'gather-store',
      'gather-store',
      'check-holds',
      'prepare-review',
      'record-progress',
      'await-person',
      'read-position',
      'build-package',
      'record-progress',
      'read-position',
    ]);
    expect(request.progress).toEqual([
      { kind: 'gathering_finished' },
      { kind: 'package_built', packageId: 'package-1', bytes: 4711 },
    ]);
  });

  test('leaves nothing in its history but ids and the words of the contract', async () => {
    await confirmed();
    await request.start();
    await request.moveTo('fulfil', 'review');
    const history = await request.history();
    expect(history).toContain('"requestId\\":\\"req-1\\"');
    expect(history).not.toContain('what a person typed');
    expect((await request.status()).output).toBe('{}');
  });

  test('that is started twice under one name runs once', async () => {
    await confirmed();
    await request.start();
    const before = request.calls.length;
    await request.startAgain();
    expect(request.calls.length).toBe(before);
  });
});

describe('who is asking', () => {
  test('staff decide when the address proves nothing, and then gathering starts', async () => {
    await confirmed();
    request.scripts['verify-identity'] = () => ({ outcome: 'staff_needed' });
    await request.start();
    expect(request.isWaitingFor('identity')).toBe(true);
    expect(request.times('plan-gathering')).toBe(0);

    await request.moveTo('gather', 'identity');
    expect(request.times('plan-gathering')).toBe(1);
    expect(request.isWaitingFor('review')).toBe(true);
  });

  test('a request that identity ends gathers nothing', async () => {
    await confirmed();
    request.scripts['verify-identity'] = () => {
      request.phase = 'done';
      return { outcome: 'ended' };
    };
    await request.start();
    expect((await request.status()).status).toBe('SUCCEEDED');
    expect(request.times('plan-gathering')).toBe(0);
  });
});

describe('what staff decide', () => {
  test('a refusal waits for a second person and then closes without a package', async () => {
    await confirmed();
    await request.start();
    await request.moveTo('approval', 'review');
    expect(request.isWaitingFor('approval')).toBe(true);

    await request.moveTo('done', 'approval');
    expect((await request.status()).status).toBe('SUCCEEDED');
    expect(request.times('build-package')).toBe(0);
  });

  test('a refusal that the second person sends back is reviewed again', async () => {
    await confirmed();
    await request.start();
    await request.moveTo('approval', 'review');
    await request.moveTo('review', 'approval');
    expect(request.isWaitingFor('review')).toBe(true);
  });

  test('one collection is read again, and only that one', async () => {
    await confirmed();
    await request.start();
    request.outcomes.delete('trade.orders');
    await request.moveTo('gather', 'review');
    const gathered = request.calls
      .filter(({ step }) => step === 'gather-store')
      .map(({ payload }) => payload.collection);
    expect(gathered.slice(3)).toEqual(['trade.orders']);
    expect(request.isWaitingFor('review')).toBe(true);
  });

  test.each<[Wait, Phase]>([
    ['identity', 'verify'],
    ['review', 'review'],
    ['approval', 'approval'],
    ['waiting_period', 'waiting_period'],
    ['parked', 'parked'],
  ])('a member who withdraws while staff are waited for (%s) ends the workflow', async (wait, phase) => {
    await confirmed();
    request.phase = phase;
    request.scripts['verify-identity'] = () => ({ outcome: 'staff_needed' });
    await request.start();
    expect(request.isWaitingFor(wait)).toBe(true);

    await request.moveTo('done', wait);
    expect((await request.status()).status).toBe('SUCCEEDED');
  });

  test('a member who withdraws while data is gathered ends the workflow without review', async () => {
    await confirmed();
    request.scripts['check-holds'] = () => {
      request.phase = 'done';
      return { held: false };
    };
    await request.start();
    expect((await request.status()).status).toBe('SUCCEEDED');
    expect(request.progress).toEqual([]);
  });

  test('a wait of more than thirty days is asked anew with a new token', async () => {
    await confirmed();
    await request.start();
    const before = request.times('await-person');
    await request.passDays(31);
    expect(request.times('await-person')).toBe(before + 1);
    await request.moveTo('fulfil', 'review');
    expect((await request.status()).status).toBe('SUCCEEDED');
  });
});

describe('a step that fails', () => {
  test('for a moment is tried again, and nobody notices', async () => {
    await confirmed();
    request.scripts['verify-identity'] = (_, earlier) => (earlier < 4 ? fault('Contended') : undefined);
    await request.start();
    expect(request.isWaitingFor('review')).toBe(true);
    expect(request.progress).toEqual([{ kind: 'gathering_finished' }]);
  });

  test.each([
    ['verify-identity', 'VerifyIdentity', 3],
    ['check-holds', 'CheckHolds', 3],
    ['prepare-review', 'PrepareReview', 3],
    ['build-package', 'BuildPackage', 3],
  ] as const)(
    'for good (%s) parks the request by name after %s has been tried, and Retry carries on',
    async (step, state, tries) => {
      await confirmed();
      if (step === 'build-package') request.phase = 'fulfil';
      request.scripts[step] = () => fault('StoreUnavailable');
      await request.start();
      expect(request.times(step)).toBe(tries);
      expect(request.progress.at(-1)).toEqual({ kind: 'parked', step: state, error: 'StoreUnavailable' });
      expect(request.isWaitingFor('parked')).toBe(true);

      request.scripts = {};
      await request.retry();
      if (step === 'build-package') expect((await request.status()).status).toBe('SUCCEEDED');
      else expect(request.isWaitingFor('review')).toBe(true);
    },
  );

  test('parks with the name of the error and never with its message', async () => {
    await confirmed();
    request.scripts['check-holds'] = () => fault('HoldsUnreadable');
    await request.start();
    expect(JSON.stringify(request.progress)).not.toContain('what a person typed');
  });

  test('while gathering as a whole parks the request under GatherData', async () => {
    await confirmed();
    request.scripts['plan-gathering'] = () => fault('DataMapBroken');
    await request.start();
    expect(request.progress).toEqual([{ kind: 'parked', step: 'GatherData', error: 'States.TaskFailed' }]);
  });

  test('and cannot even be parked fails the execution under a name of its own; a new one carries on', async () => {
    await confirmed();
    request.scripts['check-holds'] = () => fault('HoldsUnreadable');
    request.scripts['record-progress'] = () => fault('TableUnreachable');
    await request.start();
    expect(await request.status()).toMatchObject({ status: 'FAILED', error: 'CouldNotPark' });

    request.scripts = {};
    await request.start();
    expect(request.isWaitingFor('review')).toBe(true);
  });
});

describe('an execution that is lost', () => {
  const next: Record<Phase, string> = {
    verify: 'verify-identity',
    gather: 'plan-gathering',
    holds: 'check-holds',
    review: 'await-person',
    approval: 'await-person',
    fulfil: 'build-package',
    waiting_period: 'await-person',
    erasure_by_hand: 'await-person',
    erase: 'plan-erasure',
    parked: 'await-person',
    done: 'read-position',
  };

  test.each(Object.entries(next) as [Phase, string][])('at %s is carried on by a new one', async (phase, step) => {
    await confirmed();
    await request.start();
    await request.stop();
    const before = request.calls.length;

    request.phase = phase;
    await request.start();
    expect(
      request
        .steps()
        .slice(before)
        .filter((called) => called !== 'read-position' || phase === 'done')[0],
    ).toBe(step);
    expect((await request.status()).status).toMatch(/RUNNING|SUCCEEDED/);
  });

  test('an unknown position is a fault that names itself', async () => {
    await confirmed();
    request.scripts['read-position'] = () => ({ phase: 'gather', status: 'gathering_data' });
    // The contract admits only known phases; a definition older than its functions would meet this.
    const { engine } = request;
    const { stateMachineArn } = (await engine.listStateMachines({})).stateMachines.find(
      ({ name }) => name === 'privacy-request',
    ) ?? {
      stateMachineArn: '',
    };
    const { definition } = await engine.describeStateMachine({ stateMachineArn });
    await engine.updateStateMachine({
      stateMachineArn,
      definition: definition.replace("$phase = 'gather'", "$phase = 'never'"),
    });
    await request.start();
    expect(await request.status()).toMatchObject({ status: 'FAILED', error: 'PositionUnknown' });
  });
});
