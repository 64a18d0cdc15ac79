/**
 * EventBridge's role: one default bus whose rules match events by pattern and hand them to functions.
 * Covers: the pattern operators of `event-pattern.ts`, several rules and targets per event, input transformers.
 * Does not cover: other buses, archives, pipes, input paths, targets that are not functions.
 */
import { compilePattern } from './event-pattern.ts';
import { compileTransformer, type InputTransformer } from './input-transformer.ts';

export { compilePattern, type EventPattern } from './event-pattern.ts';
export { compileTransformer, type InputTransformer } from './input-transformer.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/aws-events.html */
export interface BusEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: unknown;
  readonly [field: string]: unknown;
}

export interface Rule {
  readonly name: string;
  readonly pattern: unknown;
  readonly targets: readonly RuleTarget[];
}

export interface RuleTarget {
  readonly arn: string;
  /** Without one the target gets the event as it is. */
  readonly input?: InputTransformer | undefined;
}

export interface EventBus {
  /** Throws when the pattern can't be honoured. */
  addRule(rule: Rule): void;
  /** Hands the event to every target of every matching rule; returns how many there were. */
  put(event: BusEvent): number;
}

export function createEventBus(deliver: (targetArn: string, input: unknown) => void): EventBus {
  const rules: {
    matches: (event: unknown) => boolean;
    targets: { arn: string; transform: (event: unknown) => unknown }[];
  }[] = [];
  return {
    addRule({ pattern, targets }) {
      rules.push({
        matches: compilePattern(pattern),
        targets: targets.map(({ arn, input }) => ({
          arn,
          transform: input ? compileTransformer(input) : (event) => event,
        })),
      });
    },
    put(event) {
      const targets = rules.filter((rule) => rule.matches(event)).flatMap((rule) => rule.targets);
      for (const { arn, transform } of targets) deliver(arn, transform(event));
      return targets.length;
    },
  };
}
