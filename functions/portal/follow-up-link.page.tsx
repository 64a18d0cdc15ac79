import { openFollowUp, type RequestState } from '../requests/index.ts';
import { dateInWords } from './dates.ts';
import type { Site } from './layout.page.tsx';

/** The way to complain about an answer or to appeal, with the last day for it where the law names one; once that is over, that it is. */
export function FollowUpLink({
  site: { words, language, organisation },
  state,
  now,
}: {
  readonly site: Site;
  readonly state: RequestState;
  /** Instant, ISO in UTC. */
  readonly now: string;
}) {
  const { review } = words;
  const law = organisation.laws[state.law];
  const open = law && openFollowUp(state, law, now);
  if (!open) return null;
  if (!open.ok)
    return open.refusal.code === 'too_late' ? (
      <p>{review.over(dateInWords(open.refusal.until, words.locale))}</p>
    ) : null;
  const { until } = open.value;
  return (
    <p>
      <a href={`/${language}/complain`}>{review.open}</a>
      {until !== undefined && (
        <>
          <br />
          {review.until(dateInWords(until, words.locale))}
        </>
      )}
    </p>
  );
}
