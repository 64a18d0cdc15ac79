import {
  asksForDeletion,
  closesCompany,
  grantedPart,
  isAppealOver,
  isPreserved,
  type RequestState,
  refusedRights,
} from '../requests/index.ts';
import { citedReason } from '../shared/citations.ts';
import { complaintRoutes } from '../shared/complaint-routes.ts';
import type { Sensitive } from '../shared/sensitive.ts';
import { type ChangeSaid, ChangesAnswered } from './changes.page.tsx';
import { dateInWords, dayInWords } from './dates.ts';
import { DeletionAnswered } from './deletion.page.tsx';
import { FollowUpLink } from './follow-up-link.page.tsx';
import { ContactLink, Layout, type Site } from './layout.page.tsx';
import { isOpen, memberStatus } from './member-status.ts';
import { Noted } from './noted.page.tsx';
import { RightsAnswered } from './rights-answered.page.tsx';
import { localised } from './words.ts';

export interface OutcomePageProps {
  readonly site: Site;
  readonly state: RequestState;
  /** What staff wrote to the member with a refusal. */
  readonly explanation?: Sensitive<string> | undefined;
  /** Why a restriction is lifted. */
  readonly lifting?: Sensitive<string> | undefined;
  /** What staff answered to a complaint or question. */
  readonly complaintAnswer?: Sensitive<string> | undefined;
  /** By right that is refused beside others: what staff wrote to the member. */
  readonly reasons?: ReadonlyMap<string, Sensitive<string>>;
  /** By change that was asked for: what was typed, and what staff wrote to the member. */
  readonly said?: ReadonlyMap<string, Sensitive<ChangeSaid>>;
  /** Instant, ISO in UTC. */
  readonly now: string;
}

/** How a request ended; a refusal with its reasons and every way to complain (GDPR Art. 12(4)). */
export function OutcomePage({
  site,
  state,
  explanation,
  lifting,
  complaintAnswer,
  reasons = new Map(),
  said = new Map(),
  now,
}: OutcomePageProps) {
  const { words, language, organisation } = site;
  const { outcome } = words;
  const status = memberStatus(state, now);
  const appealOver = isAppealOver(state, organisation.laws[state.law], now);
  const granted = grantedPart(state);
  const deletes = state.erasing !== undefined && asksForDeletion(granted.rights);
  const cancels = state.erasing !== undefined && granted.rights.includes('account_cancellation');
  const refusesInPart = state.status === 'partly_completed' && refusedRights(state).length > 0;
  const answersChanges = state.changes !== undefined && answered.has(state.status);
  const title = {
    refused: outcome.titleRefused,
    withdrawn: outcome.titleWithdrawn,
    closed_unverified: outcome.titleNotVerified,
    duplicate: outcome.titleDuplicate,
    ...(status === 'answered' ? { completed: outcome.titleAnswered } : {}),
    ...(status === 'noted' ? { completed: outcome.titleNoted } : {}),
    ...(refusesInPart ? { partly_completed: words.changes.partlyTitle } : {}),
    ...(answersChanges ? changesTitles(site, state) : {}),
    ...(deletes ? { completed: outcome.titleDeleted, partly_completed: outcome.titlePartlyDeleted } : {}),
    ...(cancels ? { completed: outcome.titleCancelled, partly_completed: outcome.titleCancelled } : {}),
  }[state.status as string];
  const untitled = isOpen(state) ? outcome.titleAnswered : outcome.titleDone;
  return (
    <Layout site={site} title={title ?? untitled} path="/outcome">
      <h1>{title ?? untitled}</h1>
      <p>
        {words.status.reference}: <span class="reference">{state.reference}</span>
      </p>
      {!(deletes && state.erasing?.finishedAt) && <p>{words.statuses[status].text}</p>}
      {state.duplicateOf && (
        <>
          <p>
            {outcome.otherRequest}: <span class="reference">{state.duplicateOf.reference}</span>
          </p>
          <Complaints site={site} law={state.law} appealOver={appealOver} />
        </>
      )}
      {refusesInPart && <RightsAnswered site={site} state={state} reasons={reasons} />}
      {state.erasing?.finishedAt && <Noted site={site} state={granted} />}
      {state.lifting && (
        <>
          <h2>{outcome.lifting}</h2>
          <p>{outcome.liftingOn(dayInWords(state.lifting.from, words.locale, state.timeZone))}</p>
          {lifting && (
            <p class="written" dir="auto">
              {lifting.reveal()}
            </p>
          )}
          <Complaints site={site} law={state.law} appealOver={appealOver} />
        </>
      )}
      {complaintAnswer && (
        <>
          <h2>{words.complaint.answer}</h2>
          <p class="written" dir="auto">
            {complaintAnswer.reveal()}
          </p>
          {status === 'answered' && (
            <Complaints site={site} law={state.law} appealOver={appealOver} title={words.complaint.notSatisfied} />
          )}
        </>
      )}
      {state.status === 'refused' && (
        <>
          {state.decision?.reason && (
            <>
              <h2>{outcome.reason}</h2>
              <p>{outcome.because(localised(citedReason(organisation, state.law, state.decision.reason), language))}</p>
            </>
          )}
          {explanation && (
            <>
              <h2>{outcome.explanation}</h2>
              <p class="written" dir="auto">
                {explanation.reveal()}
              </p>
            </>
          )}
          {isPreserved(state) && <p>{outcome.preserved(preservedUntil(site, state))}</p>}
          <Complaints site={site} law={state.law} appealOver={appealOver} />
        </>
      )}
      {cancels && state.erasing?.finishedAt && (
        <p>
          {words.cancellation.closed}
          {words.gap}
          {closesCompany(granted) && words.cancellation.companyClosed}
        </p>
      )}
      {deletes && state.erasing?.finishedAt && <DeletionAnswered site={site} state={state} />}
      {answersChanges && <ChangesAnswered site={site} state={state} said={said} />}
      {refusesInPart && isPreserved(state) && <p>{outcome.preserved(preservedUntil(site, state))}</p>}
      {((deletes && state.erasing?.finishedAt) || (answersChanges && state.status !== 'refused') || refusesInPart) && (
        <Complaints site={site} law={state.law} appealOver={appealOver} />
      )}
      <FollowUpLink site={site} state={state} now={now} />
      <div class="actions">
        <a href={`/${language}/status`}>{words.received.track}</a>
        <a href={`/${language}/request`}>{outcome.again}</a>
      </div>
    </Layout>
  );
}

/** The last day on which the law keeps what was refused; empty while that depends on recourse. */
function preservedUntil({ words }: Site, { preservation }: RequestState): string {
  return preservation?.until === undefined ? '' : dateInWords(preservation.until, words.locale);
}

/** Statuses in which single changes have been answered. */
const answered: ReadonlySet<string> = new Set(['completed', 'partly_completed', 'refused']);

function changesTitles({ words }: Site, { rights }: RequestState) {
  const { changes } = words;
  const completed = rights.includes('correction') ? changes.doneTitle : changes.listingDoneTitle;
  return { completed, partly_completed: changes.partlyTitle };
}

/** Every way to complain that the law gives (GDPR Art. 12(4), 77, 79). */
export function Complaints({
  site,
  law,
  appealOver = false,
  title,
}: {
  readonly site: Site;
  /** Profile id of the law of the request. */
  readonly law: string;
  /** Whether the law's time for an appeal has ended. */
  readonly appealOver?: boolean;
  readonly title?: string;
}) {
  const { words, language, organisation } = site;
  const { outcome } = words;
  const { authority, authorityUrl, court, appeal } = complaintRoutes(organisation, law);
  return (
    <>
      <h2>{title ?? outcome.complainTitle}</h2>
      <p>{outcome.complain}</p>
      {appeal && !appealOver && <p>{localised(appeal, language)}</p>}
      <dl class="summary">
        <div>
          <dt>{outcome.us}</dt>
          <dd>
            <ContactLink organisation={organisation} />
          </dd>
        </div>
        <div>
          <dt>{outcome.authority}</dt>
          <dd>
            {localised(authority, language)}
            <br />
            <a href={authorityUrl}>{authorityUrl}</a>
          </dd>
        </div>
        <div>
          <dt>{outcome.court}</dt>
          <dd>{localised(court, language)}</dd>
        </div>
      </dl>
    </>
  );
}
