import type { HoldMatch } from '../holds/index.ts';
import {
  changesToCarryOut,
  closedStatuses,
  decide,
  erasesBesides,
  erasuresByHand,
  failedDeliveries,
  firstTamperedEvent,
  type MailItem,
  nextStep,
  type RecipientNotice,
  type RecordedEvent,
  type RequestEvent,
  type RequestState,
  refusableRights,
  refusedRights,
} from '../requests/index.ts';
import { chosenOptions } from '../shared/chosen-options.ts';
import { daysLeft } from '../shared/days.ts';
import type { CollectionBinding, Organisation } from '../shared/organisation.ts';
import { attachmentsOf } from './attachment-routes.ts';
import { byHandView } from './by-hand-view.ts';
import { correspondenceWords, messagesOf, notesOf } from './correspondence-view.ts';
import { clarificationsOf, deadlineOf, deadlineWords } from './deadline-view.ts';
import { inStaffLanguage } from './in-staff-language.ts';
import { optional } from './optional.ts';
import { actorOf, hasRole, holdReaders, type Staff, wordsReaders } from './staff.ts';
import { commandOf, type StaffCommand, type StaffCommandType } from './staff-command.ts';
import type { CollectionView, NamedKey, RecipientView, RequestSummary, RequestView, UndeliveredView } from './views.ts';

export function summaryOf(state: RequestState, now: string, held: boolean): RequestSummary {
  const open = !closedStatuses.has(state.status);
  return {
    id: state.id,
    reference: state.reference,
    version: state.version,
    rights: state.rights,
    relation: state.relation,
    onBehalf: state.onBehalf,
    status: state.status,
    receivedAt: state.receivedAt,
    replyBy: state.replyBy,
    ...(open && !state.paused ? { daysLeft: daysLeft(state.replyBy, now, state.timeZone) } : {}),
    ...nextStep(state),
    ...(state.assignee === undefined ? {} : { assignee: state.assignee }),
    ...(state.status === 'awaiting_approval' && state.decision ? { proposedBy: state.decision.by } : {}),
    held,
    replyWaiting: state.repliedAt !== undefined,
    ...(state.closedAt === undefined ? {} : { closedAt: state.closedAt }),
  };
}

export interface RequestMaterial {
  readonly state: RequestState;
  readonly history: readonly RecordedEvent[];
  readonly holds: readonly HoldMatch[];
  /** Names of matters, for who may see them. */
  readonly holdNames: ReadonlyMap<string, string>;
  /** Texts of sealed items by name, as far as the reader may see them. */
  readonly words: ReadonlyMap<string, string>;
  readonly mails: readonly MailItem[];
}

/** A request as the request screen shows it to one reader: what they may not see is not in it. */
export function requestView(
  material: RequestMaterial,
  staff: Staff,
  organisation: Organisation,
  now: string,
): RequestView {
  const { state, history, holds, holdNames, words, mails } = material;
  const { complaintAnswer } = state;
  const brokenAt = firstTamperedEvent(history, state);
  const returned = lastReturned(history);
  return {
    ...summaryOf(state, now, holds.length > 0),
    language: state.language,
    timeZone: state.timeZone,
    ...pick(state, [
      'confirmedAt',
      'period',
      'restrictionGround',
      'identity',
      'identityQuestion',
      'package',
      'redactions',
      'changes',
      'company',
      'erasing',
      'exportDeletedAt',
      'recordErasedAt',
      'parked',
      'follows',
      'followUps',
      'duplicateOf',
    ]),
    categories: organisation.categories
      .filter(({ key }) => state.categories.includes(key))
      .map(({ key, name }) => ({ key, name: inStaffLanguage(name, organisation) })),
    changesStores: erasesBesides(state),
    refusableRights: refusableRights(state),
    refusedRights: refusedRights(state).map(({ words: name, ...refusal }) => ({
      ...refusal,
      ...optional('words', words.get(name)),
    })),
    options: chosenOptions(organisation.rights, state).map(({ option: { key, name } }) => ({
      key,
      name: inStaffLanguage(name, organisation),
    })),
    undelivered: mails.filter(isUndelivered).map(undeliveredView),
    deadline: deadlineOf(state, history, words, organisation, now),
    clarifications: clarificationsOf(state, words),
    messages: messagesOf(state, words),
    notes: notesOf(state, words),
    collections: collectionsOf(material, organisation, now),
    ...(state.erasing?.recipients ? { recipients: recipientsIn(state.erasing.recipients, organisation, now) } : {}),
    holds: holds.map(({ matter, collections }) => ({
      matter,
      collections,
      ...optional('name', hasRole(staff, holdReaders) ? holdNames.get(matter) : undefined),
    })),
    ...(state.decision ? { decision: decisionOf(state.decision, words) } : {}),
    ...(complaintAnswer ? { complaintAnswer: answerOf(complaintAnswer, words) } : {}),
    ...(state.lifting
      ? {
          lifting: {
            ...pick(state.lifting, ['by', 'at', 'from', 'startedAt']),
            ...optional('words', words.get(state.lifting.words)),
          },
        }
      : {}),
    ...(returned ? { returned } : {}),
    timeline: history.map(({ sequence, at, actor, event }) => ({ sequence, at, actor, event })),
    integrity: brokenAt === undefined ? { intact: true } : { intact: false, brokenAt },
    may: allowed(state, staff, now),
  };

  function lastReturned(events: readonly RecordedEvent[]): RequestView['returned'] {
    const last = events.findLast(({ event }) => decisions.has(event.type));
    if (!last || !isReturn(last.event) || last.actor.kind !== 'staff') return undefined;
    return { by: last.actor.id, at: last.at, ...optional('words', words.get(last.event.words)) };
  }
}

/** Mails to staff are theirs to miss. */
function isUndelivered({ to, status, delivery }: MailItem): boolean {
  return to === undefined && (status === 'failed' || (delivery !== undefined && failedDeliveries.has(delivery)));
}

function undeliveredView({ outboxId, milestone, status, delivery, addressOnRecord }: MailItem): UndeliveredView {
  const other = addressOnRecord === undefined ? {} : ({ toOtherAddress: true } as const);
  return { outboxId, milestone, status, ...optional('delivery', delivery), ...other };
}

/** Names of the sealed words a reader may see with a request. */
export function wordsShown(state: RequestState, history: readonly RecordedEvent[], staff: Staff): string[] {
  if (!hasRole(staff, wordsReaders)) return [];
  const returned = history.findLast(({ event }) => isReturn(event))?.event;
  return [
    ...(state.complaintAnswer ? [state.complaintAnswer.words] : []),
    ...(state.decision?.words === undefined ? [] : [state.decision.words]),
    ...refusedRights(state).map(({ words }) => words),
    ...(returned && isReturn(returned) ? [returned.words] : []),
    ...Object.values(state.collections).flatMap(({ words }) => (words === undefined ? [] : [words])),
    ...(state.lifting ? [state.lifting.words] : []),
    ...deadlineWords(state, history),
    ...correspondenceWords(state),
  ];
}

/** What a second person's answer can follow on, and that answer. */
const decisions: ReadonlySet<RequestEvent['type']> = new Set([
  'RefusalProposed',
  'RefusalReturned',
  'AnswerProposed',
  'AnswerReturned',
]);

function isReturn(event: RequestEvent): event is Extract<RequestEvent, { type: 'RefusalReturned' | 'AnswerReturned' }> {
  return event.type === 'RefusalReturned' || event.type === 'AnswerReturned';
}

/** The text takes the place of the sealed item's name. */
function decisionOf(
  { words: name, ...decision }: NonNullable<RequestState['decision']>,
  words: ReadonlyMap<string, string>,
): NonNullable<RequestView['decision']> {
  return { ...decision, ...optional('words', name === undefined ? undefined : words.get(name)) };
}

function answerOf(
  { words: name, ...answer }: NonNullable<RequestState['complaintAnswer']>,
  words: ReadonlyMap<string, string>,
): NonNullable<RequestView['complaintAnswer']> {
  return { ...answer, ...optional('words', words.get(name)) };
}

/** In the order of the policy's categories, as the member reads them; one that the policy no longer has comes last. */
function collectionsOf({ state, words }: RequestMaterial, organisation: Organisation, now: string): CollectionView[] {
  const bindings = new Map(organisation.dataMap.collections.map((binding, index) => [binding.id, { binding, index }]));
  const ranks = new Map(organisation.categories.map(({ key }, index) => [key, index]));
  return Object.entries(state.collections)
    .map(([id, { outcome, count, reason }]) => {
      const { binding, index = bindings.size } = bindings.get(id) ?? {};
      const categories = binding ? categoriesOf(binding, organisation) : [];
      const view: CollectionView = {
        id,
        title: binding ? inStaffLanguage(binding.title, organisation) : id,
        store: binding?.store ?? '',
        categories,
        outcome,
        count,
        ...optional('reason', reason),
        ...optional('byHand', binding && byHandView(state, binding, organisation, words, now)),
      };
      return { view, rank: ranks.get(categories[0]?.key ?? '') ?? ranks.size, index };
    })
    .sort((a, b) => a.rank - b.rank || a.index - b.index || (a.view.id < b.view.id ? -1 : 1))
    .map(({ view }) => view);
}

function recipientsIn(
  notices: Readonly<Record<string, RecipientNotice>>,
  organisation: Organisation,
  now: string,
): RecipientView[] {
  return Object.entries(notices).map(([key, notice]) => {
    const name = organisation.recipients.find((recipient) => recipient.key === key)?.name;
    const overdue = notice.outcome === 'told' && notice.answerBy !== undefined && notice.answerBy < now;
    return { key, name: name ? inStaffLanguage(name, organisation) : key, overdue, ...notice };
  });
}

/** The category of most fields first: that is what the collection is about. */
function categoriesOf(binding: CollectionBinding, organisation: Organisation): NamedKey[] {
  const fields = ({ key }: { readonly key: string }) =>
    binding.fields.filter(({ category }) => category === key).length;
  return organisation.categories
    .filter((category) => fields(category) > 0)
    .sort((a, b) => fields(b) - fields(a))
    .map(({ key, name }) => ({ key, name: inStaffLanguage(name, organisation) }));
}

const example: Readonly<Record<StaffCommandType, (state: RequestState) => StaffCommand>> = {
  assign: ({ version, assignee }) => ({
    type: 'assign',
    expectedVersion: version,
    assignee: assignee === undefined ? 'anyone' : null,
  }),
  accept_identity: ({ version }) => ({ type: 'accept_identity', expectedVersion: version }),
  fail_identity: ({ version }) => ({ type: 'fail_identity', expectedVersion: version }),
  retry_collection: ({ version, collections }) => ({
    type: 'retry_collection',
    expectedVersion: version,
    collection: Object.entries(collections).find(([, { outcome }]) => outcome === 'failed')?.[0] ?? '',
  }),
  recheck_company: ({ version }) => ({ type: 'recheck_company', expectedVersion: version }),
  close_duplicate: ({ version }) => ({ type: 'close_duplicate', expectedVersion: version, reference: '-' }),
  close_company: ({ version }) => ({ type: 'close_company', expectedVersion: version }),
  answer_complaint: ({ version }) => ({ type: 'answer_complaint', expectedVersion: version, words: '-' }),
  approve: ({ version }) => ({ type: 'approve', expectedVersion: version }),
  refuse_right: (state) => ({
    type: 'refuse_right',
    expectedVersion: state.version,
    right: refusableRights(state)[0] ?? 'access',
    reason: 'excessive',
    words: '-',
  }),
  grant_right: ({ version, rights, rightRefusals }) => ({
    type: 'grant_right',
    expectedVersion: version,
    right: rights.find((right) => rightRefusals?.[right]) ?? 'access',
  }),
  propose_refusal: ({ version }) => ({
    type: 'propose_refusal',
    expectedVersion: version,
    reason: 'excessive',
    words: '-',
  }),
  approve_answer: ({ version }) => ({ type: 'approve_answer', expectedVersion: version }),
  return_answer: ({ version }) => ({ type: 'return_answer', expectedVersion: version, words: '-' }),
  approve_refusal: ({ version }) => ({ type: 'approve_refusal', expectedVersion: version }),
  return_refusal: ({ version }) => ({ type: 'return_refusal', expectedVersion: version, words: '-' }),
  retry_parked: ({ version }) => ({ type: 'retry_parked', expectedVersion: version }),
  correct_law: ({ version }) => ({ type: 'correct_law', expectedVersion: version, law: '-', words: '-' }),
  extend_deadline: ({ version }) => ({
    type: 'extend_deadline',
    expectedVersion: version,
    reason: '-',
    until: '9999-12-31',
    words: '-',
  }),
  ask_member: ({ version }) => ({ type: 'ask_member', expectedVersion: version, words: '-' }),
  lift_restriction: ({ version }) => ({ type: 'lift_restriction', expectedVersion: version, words: '-' }),
  close_question: ({ version }) => ({ type: 'close_question', expectedVersion: version }),
  send_message: ({ version }) => ({ type: 'send_message', expectedVersion: version, words: '-' }),
  read_replies: ({ version }) => ({ type: 'read_replies', expectedVersion: version }),
  add_note: ({ version }) => ({ type: 'add_note', expectedVersion: version, words: '-' }),
};

const nothingRedacted = { undecided: 0, kept: 0, redacted: {} };

/** What is allowed does not depend on it. */
const anyPolicy = { dependentsOf: () => [], calendarOf: () => undefined, liftNoticeDays: 1 };

/** Asks the rules themselves, so that a screen never offers what they would refuse. */
function allowed(state: RequestState, staff: Staff, now: string): RequestView['may'] {
  const context = { now, actor: actorOf(staff) };
  const verdict = (command: Parameters<typeof decide>[1]): string => {
    const decision = decide(state, command, context);
    if (!decision.ok) return decision.refusal.code;
    // A look that goes on is no event, and is never done.
    return decision.value.length > 0 || command.type === 'view_findings' ? 'yes' : 'already_done';
  };
  const collection = Object.keys(state.collections)[0] ?? '';
  const byHand = erasuresByHand(state)[0]?.collection ?? '';
  const staffVerdict = (type: StaffCommandType) =>
    verdict(commandOf(example[type](state), '-', { ...anyPolicy, original: { ...state, id: '-' } }));
  return {
    assign: staffVerdict('assign'),
    accept_identity: staffVerdict('accept_identity'),
    fail_identity: staffVerdict('fail_identity'),
    retry_collection: staffVerdict('retry_collection'),
    recheck_company: staffVerdict('recheck_company'),
    close_company: staffVerdict('close_company'),
    close_duplicate: staffVerdict('close_duplicate'),
    answer_complaint: staffVerdict('answer_complaint'),
    approve: staffVerdict('approve'),
    refuse_right: staffVerdict('refuse_right'),
    grant_right: staffVerdict('grant_right'),
    propose_refusal: staffVerdict('propose_refusal'),
    approve_answer: staffVerdict('approve_answer'),
    return_answer: staffVerdict('return_answer'),
    approve_refusal: staffVerdict('approve_refusal'),
    return_refusal: staffVerdict('return_refusal'),
    retry_parked: staffVerdict('retry_parked'),
    correct_law: staffVerdict('correct_law'),
    extend_deadline: staffVerdict('extend_deadline'),
    ask_member: staffVerdict('ask_member'),
    lift_restriction: staffVerdict('lift_restriction'),
    close_question: staffVerdict('close_question'),
    send_message: staffVerdict('send_message'),
    read_replies: staffVerdict('read_replies'),
    add_note: staffVerdict('add_note'),
    view_attachment: verdict({ type: 'view_attachment', attachment: attachmentsOf(state)[0]?.id ?? '' }),
    change_redactions: verdict({ type: 'change_redactions', change: 'added', list: '-', ...nothingRedacted }),
    attest_collection: verdict({
      type: 'attest_collection',
      collection: Object.entries(state.collections).find(([, { due }]) => due !== undefined)?.[0] ?? '',
      outcome: 'unavailable',
    }),
    attest_erasure: verdict({
      type: 'attest_erasure',
      collection: byHand,
      ...{ deleted: 0, changed: 0, kept: 0, held: 0 },
      changes: Object.fromEntries(changesToCarryOut(state, byHand).map(({ id }) => [id, { outcome: 'held' }])),
    }),
    view_findings: verdict({ type: 'view_findings', collection }),
    view_changes: verdict({ type: 'view_changes' }),
    decide_change: verdict({
      type: 'decide_change',
      change: state.changes?.find(({ outcome }) => outcome !== 'done')?.id ?? '',
      decision: 'refused',
      sealed: '-',
    }),
    view_subject: verdict({ type: 'view_subject' }),
  };
}

function pick<Source extends object, Key extends keyof Source>(
  source: Source,
  names: readonly Key[],
): Pick<Source, Key> {
  return Object.fromEntries(
    names.filter((name) => source[name] !== undefined).map((name) => [name, source[name]]),
  ) as Pick<Source, Key>;
}
