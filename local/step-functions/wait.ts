import { visibleTo } from './context.ts';
import type { WaitState } from './definition.ts';
import type { Frame } from './execution.ts';
import { EvaluationFailure, evaluateTo } from './expression.ts';
import type { Turn } from './turn.ts';

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Starts the wait of a Wait state that was just entered. */
export async function armWait(turn: Turn, frame: Frame, state: WaitState): Promise<void> {
  const until = await waitEnd(turn, frame, state);
  turn.record(frame, { is: 'WaitArmed', until });
  if (until <= turn.surroundings.now()) turn.execution.ready.add(frame.id);
}

async function waitEnd(turn: Turn, frame: Frame, state: WaitState): Promise<number> {
  const visible = visibleTo(turn.execution, frame, turn.surroundings);
  if (state.Seconds !== undefined) {
    const seconds = await evaluateTo('number', state.Seconds, 'Seconds', visible);
    if (!Number.isInteger(seconds) || seconds < 0 || seconds > 99_999_999) {
      throw new EvaluationFailure(
        `The Seconds field must be an integer between 0 and 99999999 but was: ${seconds}`,
        'Seconds',
        true,
      );
    }
    return turn.surroundings.now() + seconds * 1000;
  }
  const timestamp = await evaluateTo('string', state.Timestamp ?? '', 'Timestamp', visible);
  const at = parseTimestamp(timestamp);
  if (at === undefined) {
    throw new EvaluationFailure(
      `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${timestamp}`,
      'Timestamp',
      true,
    );
  }
  return at;
}

/** Milliseconds since 1970; undefined for anything but an extended date-time with an offset. */
function parseTimestamp(text: string): number | undefined {
  if (!TIMESTAMP.test(text)) return undefined;
  const day = Number(text.slice(8, 10));
  const at = Date.parse(text);
  const lastDay = new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
  return Number.isNaN(at) || day > lastDay ? undefined : at;
}
