import type { RequestState } from '../requests/index.ts';
import { complaintRoutes } from '../shared/complaint-routes.ts';
import type { Sensitive } from '../shared/sensitive.ts';
import { dateInWords } from './dates.ts';
import type { Site } from './layout.page.tsx';
import { deadlineInWords } from './reply-time.ts';
import { localised } from './words.ts';

/** Why more time is needed, and where to complain (GDPR Art. 12(3)). */
export function Extended({
  site: { words, organisation, language },
  law,
  reason,
  reasons,
}: {
  readonly site: Site;
  /** Profile id of the law of the request. */
  readonly law: string;
  /** A ground of the law. */
  readonly reason: string;
  /** What staff wrote. */
  readonly reasons: Sensitive<string> | undefined;
}) {
  const { question } = words;
  const { authority, authorityUrl } = complaintRoutes(organisation, law);
  return (
    <>
      <h2>{question.extendedTitle}</h2>
      <p>{question.grounds[reason]}</p>
      {reasons && (
        <p class="written" dir="auto">
          {reasons.reveal()}
        </p>
      )}
      <p>
        {question.complain} <a href={authorityUrl}>{localised(authority, language)}</a>
      </p>
    </>
  );
}

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
