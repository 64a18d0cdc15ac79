import type { RedactionView } from '../../../functions/console/review-views.ts';
import type {
  CollectionView,
  HoldScopeView,
  MailPreview,
  MailView,
  NextStep,
  PolicyView,
  RequestSummary,
  RequestView,
} from '../../../functions/console/views.ts';

/** Words of the staff console, by code. */

type Status = RequestSummary['status'];
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
  duplicate: 'Closed: duplicate',
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
  approve_answer: 'A second person has to approve the answer or send it back.',
  approve_refusal: 'A second person has to approve the refusal or send it back.',
  system_builds: 'The system is building the package.',
  waiting_period: 'The deletion was announced; until it starts the member can take it back.',
  system_erases: 'The system is making the changes in every store.',
  retry_parked: 'A step failed for good. Find out why, then retry it.',
  read_reply: 'The request is closed, and the member wrote: read it, and answer if it needs an answer.',
  nothing: 'Nothing: this request is closed.',
};

/** What people have to do in a source that no system reaches. */
export type WorkByHand = 'erase' | 'correct' | 'erase_and_correct';

/** The sentence of `erase_by_hand`, by what there is to do. */
export const workByHand: Readonly<Record<WorkByHand, string>> = {
  erase: nextSteps.erase_by_hand,
  correct: 'Someone has to correct a record in a source by hand, and say what came of it.',
  erase_and_correct: 'Someone has to erase and to correct in a source by hand, and say what came of it.',
};

/** Of one source; a day follows. */
export const toDoByHand: Readonly<Record<WorkByHand, string>> = {
  erase: 'To be erased by hand',
  correct: 'To be corrected by hand',
  erase_and_correct: 'To be erased and corrected by hand',
};

export const shortNextSteps: Readonly<Record<NextStep, string>> = {
  member_confirms: 'Member confirms address',
  system_verifies: 'Checking identity',
  decide_identity: 'Decide identity',
  look_by_hand: 'Look by hand',
  erase_by_hand: 'Erase or correct by hand',
  system_gathers: 'Gathering',
  member_answers: 'Member answers',
  retry_failed: 'Retry failed sources',
  settle_company: 'Settle company',
  answer_complaint: 'Answer complaint',
  review_and_decide: 'Review and decide',
  approve_answer: 'Approve answer',
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
  verification_reminder: 'Reminder to confirm',
  verification_expired: 'Not confirmed in time',
  progress: 'Word of progress',
  duplicate: 'Closed as a duplicate',
  identity_not_verified: 'Identity not verified',
  withdrawn: 'Withdrawal confirmed',
  access_ready: 'The data is ready',
  deletion_scheduled: 'The deletion is announced',
  deletion_done: 'The deletion is done',
  cancellation_scheduled: 'The cancellation is announced',
  erasure_announced: 'Announcement to another address on record',
  cancellation_stopped: 'The cancellation is stopped',
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
