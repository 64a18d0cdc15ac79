import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAULT_KINDS, type Faults, judgeSend, NO_FAULTS } from '../../../../local/mailbox/faults.ts';

const setting = fc.oneof(
  fc.constant('off' as const),
  fc.constant('until-off' as const),
  fc.integer({ min: 1, max: 5 }),
);
const faults: fc.Arbitrary<Faults> = fc
  .tuple(...FAULT_KINDS.map(() => setting))
  .map((settings) => ({ ...NO_FAULTS, ...Object.fromEntries(FAULT_KINDS.map((kind, at) => [kind, settings[at]])) }));

describe('fault switches', () => {
  it('let everything pass when off', () => {
    expect(judgeSend(NO_FAULTS)).toEqual({
      outcome: 'accept',
      resetAfterAccept: false,
      feedback: 'delivery',
      faults: NO_FAULTS,
    });
  });

  it('use up only what took effect: a throttled send leaves the bounce for later', () => {
    const verdict = judgeSend({ ...NO_FAULTS, throttle: 1, bounce: 2 });
    expect(verdict).toMatchObject({ outcome: 'throttle', faults: { throttle: 'off', bounce: 2 } });
    expect(judgeSend(verdict.faults)).toMatchObject({ outcome: 'accept', feedback: 'bounce', faults: { bounce: 1 } });
  });

  it('break the connection of a message that also bounces', () => {
    const verdict = judgeSend({ ...NO_FAULTS, 'reset-after-accept': 1, bounce: 1 });
    expect(verdict).toMatchObject({ outcome: 'accept', resetAfterAccept: true, feedback: 'bounce', faults: NO_FAULTS });
  });

  it('never rise, and stay where they are when set until off', () => {
    fc.assert(
      fc.property(faults, (before) => {
        const after = judgeSend(before).faults;
        for (const kind of FAULT_KINDS) {
          const [was, is] = [before[kind], after[kind]];
          if (typeof was === 'string') expect(is).toBe(was);
          else expect([was, was === 1 ? 'off' : was - 1]).toContain(is);
        }
      }),
    );
  });
});
