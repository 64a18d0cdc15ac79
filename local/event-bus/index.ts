/**
 * EventBridge's role: one default bus whose rules match events by pattern and hand them to functions.
 * Covers: the pattern operators of `event-pattern.ts`, several rules and targets per event.
 * Does not cover: other buses, archives, pipes, input transformers, targets that are not functions.
 */
import { compilePattern } from './event-pattern.ts';

export { compilePattern, type EventPattern } from './event-pattern.ts';

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
  readonly targetArns: readonly string[];
}

export interface EventBus {
  /** Throws when the pattern can't be honoured. */
  addRule(rule: Rule): void;
  /** Hands the event to every target of every matching rule; returns how many there were. */
  put(event: BusEvent): number;
}

export function createEventBus(deliver: (targetArn: string, event: BusEvent) => void): EventBus {
  const rules: { matches: (event: unknown) => boolean; targetArns: readonly string[] }[] = [];
  return {
    addRule({ pattern, targetArns }) {
      rules.push({ matches: compilePattern(pattern), targetArns });
    },
    put(event) {
      const targets = rules.filter((rule) => rule.matches(event)).flatMap((rule) => rule.targetArns);
      for (const target of targets) deliver(target, event);
      return targets.length;
    },
  };
}
