import { chainHash, chainStart, firstBrokenLink } from '../audit/index.ts';
import { type Effect, effectsOf } from './effects.ts';
import { evolve } from './evolve-request.ts';
import type { CommandContext } from './request-command.ts';
import type { RecordedEvent, RequestEvent } from './request-events.ts';
import type { RequestState } from './request-state.ts';

/** Puts events in their place behind `state`: numbered, dated, chained. Returns them with their effects and the state they lead to. */
export function recordEvents(
  requestId: string,
  state: RequestState | undefined,
  events: readonly RequestEvent[],
  context: CommandContext,
): {
  readonly recorded: readonly RecordedEvent[];
  readonly effects: readonly Effect[];
  readonly state: RequestState | undefined;
} {
  const recorded: RecordedEvent[] = [];
  const effects: Effect[] = [];
  let current = state;
  for (const event of events) {
    const content = {
      requestId,
      sequence: (current?.version ?? 0) + 1,
      at: context.now,
      actor: context.actor,
      event,
    };
    const previous = current?.lastHash ?? chainStart;
    const link: RecordedEvent = { ...content, previous, hash: chainHash(previous, content) };
    recorded.push(link);
    effects.push(...effectsOf(current, link));
    current = evolve(current, link);
  }
  return { recorded, effects, state: current };
}

/** The first event of a request's history that was changed, dropped, swapped or cut off; undefined when none was. */
export function firstTamperedEvent(history: readonly RecordedEvent[], state: RequestState): number | undefined {
  return firstBrokenLink(history, contentOf, { length: state.version, hash: state.lastHash });
}

function contentOf({ requestId, sequence, at, actor, event }: RecordedEvent): unknown {
  return { requestId, sequence, at, actor, event };
}
