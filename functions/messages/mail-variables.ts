import { clockOf, isPausedBy } from '../deadlines/index.ts';
import {
  appealUntil,
  asksForDeletion,
  closesCompany,
  copiesAsked,
  grantedPart,
  isAnsweredInWords,
  isChoice,
  isNoted,
  isPreserved,
  needsHandover,
  type RequestState,
  refusedRights,
  unreadSources,
} from '../requests/index.ts';
import { chosenOptions } from '../shared/chosen-options.ts';
import { citationVariables, citedReason, citedTopics } from '../shared/citations.ts';
import { complaintRoutes } from '../shared/complaint-routes.ts';
import { dateLocale } from '../shared/date-locale.ts';
import { endOfDay } from '../shared/days.ts';
import type { CollectionBinding, Organisation } from '../shared/organisation.ts';
import { type ChangeAnswer, changeAnswers, recipientsOfChanges } from './change-answer.ts';
import { type CategoryAnswer, deletionAnswer, recipientsOf, toldOf } from './deletion-answer.ts';
import type { MessageLists, MessageVariables } from './message-template.ts';
import { refusalsInPart } from './part-refusal.ts';

/** Names a template may use. Codes exist only in the mails that carry one. */
export const messageVariableNames = [
  'organisation',
  'contactEmail',
  'reference',
  'language',
  'replyBy',
  'receivedOn',
  'confirmBy',
  'code',
  'codeMinutes',
  'exportDays',
  'expiresOn',
  'erasesOn',
  'copies',
  'deletes',
  'partRefusal',
  'cancels',
  'companyCloses',
  'handover',
  'follows',
  'work',
  'staff',
  'leftOut',
  'waitingDays',
  'backups',
  'reason',
  'authority',
  'authorityUrl',
  'court',
  'appeal',
  'appealEnds',
  'appealUntil',
  'extensionReason',
  'clockPaused',
  'aboutReference',
  'answered',
  'status',
  'right',
  'liftsOn',
  'preserved',
  'preservedUntil',
  'period',
  'periodLength',
  'periodBy',
  'rolls',
  ...citedTopics.map((topic) => `cite_${topic}` as const),
] as const;

/** Lists an `each` block may go through, and what an item of each can say. */
export const messageListNames = {
  /** What was asked for; `name` as the policy words it. */
  asked: ['right', 'name'],
  /** Rights that are refused while others are granted. */
  refused: ['right', 'name', 'reason'],
  /** Rights that are carried out by a note in the member's records; `right` as the request has it. */
  choices: ['right'],
  /** Functions and uses that were chosen within a right; `effect`: what stops. */
  options: ['right', 'name', 'effect'],
  /** By category what a deletion took. `where`: the records it was in. */
  deleted: ['category', 'where'],
  /** By category and reason what stayed; `how`: `whole`, `in_part` or `as_code`. */
  kept: ['category', 'where', 'how', 'basis', 'until'],
  /** By category what stayed because of a legal hold. */
  held: ['category', 'where'],
  /** Sources that nobody could look through. */
  unread: ['source'],
  /**
   * Single changes that were asked for. `right`: `correction` or `listing_takedown`; `what`: the field and where it is, or
   * the category it was said to be about, or empty; `outcome`: `done`, `otherwise`, `refused`, `held` or `stale`.
   */
  changes: ['right', 'what', 'outcome', 'reason'],
  /** Who may have received what was deleted or changed; `told`: `yes`, `by_hand` (staff tell them) or `failed`. */
  recipients: ['name', 'told'],
} as const;

export interface MailCode {
  readonly digits: string;
  readonly minutes: number;
}

/** What templates can say about a request: dates, the reference, routes of complaint; nothing personal. */
export function mailVariables(
  state: RequestState,
  organisation: Organisation,
  language: string,
  code?: MailCode,
): MessageVariables {
  const granted = grantedPart(state);
  const copies = copiesAsked(granted.rights);
  const routes = complaintRoutes(organisation, state.law);
  const lastToAppeal = appealUntil(state, organisation.laws[state.law]);
  return {
    organisation: organisation.name,
    contactEmail: organisation.controller.email,
    reference: state.reference,
    // Of the pages a link leads to, whatever language the mail is in.
    language: state.language,
    // A due day is over at its end: said as the last moment of that day in the office's zone.
    replyBy: endOf(state.replyBy, state.timeZone),
    receivedOn: new Date(state.receivedAt),
    confirmBy: new Date(state.confirmBy),
    exportDays: organisation.retention.exportDays,
    reason: citedReason(organisation, state.law, state.decision?.reason)?.[language] ?? '',
    // `none`, `access`, `portability`, or `both`.
    copies: copies.length > 1 ? 'both' : (copies[0] ?? 'none'),
    deletes: yesOrNo(asksForDeletion(granted.rights)),
    // Whether something of it is refused while the rest is done: a right by itself, or a single change.
    partRefusal: yesOrNo(refusalsInPart(state).length > 0),
    // Whether the account goes.
    cancels: yesOrNo(granted.rights.includes('account_cancellation')),
    // Whether the company goes with the account.
    companyCloses: yesOrNo(closesCompany(granted)),
    // Whether it would be left without an administrator.
    handover: yesOrNo(needsHandover(granted)),
    // Whether more is done once the copy is there.
    follows: yesOrNo(state.erasing !== undefined),
    // How the answer comes about: choices are only `noted`, of objections and restrictions is `decided`, a complaint is
    // `answered` in words, all else `gathered` first.
    work: workOf(state),
    // How many of staff have to agree.
    staff: state.erasure ? (state.erasure.approvals ?? 2) : 1,
    // Whether the copy leaves something out for the sake of others: `yes` or `no`.
    leftOut: yesOrNo(Object.values(state.redactions?.redacted ?? {}).some((count) => count > 0)),
    waitingDays: state.erasure?.waitingDays ?? 0,
    backups: organisation.processing.backups[language] ?? '',
    authority: routes.authority[language] ?? '',
    authorityUrl: routes.authorityUrl,
    court: routes.court[language] ?? '',
    appeal: routes.appeal?.[language] ?? '',
    // Whether the law ends the time for an appeal, known once the answer is given; and its last day.
    appealEnds: yesOrNo(lastToAppeal !== undefined),
    ...(lastToAppeal ? { appealUntil: endOf(lastToAppeal, state.timeZone) } : {}),
    extensionReason: state.extension?.reason ?? '',
    // Whether the time for the answer stands still until the member has answered: `yes` or `no`.
    clockPaused: isPaused(state, organisation) ? 'yes' : 'no',
    // Of a complaint about an answer: the request that was answered, and whether it is an appeal. Of a duplicate: the other.
    aboutReference: state.follows?.reference ?? state.duplicateOf?.reference ?? '',
    // Of a duplicate: whether the other request was answered by then.
    answered: yesOrNo(state.duplicateOf?.answered ?? false),
    status: state.status,
    right: state.rights[0] ?? '',
    // Whether a law keeps what was refused: `no`, `until` a day, or while there may be `recourse`.
    preserved: !isPreserved(state) ? 'no' : state.preservation?.until === undefined ? 'recourse' : 'until',
    ...(state.preservation?.until ? { preservedUntil: endOf(state.preservation.until, state.timeZone) } : {}),
    ...periodOf(state, organisation),
    ...citationVariables(organisation.laws[state.law], language),
    // When an announced end of a restriction is carried out.
    ...(state.lifting ? { liftsOn: new Date(state.lifting.from) } : {}),
    ...(state.package ? { expiresOn: new Date(state.package.expiresAt) } : {}),
    ...(state.erasing ? { erasesOn: new Date(state.erasing.from) } : {}),
    ...(code ? { code: code.digits, codeMinutes: code.minutes } : {}),
  };
}

/**
 * The time for an answer that the date follows from. `period`: `months`, `days` or `working_days`; `periodBy`: the `law` or,
 * where that gives no number, the `policy`; `rolls`: whether the law has it end on a working day.
 */
function periodOf(state: RequestState, organisation: Organisation): MessageVariables {
  const clock = state.rights.length > 0 ? clockOf(state, organisation) : undefined;
  const steps = clock?.explanation ?? [];
  const added = steps.find(({ of, rule }) => of === 'due' && rule in periods);
  return {
    period: periods[added?.rule ?? ''] ?? 'none',
    periodLength: added?.amount ?? 0,
    periodBy: added?.setByPolicy ? 'policy' : 'law',
    rolls: yesOrNo(organisation.laws[state.law]?.rollOver.toWorkingDay ?? false),
  };
}

const periods: Readonly<Record<string, string>> = {
  months_added: 'months',
  days_added: 'days',
  working_days_added: 'working_days',
};

function workOf({ rights }: RequestState): 'noted' | 'decided' | 'answered' | 'gathered' {
  if (rights.every(isChoice)) return 'noted';
  if (rights.every(isNoted)) return 'decided';
  return isAnsweredInWords(rights) ? 'answered' : 'gathered';
}

/** The last moment of a day. */
function endOf(date: string, timeZone: string): Date {
  return new Date(Date.parse(endOfDay(date, timeZone)) - 1);
}

function yesOrNo(isSo: boolean): 'yes' | 'no' {
  return isSo ? 'yes' : 'no';
}

function isPaused(state: RequestState, { laws }: Organisation): boolean {
  const about = state.clarifications?.at(-1)?.about;
  const law = laws[state.law];
  return about !== undefined && law !== undefined && isPausedBy(law, state.rights, about);
}

/**
 * What templates can list about a request: what was asked for; of a deletion that was carried out, what went and what stayed.
 * What is dear to work out is worked out when it is read: most templates list nothing of it.
 */
export function mailLists(
  state: RequestState,
  organisation: Organisation,
  language: string,
): MessageLists & Readonly<Record<keyof typeof messageListNames, readonly MessageVariables[]>> {
  const granted = grantedPart(state);
  const nameOf = (right: string) => organisation.rights.find((rule) => rule.right === right)?.name?.[language] ?? right;
  const deletes = state.erasing !== undefined && asksForDeletion(granted.rights);
  let known: readonly CategoryAnswer[] | undefined;
  const answers = () => {
    known ??= deletes ? deletionAnswer(organisation, state) : [];
    return known;
  };
  // Of a restriction everybody is told who is listed; what was deleted or changed says who had it.
  const listed = granted.rights.includes('restriction') ? Object.keys(state.erasing?.recipients ?? {}) : [];
  const unread = unreadSources(state);
  const names = new Intl.ListFormat(dateLocale(language));
  const said = ({ category }: CategoryAnswer, collections: readonly CollectionBinding[]) => ({
    category: category.name[language] ?? category.key,
    where: names.format(collections.map(({ id, title }) => title[language] ?? id)),
  });
  return {
    asked: state.rights.map((right) => ({ right, name: nameOf(right) })),
    refused: refusedRights(state).map(({ right, reason }) => ({
      right,
      name: nameOf(right),
      reason: citedReason(organisation, state.law, reason)?.[language] ?? '',
    })),
    choices: granted.rights.filter(isNoted).map((right) => ({ right })),
    options: chosenOptions(organisation.rights, granted).map(({ right, option: { key, name, effect } }) => ({
      right,
      name: name[language] ?? key,
      effect: effect[language] ?? '',
    })),
    get deleted() {
      return answers()
        .filter(({ deleted }) => deleted.length > 0)
        .map((answer) => said(answer, answer.deleted));
    },
    get kept() {
      return answers().flatMap((answer) =>
        answer.kept.map(({ reason, replaced, inPart, collections }) => ({
          ...said(answer, collections),
          how: replaced ? 'as_code' : inPart ? 'in_part' : 'whole',
          basis: reason.basis[language] ?? '',
          until: reason.until[language] ?? '',
        })),
      );
    },
    get held() {
      return answers()
        .filter(({ held }) => held.length > 0)
        .map((answer) => said(answer, answer.held));
    },
    unread: organisation.dataMap.collections
      .filter(({ id }) => unread.includes(id))
      .map(({ id, title }) => ({ source: title[language] ?? id })),
    changes: changeAnswers(organisation, state).map(({ change, end, reason, ...answer }) => ({
      right: change.right,
      what: whatIsMeant(answer, language),
      outcome: end,
      reason: reason?.[language] ?? '',
    })),
    get recipients() {
      const recipients = new Set([
        ...recipientsOf(organisation, answers()),
        ...recipientsOfChanges(organisation, state),
        ...organisation.recipients.filter(({ key }) => listed.includes(key)),
      ]);
      return [...recipients].map(({ key, name }) => ({ name: name[language] ?? '', told: toldOf(state, key) }));
    },
  };
}

/** Names of fields and sources; never what is in them. */
function whatIsMeant(
  { collection, fields, category }: Pick<ChangeAnswer, 'collection' | 'fields' | 'category'>,
  language: string,
): string {
  if (!collection) return category?.name[language] ?? '';
  const names = new Intl.ListFormat(dateLocale(language)).format(
    fields.map(({ name, title }) => title?.[language] ?? name),
  );
  return `${collection.title[language] ?? collection.id}: ${names}`;
}
