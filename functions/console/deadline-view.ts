import { clockOf } from '../deadlines/index.ts';
import {
  closedStatuses,
  openQuestion,
  type RecordedEvent,
  type RequestState,
  recordEndsAt,
} from '../requests/index.ts';
import { addDays, dayInZone, daysLeft } from '../shared/days.ts';
import type { Organisation } from '../shared/organisation.ts';
import { attachmentViews } from './correspondence-view.ts';
import { optional } from './optional.ts';
import type { ClarificationView, DeadlineView } from './views.ts';

/** The dates of a request, the law they follow from, and what staff can change about them. */
export function deadlineOf(
  state: RequestState,
  history: readonly RecordedEvent[],
  words: ReadonlyMap<string, string>,
  organisation: Organisation,
  now: string,
): DeadlineView {
  const law = organisation.laws[state.law];
  const clock = clockOf(state, organisation);
  const open = !closedStatuses.has(state.status);
  const { extension, extendedReplyBy, extensionNoticeBy, acknowledgeBy } = state;
  const question = openQuestion(state);
  const paused = state.paused && question?.askedAt;
  const base = {
    replyBy: state.replyBy,
    timeZone: state.timeZone,
    ...(open && !state.paused ? { daysLeft: daysLeft(state.replyBy, now, state.timeZone) } : {}),
    lawId: state.law,
    chosen: chosenBy(state, history, words, organisation),
    record: {
      months: state.recordMonths,
      ...optional('article', law?.records?.article),
      ...optional('endsOn', lastDayOfRecord(state)),
    },
    ...optional('refuseBy', clock?.refuseBy ?? undefined),
    laws: Object.values(organisation.laws).map(({ id, title }) => ({ key: id, name: title })),
    grounds: law?.extension?.grounds ?? [],
    ...optional('extendedReplyBy', extendedReplyBy),
    ...optional('extensionNoticeBy', extensionNoticeBy),
    ...optional('acknowledgeBy', acknowledgeBy),
    ...optional('pausedSince', paused),
    ...(state.preservation
      ? {
          preservation: {
            article: law?.preservation?.article ?? '',
            ...optional('until', state.preservation.until),
            ...optional('endedAt', state.preservation.endedAt),
          },
        }
      : {}),
    ...(extension
      ? {
          extension: {
            by: extension.by,
            at: extension.at,
            reason: extension.reason,
            ...optional('words', words.get(extension.words)),
          },
        }
      : {}),
  };
  // A law or calendar that the policy no longer has can't explain the date any more; the date stands.
  if (!law || !clock) {
    return { ...base, law: state.law, article: '', source: '', verification: 'unverified', explanation: [] };
  }
  const { article, source = law.source, verification } = law.answer;
  return {
    ...base,
    law: law.title,
    article,
    source,
    verification,
    // Rules that changed since would explain another date than the one that was promised.
    explanation: clock.replyBy === state.replyBy ? clock.explanation : [],
  };
}

/** Why this law: staff said so, the data subject lives where it applies, or the company's office is there. */
function chosenBy(
  { residence }: RequestState,
  history: readonly RecordedEvent[],
  words: ReadonlyMap<string, string>,
  { laws }: Organisation,
): DeadlineView['chosen'] {
  const at = history.findLastIndex(({ event }) => event.type === 'LawCorrected');
  const { actor, event } = history[at] ?? {};
  if (event?.type === 'LawCorrected') {
    const before = knownBefore(history.slice(0, at));
    return {
      by: 'staff',
      ...(actor?.kind === 'staff' ? { staff: actor.id } : {}),
      ...optional('words', words.get(event.words)),
      before: { ...before, law: laws[before.law]?.title ?? before.law },
    };
  }
  return residence === undefined ? { by: 'establishment' } : { by: 'residence', place: residence };
}

/** The law and the due date that these events led to. */
function knownBefore(history: readonly RecordedEvent[]): { readonly law: string; readonly replyBy: string } {
  let known = { law: '', replyBy: '' };
  for (const { event } of history) {
    if (event.type === 'RequestSubmitted') known = { law: event.ask.law, replyBy: event.ask.replyBy };
    if (event.type === 'LawCorrected') known = { ...known, law: event.law };
    if (event.type === 'DeadlineMoved') known = { ...known, replyBy: event.dates.replyBy };
  }
  return known;
}

/** The last day on which the record of a closed request is kept. */
function lastDayOfRecord(state: RequestState): string | undefined {
  const endsAt = recordEndsAt(state);
  return endsAt === undefined ? undefined : addDays(dayInZone(endsAt, state.timeZone), -1);
}

/** Questions to the member and what they answered, as far as the reader may see the words. */
export function clarificationsOf(
  { clarifications = [] }: RequestState,
  words: ReadonlyMap<string, string>,
): readonly ClarificationView[] {
  return clarifications.map(({ about, askedAt, askedBy, endedAt, words: question, answer, attachments = [] }) => ({
    about,
    askedAt,
    askedBy,
    ...optional('endedAt', endedAt),
    answered: answer !== undefined,
    ...optional('question', words.get(question)),
    ...optional('answer', answer === undefined ? undefined : words.get(answer)),
    attachments: attachmentViews(attachments, words),
  }));
}

/** Names of the sealed words that belong to the deadline of a request and to questions about it. */
export function deadlineWords(state: RequestState, history: readonly RecordedEvent[]): string[] {
  const corrected = history.findLast(({ event }) => event.type === 'LawCorrected')?.event;
  return [
    ...(state.extension ? [state.extension.words] : []),
    ...(corrected?.type === 'LawCorrected' ? [corrected.words] : []),
    ...(state.clarifications ?? []).flatMap(({ words, answer }) => (answer === undefined ? [words] : [words, answer])),
  ];
}
