import {
  asksForCopy,
  isAnsweredInWords,
  isNoted,
  needsHandover,
  openQuestion,
  type RecordedEvent,
  type RequestState,
  refusedRights,
} from '../requests/index.ts';
import { chosenOptions } from '../shared/chosen-options.ts';
import type { Sensitive } from '../shared/sensitive.ts';
import { dateInWords, instantInWords } from './dates.ts';
import { DeadlineExplained, Extended } from './deadline.page.tsx';
import { FollowUpLink } from './follow-up-link.page.tsx';
import { Layout, type Site } from './layout.page.tsx';
import { canWithdraw, hasFile, isOpen, isStopped, memberStatus, shownEvents, waitsForMember } from './member-status.ts';
import { periodInWords } from './period-in-words.ts';
import { localised } from './words.ts';

export interface StatusPageProps {
  readonly site: Site;
  readonly state: RequestState;
  readonly history: readonly RecordedEvent[];
  /** What staff wrote to the member of an extension. */
  readonly reasons?: Sensitive<string> | undefined;
  /** Instant, ISO in UTC. */
  readonly now: string;
}

export function StatusPage({ site, state, history, reasons, now }: StatusPageProps) {
  const { words, language } = site;
  const { status } = words;
  const current = memberStatus(state, now);
  const open = isOpen(state);
  const refused = refusedRights(state).length > 0;
  return (
    <Layout site={site} title={status.title} path="/status">
      <h1>{status.title}</h1>
      <div class={`standing ${open ? 'open' : current}`}>
        <p class="status">
          <span class="visually-hidden">{status.status}: </span>
          {words.statuses[current].name}
        </p>
        <p>
          {words.statuses[current].text}
          {words.gap}
          {open && (waitsForMember(state) ? status.waitingForYou : status.waitingForUs)}
        </p>
        {open && isStopped(state) && <p>{words.cancellation.stopped(needsHandover(state))}</p>}
        {openQuestion(state) && (
          <p>
            <a class="button" href={`/${language}/answer`}>
              {words.question.open}
            </a>
          </p>
        )}
        {hasFile(state, now) && (
          <p>
            <a class="button" href={`/${language}/data`}>
              {status.openFiles}
            </a>
          </p>
        )}
        <FollowUpLink site={site} state={state} now={now} />
        {state.messages?.at(-1)?.from === 'staff' && <p>{words.messages.newest}</p>}
        {state.confirmedAt !== undefined && (
          <p>
            <a href={`/${language}/messages`}>{words.messages.open(state.messages?.length ?? 0)}</a>
          </p>
        )}
        {(state.complaintAnswer || (!open && (state.erasing || state.changes || refused || !hasFile(state, now)))) && (
          <p>
            <a href={`/${language}/outcome`}>{status.readAnswer}</a>
          </p>
        )}
      </div>
      <dl class="summary">
        <div>
          <dt>{status.reference}</dt>
          <dd class="reference">{state.reference}</dd>
        </div>
        {state.follows && (
          <div>
            <dt>{words.review.about}</dt>
            <dd class="reference">{state.follows.reference}</dd>
          </div>
        )}
        {state.followUps && (
          <div>
            <dt>{words.review.followUps}</dt>
            {state.followUps.map(({ reference }) => (
              <dd key={reference} class="reference">
                {reference}
              </dd>
            ))}
          </div>
        )}
        {open && state.erasing && !state.erasing.startedAt && (
          <div>
            <dt>{status.takeBackUntil}</dt>
            <dd>
              <time datetime={state.erasing.from}>
                {instantInWords(state.erasing.from, words.locale, state.timeZone)}
              </time>
            </dd>
          </div>
        )}
        {open && (
          <div>
            <dt>{status.replyBy}</dt>
            <dd>
              <time datetime={state.replyBy}>{dateInWords(state.replyBy, words.locale)}</time>
            </dd>
          </div>
        )}
        <div>
          <dt>{status.askedFor}</dt>
          <dd>
            {state.rights.map((right) => (
              <div key={right}>{words.rights[right].label}</div>
            ))}
            {chosenOptions(site.organisation.rights, state).map(({ right, option }) => (
              <div key={`${right} ${option.key}`}>{localised(option.name, language)}</div>
            ))}
            {!isAnsweredInWords(state.rights) && !state.rights.every(isNoted) && categoriesInWords(site, state)}
            {asksForCopy(state.rights) && ` · ${periodInWords(state.period, words)}`}
          </dd>
        </div>
      </dl>
      {open && <DeadlineExplained site={site} state={state} open={false} />}
      {open && state.extension && (
        <Extended site={site} law={state.law} reason={state.extension.reason} reasons={reasons} />
      )}
      <h2>{status.timeline}</h2>
      <ol class="timeline">
        {shownEvents(history, words).map(({ type, at }) => (
          <li key={`${type} ${at}`}>
            {words.events[type]}
            <time datetime={at}>{instantInWords(at, words.locale, state.timeZone)}</time>
          </li>
        ))}
      </ol>
      {!hasFile(state, now) && open && asksForCopy(state.rights) && (
        <>
          <h2>{status.files}</h2>
          <p>{status.noFiles}</p>
        </>
      )}
      <div class="actions">
        {canWithdraw(state) && (
          <a class="warning" href={`/${language}/withdraw`}>
            {status.withdraw}
          </a>
        )}
        <form method="post" action={`/${language}/leave`}>
          <button type="submit" class="link">
            {status.leave}
          </button>
        </form>
      </div>
      <p class="hint">{status.leaveHint}</p>
    </Layout>
  );
}

function categoriesInWords({ words, organisation, language }: Site, state: RequestState): string {
  if (state.categories.length === 0) return words.check.allCategories;
  return state.categories
    .map((key) => localised(organisation.categories.find((rule) => rule.key === key)?.name, language))
    .join(' · ');
}
