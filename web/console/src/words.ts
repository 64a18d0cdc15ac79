import type {
  CollectionView,
  HoldScopeView,
  MailPreview,
  MailView,
  NextStep,
  PolicyView,
  RedactionView,
  RequestSummary,
  RequestView,
  TimelineEntry,
} from '../../../functions/console/views.ts';
import { day } from './dates.ts';

/** Every word of the staff console, by code. */

type Status = RequestSummary['status'];
type EventType = TimelineEntry['event']['type'];
type RedactionReason = RedactionView['values'][number]['reason'];
type Reason = NonNullable<NonNullable<RequestView['decision']>['reason']>;

export const rights: Readonly<Record<RequestSummary['rights'][number], string>> = {
  access: 'Copy of data',
  portability: 'Portable copy',
  advertising_opt_out: 'No personalised advertising',
  marketing_unsubscribe: 'No marketing emails',
  correction: 'Correction',
  listing_takedown: 'Take-down of a listing',
  consent_withdrawal: 'Withdrawal of consent',
  objection: 'Objection',
  restriction: 'Restriction',
  deletion: 'Deletion',
  account_cancellation: 'Account cancellation',
  complaint: 'Complaint or question',
  appeal: 'Appeal',
};

export const relations: Readonly<Record<RequestSummary['relation'], string>> = {
  member: 'Member',
  former_member: 'Former member',
  non_member: 'Not a member',
};

export const statuses: Readonly<Record<Status, string>> = {
  awaiting_confirmation: 'Address not confirmed',
  verifying_identity: 'Verifying identity',
  gathering_data: 'Gathering data',
  in_review: 'In review',
  awaiting_member: 'Waiting for the member',
  awaiting_approval: 'Waiting for approval',
  fulfilling: 'Preparing the answer',
  completed: 'Completed',
  partly_completed: 'Partly completed',
  refused: 'Refused',
  withdrawn: 'Withdrawn',
  closed_unverified: 'Closed: not verified',
};

export const waitingOn: Readonly<Record<RequestSummary['waitingOn'], string>> = {
  staff: 'Staff',
  member: 'Member',
  system: 'System',
  nobody: 'Nobody',
};

export const nextSteps: Readonly<Record<NextStep, string>> = {
  member_confirms: 'The member has to confirm the email address.',
  system_verifies: 'The system is checking who is asking.',
  decide_identity: 'Decide whether this person is who they say: no account has the confirmed address.',
  system_gathers: 'The system is gathering the data.',
  retry_failed: 'Retry the sources that failed; the answer is not complete without them.',
  look_by_hand: 'Someone has to look through a source by hand, and say what is there.',
  erase_by_hand: 'Someone has to erase in a source by hand, and say that it is done.',
  settle_company: 'The company would be left without an administrator: have it handed over, or note that it is closed.',
  answer_complaint: 'Read the complaint or question and answer it.',
  review_and_decide: 'Look through what was found, then approve or refuse.',
  member_answers: 'The member has to answer our question.',
  approve_answer: 'A second person has to approve the deletion or send it back.',
  approve_refusal: 'A second person has to approve the refusal or send it back.',
  system_builds: 'The system is building the package.',
  waiting_period: 'The deletion was announced; until it starts the member can take it back.',
  system_erases: 'The system is making the changes in every store.',
  retry_parked: 'A step failed for good. Find out why, then retry it.',
  read_reply: 'The request is closed, and the member wrote: read it, and answer if it needs an answer.',
  nothing: 'Nothing: this request is closed.',
};

export const shortNextSteps: Readonly<Record<NextStep, string>> = {
  member_confirms: 'Member confirms address',
  system_verifies: 'Checking identity',
  decide_identity: 'Decide identity',
  look_by_hand: 'Look by hand',
  erase_by_hand: 'Erase by hand',
  system_gathers: 'Gathering',
  member_answers: 'Member answers',
  retry_failed: 'Retry failed sources',
  settle_company: 'Settle company',
  answer_complaint: 'Answer complaint',
  review_and_decide: 'Review and decide',
  approve_answer: 'Approve deletion',
  approve_refusal: 'Approve refusal',
  system_builds: 'Building package',
  waiting_period: 'Waiting period',
  system_erases: 'Changing stores',
  retry_parked: 'Retry failed step',
  read_reply: 'Read reply',
  nothing: 'Closed',
};

export const outcomes: Readonly<Record<CollectionView['outcome'], string>> = {
  waiting: 'Waiting',
  found: 'Found',
  nothing: 'Nothing found',
  failed: 'Failed',
  by_hand: 'Waiting for a person',
  unavailable: 'Nobody can look',
};

const failures: Readonly<Record<string, string>> = {
  source_failed: 'a source that leads here failed; retry that one',
  collection_missing: 'the store has no such collection: its name in the policy or the deployment is wrong',
  store_refused: 'the store refused to answer: check its permissions',
  record_unreadable: 'a record cannot be read',
  dependent_failed: 'something found through this source failed; retry that one first',
  left_behind: 'data is still there after deleting: something brings it back',
  still_referenced: 'other records in the store still refer to it',
  not_nullable: 'the store does not let this field be emptied',
  StoreUnavailable: 'the store did not answer',
  ECONNREFUSED: 'the store did not answer',
  unavailable: 'it did not answer, or answered that it failed',
  unintelligible: 'its answer makes no sense',
  redirected: 'its address leads elsewhere',
  address_refused: 'its address is private or not HTTPS',
  no_endpoint: 'the deployment has no address for it',
  no_identity: 'it knows nobody by what was verified',
  'States.Timeout': 'the store took too long',
  WorkflowStalled: 'the workflow was lost again and again',
};
export const failure = (code: string | undefined): string =>
  code === undefined ? 'for an unknown reason' : (failures[code] ?? `error ${code.replace(/^refused_/, '')}`);

export const refusalReasons: Readonly<Record<Reason, string>> = {
  identity_not_verified: 'Identity not verified',
  manifestly_unfounded: 'Manifestly unfounded',
  excessive: 'Excessive or repeated',
  rights_of_others: 'Rights of others',
  legal_obligation: 'A legal obligation',
  not_the_controller: 'We are not the controller',
  found_accurate: 'What is stored is right',
  kept_as_recorded: 'Kept as a record of its time',
  not_held: 'No such data is held',
  not_theirs: 'It belongs to someone else',
  compelling_grounds: 'Compelling legitimate grounds',
  no_ground_for_restriction: 'No ground for a restriction',
};

/** Reasons that are the law's answer to one right only. */
export const reasonsFor: Readonly<Partial<Record<string, RequestSummary['rights'][number]>>> = {
  compelling_grounds: 'objection',
  no_ground_for_restriction: 'restriction',
};

export const restrictionGrounds: Readonly<Record<NonNullable<RequestView['restrictionGround']>, string>> = {
  accuracy_contested: 'Accuracy contested (Art. 18(1)(a))',
  processing_unlawful: 'Processing unlawful (Art. 18(1)(b))',
  needed_for_claims: 'Needed for legal claims (Art. 18(1)(c))',
  objection_pending: 'Objection pending (Art. 18(1)(d))',
};

export const milestones: Readonly<Record<MailView['milestone'], string>> = {
  confirmation_code: 'Code to confirm the address',
  tracking_code: 'Code to track',
  download_code: 'Code to download',
  receipt: 'Receipt with reply-by date',
  verification_expired: 'Not confirmed in time',
  identity_not_verified: 'Identity not verified',
  withdrawn: 'Withdrawal confirmed',
  access_ready: 'The data is ready',
  deletion_scheduled: 'The deletion is announced',
  deletion_done: 'The deletion is done',
  cancellation_scheduled: 'The cancellation is announced',
  account_cancelled: 'The account is cancelled',
  choices_noted: 'The choices are noted',
  restriction_lifting: 'The restriction will be lifted',
  complaint_acknowledged: 'The complaint is acknowledged',
  complaint_answered: 'The complaint is answered',
  correction_done: 'Answer to a correction',
  listing_taken_down: 'Answer to a take-down',
  refusal: 'Refusal',
  staff_assigned: 'To staff: assigned',
  staff_approval_needed: 'To staff: approval needed',
  staff_due_soon: 'To staff: due soon',
  staff_overdue: 'To staff: overdue',
  staff_hold_review: 'To staff: review of a legal hold',
  staff_hold_placed: 'To staff: legal hold placed',
  staff_hold_released: 'To staff: legal hold released',
  staff_digest: 'To staff: daily digest',
  extension_notice: 'Notice of extension',
  clarification_needed: 'Question to the member',
  identity_evidence_needed: 'Evidence of identity asked for',
  message_waiting: 'A message waits for the member',
  staff_reply_received: 'To staff: reply received',
  clarification_reminder: 'Reminder of a question',
  staff_extension_closing: 'To staff: last days for an extension',
  staff_question_unanswered: 'To staff: question unanswered',
};

/** Grounds that laws name for an extension. */
export const extensionGrounds: Readonly<Record<string, string>> = {
  complexity: 'The request is complex',
  number_of_requests: 'The member sent a number of requests',
  reasonably_necessary: 'More time is reasonably necessary',
  unreasonable_interference: 'The first date would interfere unreasonably with our activities',
  consultations: 'Others must be consulted first',
  alternative_format: 'The data must be converted into another format',
  not_possible_in_time: 'An answer is not possible in time',
};

/** What laws want a mail to say. */
export const legalClauses: Readonly<Record<MailPreview['parts'][number]['clause'], string>> = {
  new_date: 'The new date',
  reasons: 'The reasons',
  complaint_to_authority: 'Complaint to the authority',
  court_remedy: 'The way to court',
  right_to_sue: 'The right to sue',
  appeal: 'How to appeal',
  objection_procedure: 'How to object',
};

export const mailStatuses: Readonly<Record<MailView['status'], string>> = {
  pending: 'Waiting to be sent',
  sending: 'Being sent',
  done: 'Handed over',
  failed: 'Failed',
  dropped: 'Not needed any more',
};

export const deliveries: Readonly<Record<NonNullable<MailView['delivery']>, string>> = {
  sent: 'Sent',
  delivered: 'Delivered',
  bounced: 'Bounced',
  complained: 'Marked as spam',
  rejected: 'Rejected',
};

export const identityMethods = {
  code_to_address: 'Code to the confirmed address',
  staff: 'Accepted by staff',
} as const;
export const accounts = { on_record: 'Address is on record', not_on_record: 'Address is not on record' } as const;

export const redactionReasons: Readonly<Record<RedactionReason, string>> = {
  third_party: 'Another person',
  trade_secret: 'Trade secret',
  privileged: 'Privileged',
};

const redactionChanges = {
  accepted: 'Redactions accepted',
  kept: 'Proposed redactions declined',
  added: 'Redaction added',
  shown: 'Redaction taken back for a field',
  removed: 'Redaction taken back',
  undone: 'Last change of redactions undone',
} as const satisfies Readonly<Record<Extract<TimelineEntry['event'], { type: 'RedactionChanged' }>['change'], string>>;

function sum(numbers: object): number {
  return Object.values(numbers).reduce((total: number, number: number) => total + number, 0);
}

/** An outbox id ends with its milestone. */
function mailName(outboxId: string): string {
  const milestone = Object.entries(milestones).find(([code]) => outboxId.endsWith(code));
  return milestone ? milestone[1].toLowerCase() : outboxId;
}

export const changeDecisions = {
  accepted: 'Accepted as asked',
  otherwise: 'Accepted otherwise than asked',
  refused: 'Refused',
} as const;

export const changeOutcomes = {
  done: 'Written',
  held: 'Not written: under a legal hold',
  stale: 'Not written: the record had changed',
} as const;

function changesSentence(
  changes: Readonly<Record<string, { readonly outcome: keyof typeof changeOutcomes }>> = {},
): string {
  return Object.entries(changes)
    .map(([change, { outcome }]) => `; change ${change}: ${changeOutcomes[outcome].toLowerCase()}`)
    .join('');
}

/** Why a field can't be corrected; the policy may say it in its own words. */
const obstacles: Readonly<Record<string, string>> = {
  key: 'records are known by it',
  reference: 'it leads to other records',
  identity: 'people are found by it, so a new one has to be confirmed: in the settings of the account',
  store: 'its store can’t write it',
  type: 'it holds a list',
  policy: 'the policy does not let it be corrected',
};
export const obstacle = (code: string): string => obstacles[code] ?? code;

/** What an event says in the timeline. */
const eventWords: { readonly [Type in EventType]: (event: Extract<TimelineEntry['event'], { type: Type }>) => string } =
  {
    RequestSubmitted: () => 'Request sent through the form',
    EmailConfirmed: () => 'Email address confirmed',
    ConfirmationExpired: () => 'Closed: the address was not confirmed in time',
    RequestWithdrawn: () => 'Withdrawn by the member',
    IdentityQuestioned: () => 'Identity in question: no account has the confirmed address',
    IdentityVerified: ({ method, account }) =>
      `Identity verified: ${identityMethods[method].toLowerCase()}, ${accounts[account].toLowerCase()}`,
    IdentityNotVerified: () => 'Closed: identity not verified',
    GatheringPlanned: ({ collections }) => `Gathering planned: ${count(collections.length, 'collection')}`,
    CollectionGathered: ({ collection, outcome, count: found, reason, due }) =>
      outcome === 'found'
        ? `${collection}: found ${found}`
        : outcome === 'nothing'
          ? `${collection}: nothing found`
          : outcome === 'by_hand'
            ? `${collection}: a person has to look by ${due}`
            : `${collection}: failed, ${failure(reason)}`,
    CollectionHandedIn: ({ collection, records }) => `${collection}: ${count(records, 'record')} handed in`,
    CollectionAttested: ({ collection, outcome }) =>
      `${collection}: ${outcome === 'nothing' ? 'looked through by hand, nothing found' : 'nobody can look'}`,
    ErasureByHandAwaited: () => 'All that systems erase is done; the rest is erased by hand',
    CollectionsRetryRequested: ({ collections }) => `Retry asked for: ${collections.join(', ')}`,
    HoldsChecked: ({ matters }) =>
      matters.length === 0 ? 'No legal hold covers this request' : `Under ${count(matters.length, 'legal hold')}`,
    RedactionsProposed: ({ undecided }) => `Redactions proposed: ${count(undecided, 'value')}`,
    RedactionChanged: ({ change, redacted, undecided }) =>
      `${redactionChanges[change]}: ${sum(redacted)} redacted, ${undecided} to decide`,
    ChangesViewed: () => 'Read what the member asked to have changed',
    ChangeDecided: ({ change, decision, reason, collection, fields }) =>
      decision === 'refused'
        ? `Change ${change}: refused, ${reason ? refusalReasons[reason].toLowerCase() : 'without a reason'}`
        : `Change ${change}: ${changeDecisions[decision].toLowerCase()}, ${fields?.join(', ')} in ${collection}`,
    ChangesReturned: ({ changes }) =>
      `Not written, because the records had changed: ${changes.map((change) => `change ${change}`).join(', ')}`,
    GatheringFinished: () => 'Every source has an outcome: ready for review',
    FindingsViewed: ({ collection }) => `Looked through ${collection}`,
    SubjectViewed: () => 'Looked up who asked',
    MailResendRequested: ({ outboxId }) => `Email sent again: ${mailName(outboxId)}`,
    CompanyChecked: ({ others, administrators, needsHandover }) =>
      `Company counted without this account: ${count(others, 'account')}, ${count(administrators, 'administrator')}${needsHandover ? '; it has to be handed over or closed' : ''}`,
    CompanyClosed: () => 'Noted that the company is closed: what it published goes',
    ComplaintAnswered: () => 'Complaint or question answered',
    AnswerProposed: () => 'Answer proposed for approval',
    AnswerReturned: () => 'Answer sent back',
    AnswerApproved: ({ eraseFrom }) =>
      eraseFrom === undefined ? 'Answer approved' : `Answer approved: stores are changed from ${eraseFrom}`,
    RefusalProposed: ({ reason }) => `Refusal proposed: ${refusalReasons[reason].toLowerCase()}`,
    RefusalApproved: () => 'Refusal approved and sent',
    RefusalReturned: () => 'Refusal sent back',
    PackageBuilt: ({ bytes }) => `Package built: ${size(bytes)}`,
    ErasureStarted: () => 'Waiting period over: deletion started',
    HoldsLifted: () => 'No legal hold covers the rest any more: staff decide to go on',
    ErasurePlanned: ({ collections }) => `Changes planned: ${count(collections.length, 'collection')}`,
    CollectionErased: ({ collection, outcome, deleted, changed, kept, held, reason, changes }) =>
      `${collection}: ${deleted} deleted, ${changed} changed, ${kept} kept, ${held} under hold${changesSentence(changes)}${
        outcome === 'failed' ? `; failed, ${failure(reason)}` : ''
      }`,
    RecipientsListed: ({ byRequest, byHand }) =>
      `Recipients of the data: ${byRequest.length} to be told by a request, ${byHand.length} by hand`,
    RecipientTold: (event) =>
      event.outcome === 'told'
        ? `${event.recipient}: told`
        : `${event.recipient}: could not be told, ${failure(event.reason)}`,
    RecipientAnswered: ({ recipient, outcome }) =>
      outcome === 'completed' ? `${recipient}: says that it has done it` : `${recipient}: says that it has not done it`,
    RequestCompleted: () => 'Completed',
    RequestPartlyCompleted: () => 'Partly completed: something was kept',
    LawCorrected: ({ law }) => `Law corrected to ${law}`,
    DeadlineExtended: ({ reason }) => `Deadline extended: ${(extensionGrounds[reason] ?? reason).toLowerCase()}`,
    DeadlineMoved: ({ dates }) => `The answer is due by ${day(dates.replyBy)}`,
    ClarificationAsked: ({ about }) =>
      about === 'identity' ? 'Member asked who they are' : 'Member asked about the request',
    ClarificationReceived: () => 'Member answered the question',
    ClarificationClosed: () => 'Went on without an answer',
    FollowUpNoted: ({ followUp }) =>
      `The member ${followUp.right === 'appeal' ? 'appealed' : 'complained'}: ${followUp.reference}`,
    MessageSent: () => 'Message sent to the member',
    MessageReceived: ({ attachments }) =>
      attachments ? `Message from the member, with ${count(attachments.length, 'file')}` : 'Message from the member',
    RepliesRead: () => 'Replies marked as read',
    NoteAdded: () => 'Internal note added',
    AttachmentViewed: () => 'File of the member saved',
    ClarificationReminded: () => 'Member reminded of the question',
    ClarificationUnanswered: () => 'Staff told that the member has not answered',
    ClockPaused: ({ noticeToo }) =>
      noticeToo
        ? 'The time for the answer, and for announcing an extension, stands still until the member answers'
        : 'The time for the answer stands still until the member answers',
    ClockResumed: () => 'The open question no longer stops the time for the answer',
    ExtensionWindowClosing: ({ noticeBy }) => `Staff told: an extension can be announced until ${day(noticeBy)}`,
    ExtensionWindowClosed: ({ noticeBy }) => `The time to announce an extension ended on ${day(noticeBy)}`,
    DownloadReleased: () => 'Package downloaded by the member',
    RestrictionLiftAnnounced: ({ from }) => `Member told that the restriction is lifted on ${day(from.slice(0, 10))}`,
    RestrictionLiftStarted: () => 'Restriction is being lifted',
    DataPreserved: ({ until }) =>
      until === undefined
        ? 'The law keeps what was refused as long as there may be recourse'
        : `The law keeps what was refused until ${day(until)}`,
    PreservationHeld: () => 'What was refused is under a legal hold of the system',
    PreservationEnded: () => 'The law no longer keeps what was refused',
    ExportDeleted: () => 'Findings and package deleted',
    RecordErased: () => 'Record erased: its retention is over, only this history is left',
    RequestAssigned: ({ assignee }) => (assignee === null ? 'No longer assigned' : `Assigned to ${assignee}`),
    ReminderSent: ({ due, days }) => `Staff reminded: due within ${count(days, 'day')}, on ${day(due)}`,
    DeadlineMissed: ({ due }) => `Deadline missed: it was ${day(due)}; staff, approvers and privacy officer told`,
    EscalationRepeated: ({ due }) => `Still overdue since ${day(due)}: staff, approvers and privacy officer told again`,
    StepParked: ({ step, error }) => `Step ${step} failed for good: ${error}`,
    StepRetried: () => 'Retry of the failed step',
    WorkflowRestarted: ({ attempt }) => `Workflow started again (attempt ${attempt})`,
  };

/** @param titleOf what people call a collection */
export function eventSentence(event: TimelineEntry['event'], titleOf: (collection: string) => string): string {
  const titled = {
    ...event,
    ...('collection' in event ? { collection: titleOf(event.collection) } : {}),
    ...('collections' in event ? { collections: event.collections.map(titleOf) } : {}),
  };
  return (eventWords[event.type] as (event: object) => string)(titled);
}

export function actorName(actor: TimelineEntry['actor']): string {
  if (actor.kind === 'staff') return actor.id;
  return actor.kind === 'data_subject' ? 'Member' : `System (${actor.part})`;
}

export function scopeSentence(scope: HoldScopeView, policy: PolicyView | undefined): string {
  const named = (list: readonly { key: string; name: string }[] | undefined, key: string) =>
    list?.find((item) => item.key === key)?.name ?? key;
  const { period } = scope;
  return [
    scope.subject ? 'one person' : '',
    scope.company === undefined ? '' : `company ${scope.company}`,
    scope.store === undefined ? '' : `store ${scope.store}`,
    scope.collection === undefined ? '' : `collection “${named(policy?.collections, scope.collection)}”`,
    scope.category === undefined ? '' : `category “${named(policy?.categories, scope.category)}”`,
    period ? [period.from && `from ${period.from}`, period.to && `to ${period.to}`].filter(Boolean).join(' ') : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** Why the API did not do something. */
const problems: Readonly<Record<string, string>> = {
  not_signed_in: 'You are signed out. Sign in again.',
  no_role: 'Your account has no role here. Ask an administrator.',
  not_found: 'This does not exist, or no longer.',
  record_erased: 'The record of this request was erased: nothing can be done to it any more.',
  role_required: 'Your role does not allow this.',
  reason_not_applicable: 'This reason is not one for what was asked.',
  same_person: 'You proposed this, so someone else has to approve it.',
  kept_by_law: 'The law keeps this until its day has passed: nobody can release it before.',
  release_not_proposed: 'Nobody has proposed to release this hold, or it was declined meanwhile.',
  already_extended: 'The time can be extended only once.',
  no_extension_in_law: 'This law grants no extension.',
  deadline_passed: 'The time for an answer is over, so it can no longer be extended.',
  notice_window_over: 'The time in which the member must be told of an extension is over.',
  new_date_needed: 'Name a new date after the one that is due now.',
  unknown_law: 'The policy names no such law.',
  unknown_ground: 'The law does not name this ground.',
  not_allowed_now: 'This is not possible in the current state of the request.',
  collections_unfinished: 'Some sources have not been read: retry them, or look through them, first.',
  submission_empty: 'The file has no records.',
  submission_too_large: 'The file is too large: at most 1 MB and 5,000 records.',
  submission_unreadable: 'The file cannot be read: is it JSON lines, or CSV with a header?',
  submission_unknown_field: 'The file has a field that this source does not have.',
  submission_no_key: 'A record of the file lacks its number.',
  submission_wrong_type: 'A record of the file has a text where a number belongs.',
  erasure_incomplete: 'That is less than what must go. Erase the rest first.',
  erasure_beyond: 'That is more than was found.',
  handover_needed: 'The company would be left without an administrator. Settle that first.',
  complaint_unanswered: 'The complaint or question is not answered yet.',
  redactions_undecided: 'Proposed redactions are not decided yet: accept or decline them in Review.',
  changes_undecided: 'Corrections or take-downs are not decided yet: decide each of them in Review.',
  changes_all_refused: 'Everything is refused: propose a refusal instead, so that a second person agrees.',
  unknown_change: 'There is no such change.',
  unknown_attachment: 'There is no such file.',
  too_many_messages: 'There are as many of them as a request can have.',
  unknown_record: 'No such record was found for this person.',
  not_correctable: 'This field can’t be corrected.',
  wrong_type: 'The field can’t hold this value.',
  already_so: 'It is so already.',
  not_theirs: 'The policy does not let this person have it taken down.',
  words_missing: 'Say in words why it is not done as asked.',
  wrong_right: 'This is no change of that kind.',
  nothing_to_undo: 'There is nothing to undo.',
  unknown_redaction: 'These redactions have changed: load them again.',
  unknown_collection: 'There is no such collection.',
  bad_input: 'Something in the form does not fit.',
  erased: 'Who asked has been erased from this request.',
  legal_parts_missing: 'The email would lack what the law wants said. See the list beside its preview.',
  template_missing: 'There is no refusal mail in the language of this request.',
  not_failed: 'Only a mail that failed or came back can be sent again.',
  scope_empty: 'A scope needs at least one part.',
  period_empty: 'Give the period a start or an end.',
  period_reversed: 'The period ends before it starts.',
  review_not_ahead: 'The review date has to be after today.',
  matter_taken: 'This hold was placed before with other content.',
  unknown_store: 'There is no such store.',
  unknown_category: 'There is no such category.',
  not_an_address: 'This is not an email address.',
  too_large: 'This is too long.',
  unreachable: 'The server did not answer. What you typed is kept; try again.',
};
export const problem = (code: string): string => problems[code] ?? `Something went wrong (${code}).`;

export const roles: Readonly<Record<string, string>> = {
  agent: 'Agent',
  approver: 'Approver',
  'privacy-officer': 'Privacy officer',
  legal: 'Legal',
  admin: 'Administrator',
  auditor: 'Auditor',
};

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
