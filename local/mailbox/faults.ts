import { z } from 'zod';

/**
 * reset-after-accept: the message is stored and its events go out, but the connection breaks before the answer ·
 * error-500, throttle, reject: nothing is stored, the sender gets that error · bounce, complaint: accepted, and later told.
 */
export const FAULT_KINDS = ['reset-after-accept', 'error-500', 'throttle', 'reject', 'bounce', 'complaint'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** For the next so many sends, until switched off, or not at all. */
export const FaultSetting = z.union([z.literal('off'), z.literal('until-off'), z.int().min(1).max(1_000_000)]);
export type FaultSetting = z.infer<typeof FaultSetting>;

/** Kinds left out are off. */
export const Faults = z.strictObject(
  Object.fromEntries(FAULT_KINDS.map((kind) => [kind, FaultSetting.default('off')])) as Record<
    FaultKind,
    z.ZodDefault<typeof FaultSetting>
  >,
);
export type Faults = Readonly<Record<FaultKind, FaultSetting>>;

export const NO_FAULTS: Faults = Faults.parse({});

export interface Verdict {
  readonly outcome: 'accept' | 'error-500' | 'throttle' | 'reject';
  readonly resetAfterAccept: boolean;
  readonly feedback: 'delivery' | 'bounce' | 'complaint';
  /** The settings left after this send. */
  readonly faults: Faults;
}

/** What happens to one send. Only the faults that take effect are used up: a throttled send does not use up a bounce. */
export function judgeSend(faults: Faults): Verdict {
  const isOn = (kind: FaultKind): boolean => faults[kind] !== 'off';
  const refusal = (['error-500', 'throttle', 'reject'] as const).find(isOn);
  if (refusal !== undefined)
    return { outcome: refusal, resetAfterAccept: false, feedback: 'delivery', faults: consume(faults, [refusal]) };
  const feedback = (['bounce', 'complaint'] as const).find(isOn);
  const resetAfterAccept = isOn('reset-after-accept');
  const used: FaultKind[] = [
    ...(resetAfterAccept ? ['reset-after-accept' as const] : []),
    ...(feedback ? [feedback] : []),
  ];
  return { outcome: 'accept', resetAfterAccept, feedback: feedback ?? 'delivery', faults: consume(faults, used) };
}

function consume(faults: Faults, kinds: readonly FaultKind[]): Faults {
  const left = (setting: FaultSetting): FaultSetting => {
    if (typeof setting === 'string') return setting;
    return setting === 1 ? 'off' : setting - 1;
  };
  return { ...faults, ...Object.fromEntries(kinds.map((kind) => [kind, left(faults[kind])])) };
}
