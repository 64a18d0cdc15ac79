import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catcherFor, matches, retryFor } from '../../../local/step-functions/retry.ts';

const retrierArbitrary = fc.record(
  {
    ErrorEquals: fc.constantFrom('A', 'B', 'States.TaskFailed', 'States.ALL', 'States.Timeout').map((name) => [name]),
    IntervalSeconds: fc.integer({ min: 1, max: 1_000 }),
    MaxAttempts: fc.integer({ min: 0, max: 20 }),
    BackoffRate: fc.double({ min: 1, max: 10, noNaN: true }),
    MaxDelaySeconds: fc.integer({ min: 1, max: 10_000 }),
    JitterStrategy: fc.constantFrom('FULL' as const, 'NONE' as const),
  },
  { requiredKeys: ['ErrorEquals'] },
);
const failureArbitrary = fc.record({ error: fc.constantFrom('A', 'B', 'C', 'States.Timeout', 'States.Runtime') });

test('a retrier is used at most MaxAttempts times, and never waits longer than its cap', () => {
  fc.assert(
    fc.property(
      fc.array(retrierArbitrary),
      failureArbitrary,
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (retriers, failure, chance) => {
        const used: number[] = [];
        let before = 0;
        for (let attempt = 0; ; attempt++) {
          const retry = retryFor(retriers, failure, used, () => chance);
          const index = retriers.findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure));
          const retrier = retriers[index];
          if (!retry) {
            expect(attempt).toBe(retrier ? (retrier.MaxAttempts ?? 3) : 0);
            return;
          }
          expect(retry.retrier).toBe(index);
          expect(retry.delay).toBeGreaterThanOrEqual(retrier?.JitterStrategy === 'FULL' ? 0 : before);
          expect(retry.delay).toBeLessThanOrEqual((retrier?.MaxDelaySeconds ?? Number.POSITIVE_INFINITY) * 1_000);
          before = retry.delay;
          used[index] = (used[index] ?? 0) + 1;
        }
      },
    ),
  );
});

test('delays grow by the backoff rate up to the cap, and full jitter spreads them', () => {
  const retriers = [{ ErrorEquals: ['A'], IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 20, MaxAttempts: 5 }];
  const delays = [0, 1, 2, 3].map((used) => retryFor(retriers, { error: 'A' }, [used], () => 0.5)?.delay);
  expect(delays).toEqual([2_000, 6_000, 18_000, 20_000]);
  const jittered = retriers.map((retrier) => ({ ...retrier, JitterStrategy: 'FULL' as const }));
  expect(retryFor(jittered, { error: 'A' }, [1], () => 0.25)?.delay).toBe(1_500);
});

test('only the first retrier that matches counts, even when it is used up', () => {
  const retriers = [
    { ErrorEquals: ['A'], MaxAttempts: 1 },
    { ErrorEquals: ['States.ALL'], MaxAttempts: 9 },
  ];
  expect(retryFor(retriers, { error: 'A' }, [1], () => 0)).toBeUndefined();
  expect(retryFor(retriers, { error: 'B' }, [1, 8], () => 0)?.retrier).toBe(1);
});

test('the reserved names match what AWS says they do', () => {
  const heartbeat = { error: 'States.Timeout', heartbeat: true as const };
  expect(matches(['States.ALL'], { error: 'Anything' })).toBe(true);
  expect(matches(['States.ALL'], { error: 'States.Runtime' })).toBe(false);
  expect(matches(['States.ALL'], {})).toBe(true);
  expect(matches(['States.TaskFailed'], { error: 'Anything' })).toBe(true);
  expect(matches(['States.TaskFailed'], { error: 'States.Timeout' })).toBe(false);
  expect(matches(['States.HeartbeatTimeout'], heartbeat)).toBe(true);
  expect(matches(['States.Timeout'], heartbeat)).toBe(true);
  expect(matches(['States.HeartbeatTimeout'], { error: 'States.Timeout' })).toBe(false);
  expect(
    catcherFor(
      [
        { ErrorEquals: ['A'], Next: 'a' },
        { ErrorEquals: ['States.ALL'], Next: 'all' },
      ],
      { error: 'B' },
    )?.index,
  ).toBe(1);
});
