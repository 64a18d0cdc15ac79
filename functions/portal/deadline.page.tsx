import type { RequestState } from '../requests/index.ts';
import { dateInWords } from './dates.ts';
import type { Site } from './layout.page.tsx';
import { deadlineInWords } from './reply-time.ts';

/** Why the answer is due on that day, with each rule's source. */
export function DeadlineExplained({
  site,
  state,
  open,
}: {
  readonly site: Site;
  readonly state: RequestState;
  readonly open: boolean;
}) {
  const { words, organisation } = site;
  const steps = deadlineInWords(state, organisation, words);
  if (steps.length === 0) return null;
  return (
    <details open={open}>
      <summary>{words.received.why}</summary>
      <ol class="list">
        {steps.map(({ text, article, unchecked }) => (
          <li key={text}>
            {text}{' '}
            <span class="source">
              {article}
              {unchecked ? ` (${words.deadline.unchecked})` : ''}
            </span>
          </li>
        ))}
      </ol>
      <p>{words.deadline.end(dateInWords(state.replyBy, words.locale), state.timeZone)}</p>
    </details>
  );
}
