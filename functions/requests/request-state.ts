import type { AskedChange, ChangeProgress } from './asked-changes.ts';
import type { ClockDates, ClockPause } from './clock-dates.ts';
import type { Attachment, InternalNote, Message } from './correspondence.ts';
import type { FollowedRequest, FollowUp } from './follow-up.ts';
import type { Watch } from './watch.ts';

/**
 * What is known of a request: the words other files speak. Nothing here is personal data; subjects, reasons
 * in words and findings are sealed items beside the request.
 */

/** One list, explained in `docs/glossary.md`. Parked, held and waiting are flags, so the clock is never hidden. */
export type RequestStatus =
  | 'awaiting_confirmation'
  | 'verifying_identity'
  | 'gathering_data'
  | 'in_review'
  | 'awaiting_member'
  | 'awaiting_approval'
  | 'fulfilling'
  | 'completed'
  | 'partly_completed'
  | 'refused'
  | 'withdrawn'
  | 'closed_unverified'
  /** Another request of the same data subject asks for the same. */
  | 'duplicate';

export const closedStatuses: ReadonlySet<RequestStatus> = new Set([
  'completed',
  'partly_completed',
  'refused',
  'withdrawn',
  'closed_unverified',
  'duplicate',
]);

/** In the order they are carried out. */
export const rights = [
  'access',
  'portability',
  'advertising_opt_out',
  'marketing_unsubscribe',
  'consent_withdrawal',
  'objection',
  'restriction',
  'correction',
  'listing_takedown',
  'deletion',
  'account_cancellation',
  'complaint',
  /** Against the answer to an earlier request; never asked for by itself. */
  'appeal',
] as const;
export type Right = (typeof rights)[number];

/** Why processing has to be restricted: the points (a) to (d) of GDPR Art. 18(1). */
export const restrictionGrounds = [
  'accuracy_contested',
  'processing_unlawful',
  'needed_for_claims',
  'objection_pending',
] as const;
export type RestrictionGround = (typeof restrictionGrounds)[number];

/** Who the data subject says they are to the platform. */
export type Relation = 'member' | 'former_member' | 'non_member';

/** What the workflow can wait for: persons, or the days in which a deletion can be taken back. */
export type WaitName = 'identity' | 'review' | 'approval' | 'waiting_period' | 'erasure_by_hand' | 'parked';

/**
 * How a collection ended, or that it has not yet (`waiting`). `by_hand`: a person looks through it; `unavailable`: staff
 * attested that nobody can.
 */
export type CollectionOutcome = 'waiting' | 'found' | 'nothing' | 'failed' | 'by_hand' | 'unavailable';

export interface CollectionProgress {
  readonly outcome: CollectionOutcome;
  /** Records found; 0 until known. */
  readonly count: number;
  /** The gathering this outcome belongs to, and so the one whose findings count. */
  readonly gathering: number;
  /** A code, such as `store_unreachable`; only with `failed`. */
  readonly reason?: string;
  /** Plain ISO date by which a person should have looked; only of a collection that people look through. */
  readonly due?: string;
  /** Name of the file with what they found; an id. */
  readonly submission?: string;
  /** Name of the sealed item that says why it is `unavailable`. */
  readonly words?: string;
}

/** What became of one collection while erasing. Numbers are records. */
export interface CollectionErasure {
  /** `by_hand`: a person erases or corrects there, and has not said yet that it is done. */
  readonly outcome: 'waiting' | 'erased' | 'failed' | 'by_hand';
  readonly deleted: number;
  /** Fields were erased, the rest kept on a legal basis. */
  readonly changed: number;
  /** Kept whole on a legal basis. */
  readonly kept: number;
  /** Kept because of a legal hold. */
  readonly held: number;
  /** A code; only with `failed`. */
  readonly reason?: string;
  /** Plain ISO date by which a person should have done so; only with `by_hand`. */
  readonly due?: string;
}

/**
 * How a recipient of the data was told that it is erased (GDPR Art. 19). `waiting`: not sent yet; `by_hand`: staff tell it;
 * `told`: it took the request and still owes its own answer; `completed`, `cancelled`: that answer; `not_told`: it could
 * not be told.
 */
export type NoticeOutcome = 'waiting' | 'by_hand' | 'told' | 'completed' | 'cancelled' | 'not_told';

export interface RecipientNotice {
  readonly outcome: NoticeOutcome;
  /** Instant by which it should have answered; only once told. */
  readonly answerBy?: string;
  /** A code; only with `not_told`. */
  readonly reason?: string;
}

/** Why something is left out of a copy (GDPR Art. 15(4)): it is about someone else, a trade secret, or privileged. */
export const redactionReasons = ['third_party', 'trade_secret', 'privileged'] as const;
export type RedactionReason = (typeof redactionReasons)[number];

/** What is left out of a copy. Numbers are distinct values and whole fields, wherever they occur. */
export interface Redactions {
  /** Name of the list beside the findings that says which; an id. */
  readonly list: string;
  readonly undecided: number;
  readonly kept: number;
  readonly redacted: Readonly<Partial<Record<RedactionReason, number>>>;
}

export type RedactionChange = 'accepted' | 'kept' | 'added' | 'shown' | 'removed' | 'undone';

/** A company without the account that is to be cancelled. Numbers are accounts that are in use. */
export interface CompanyStanding {
  /** The collection of accounts that was counted. */
  readonly accounts: string;
  /** Other accounts of it. */
  readonly others: number;
  /** Administrators among those. */
  readonly administrators: number;
  /** It has other accounts, and would be left without an administrator. */
  readonly needsHandover: boolean;
  /** The last account of it goes, and the company with it. */
  readonly isLast: boolean;
}

export type RefusalReason =
  | 'identity_not_verified'
  | 'manifestly_unfounded'
  | 'excessive'
  | 'rights_of_others'
  | 'legal_obligation'
  | 'not_the_controller'
  /** What is stored was found to be right. */
  | 'found_accurate'
  /** The record shows what was said or done at its time, and that it does. */
  | 'kept_as_recorded'
  | 'not_held'
  /** It belongs to somebody else. */
  | 'not_theirs'
  | 'compelling_grounds'
  | 'no_ground_for_restriction';

/** Why one right of several is refused, while others are granted. */
export interface RightRefusal {
  readonly reason: RefusalReason;
  /** Name of the sealed item with the plain words for the member. */
  readonly words: string;
  readonly by: string;
  readonly at: string;
}

export type Actor =
  | { readonly kind: 'data_subject' }
  | { readonly kind: 'system'; readonly part: string }
  | { readonly kind: 'staff'; readonly id: string; readonly roles: readonly StaffRole[] };

export const staffRoles = ['agent', 'approver', 'privacy-officer', 'legal', 'admin', 'auditor'] as const;
export type StaffRole = (typeof staffRoles)[number];

/** A question of staff to the member. Instants are ISO strings in UTC; words are names of sealed items. */
export interface Clarification {
  /** What the member asked for, or who they are. */
  readonly about: 'request' | 'identity';
  readonly words: string;
  readonly askedAt: string;
  readonly askedBy: string;
  /** When the member answered, or staff went on without an answer. */
  readonly endedAt?: string;
  /** Only when the member answered. */
  readonly answer?: string;
  readonly attachments?: readonly Attachment[];
  /** When the member was reminded of it. */
  readonly remindedAt?: string;
  /** Office day on which staff were last told that it is unanswered. */
  readonly staffToldOn?: string;
}

/** What the member asked for, as far as it is not personal data. */
export interface Ask extends ClockDates {
  readonly reference: string;
  readonly rights: readonly Right[];
  readonly relation: Relation;
  /** Someone else fills in the form; the data subject's own address confirms. */
  readonly onBehalf: boolean;
  readonly language: string;
  /** Category keys of the policy; empty means all. */
  readonly categories: readonly string[];
  /** Collections looked through with all their fields, beside those categories. */
  readonly fully?: readonly string[];
  /** Plain ISO dates, both inclusive; absent means all times. */
  readonly period?: { readonly from?: string; readonly to?: string };
  /** Functions to which consent is withdrawn; keys of the policy. */
  readonly functions?: readonly string[];
  /** Uses that are objected to; keys of the policy. */
  readonly uses?: readonly string[];
  readonly restrictionGround?: RestrictionGround;
  readonly channel: 'web';
  /** Where the data subject lives, as far as another law follows from it; an ISO 3166 code of the policy. */
  readonly residence?: string;
  /** Profile id of the law whose time runs. */
  readonly law: string;
  /** The answer is due at the end of the day `replyBy` in this zone. */
  readonly timeZone: string;
  readonly calendar: string;
  /** Instant (ISO, UTC): unconfirmed by then, the request closes. */
  readonly confirmBy: string;
  /** Keyed hash of the address; never the address. */
  readonly subjectKey: string;
  /**
   * Only where stores are changed: so many days it can be taken back, and so many people have to agree; two unless said.
   * With none, the system goes straight through.
   */
  readonly erasure?: { readonly waitingDays: number; readonly approvals?: 0 | 1 };
  /** Of a complaint about an answer, or an appeal: the request that was answered. It needs no confirmation of its own. */
  readonly follows?: FollowedRequest;
  /** Single changes asked for; absent where there are none. */
  readonly changes?: readonly AskedChange[];
  /** Days after receipt on which the data subject is told that it goes on, while it is open; ascending. */
  readonly progressDays?: readonly number[];
}

export interface RequestState extends Ask {
  readonly changes?: readonly ChangeProgress[];
  readonly id: string;
  /** Number of events so far; the condition of the next write. */
  readonly version: number;
  /** Hash of the last event: the end of the chain. */
  readonly lastHash: string;
  readonly status: RequestStatus;
  /** Instants are ISO strings in UTC. */
  readonly receivedAt: string;
  readonly changedAt: string;
  readonly confirmedAt?: string;
  /** When the data subject was reminded to confirm it. */
  readonly confirmationRemindedAt?: string;
  /** The last of `progressDays` on which the data subject was told that it goes on. */
  readonly progressTold?: number;
  /** Counts confirmations and retries of a lost workflow; names its executions. */
  readonly workflowAttempt: number;
  /** How often a lost workflow was started again since anything else happened; absent while it was not. */
  readonly restartsInVain?: number;
  readonly identity?: {
    readonly method: 'code_to_address' | 'staff';
    /** Whether the confirmed address is one on record. */
    readonly account: 'on_record' | 'not_on_record';
  };
  readonly identityQuestion?: 'claimed_account_not_found';
  /** Number of the current gathering; a retry of collections starts the next one. */
  readonly gathering: number;
  readonly collections: Readonly<Record<string, CollectionProgress>>;
  /** Absent while nothing was proposed or redacted. */
  readonly redactions?: Redactions;
  /**
   * How many addresses of the data subject the stores hold beside the confirmed one, by what that gathering found; absent
   * while there is none, or nothing is announced to them.
   */
  readonly addressesOnRecord?: { readonly gathering: number; readonly count: number };
  /** The one extension of the time for an answer. */
  readonly extension?: {
    readonly by: string;
    readonly at: string;
    /** A ground that the law names. */
    readonly reason: string;
    /** Name of the sealed item with the plain words for the member. */
    readonly words: string;
    /** Plain ISO date; only where the law sets no end. */
    readonly until?: string;
  };
  /** Questions to the member, oldest first; the last one waits for an answer while the status says so. */
  readonly clarifications?: readonly Clarification[];
  /** Complaints and appeals about the answer, oldest first. */
  readonly followUps?: readonly FollowUp[];
  /** The thread between the member and staff, oldest first. */
  readonly messages?: readonly Message[];
  /** Oldest first. */
  readonly notes?: readonly InternalNote[];
  /** Since when something the member wrote waits to be read by staff. */
  readonly repliedAt?: string;
  /** The time for an answer stands still until the member has answered. */
  readonly paused?: ClockPause;
  /** Matters whose legal hold covers the data subject. */
  readonly holds: readonly string[];
  readonly decision?: {
    readonly kind: 'approve' | 'refuse';
    readonly by: string;
    readonly at: string;
    readonly reason?: RefusalReason;
    /** Name of the sealed item with the plain words for the member. */
    readonly words?: string;
    readonly approvedBy?: string;
  };
  /** Rights that staff refuse while others are granted; what is not named here is granted with the approval. */
  readonly rightRefusals?: Readonly<Partial<Record<Right, RightRefusal>>>;
  /** What the cancellation of the account means for its company; absent where there is none. */
  readonly company?: CompanyStanding & {
    readonly closed?: true;
    /** Since the approval the cancellation has come to mean something else for it. */
    readonly changed?: true;
  };
  /** What staff answered to a complaint or question; `words` names the sealed item. */
  readonly complaintAnswer?: { readonly words: string; readonly by: string; readonly at: string };
  readonly package?: {
    readonly id: string;
    readonly bytes: number;
    readonly expiresAt: string;
  };
  /** An approved deletion. `from` is an instant: until then nothing is changed and the member may withdraw. */
  readonly erasing?: {
    readonly from: string;
    readonly startedAt?: string;
    readonly finishedAt?: string;
    readonly collections: Readonly<Record<string, CollectionErasure>>;
    /** By key of the policy; absent until it is known who has to be told. */
    readonly recipients?: Readonly<Record<string, RecipientNotice>>;
  };
  /**
   * A refused copy whose data a law demands to keep: through `until` (plain ISO date), or as long as there may be recourse.
   * `matter`: the legal hold that keeps it.
   */
  readonly preservation?: { readonly until?: string; readonly matter?: string; readonly endedAt?: string };
  /** A restriction that staff lift: told to the member with its reason (`words`, a sealed item), and lifted from `from`, an instant. */
  readonly lifting?: {
    readonly by: string;
    readonly at: string;
    readonly words: string;
    readonly from: string;
    readonly startedAt?: string;
  };
  /** Who reads the findings of which source since when: the latest look. */
  readonly looking?: {
    readonly by: string;
    readonly collection: string;
    readonly gathering: number;
    readonly since: string;
  };
  /** The request it was closed as a duplicate of, and whether that was answered by then. */
  readonly duplicateOf?: { readonly requestId: string; readonly reference: string; readonly answered: boolean };
  /** Findings and package are gone from the export bucket. */
  readonly exportDeletedAt?: string;
  /** From then on only the events are left, and what follows from them. */
  readonly recordErasedAt?: string;
  readonly waitingFor?: WaitName;
  readonly parked?: { readonly step: string; readonly error: string; readonly at: string };
  readonly assignee?: string;
  /** When staff last did something about it; reading is not acting. */
  readonly actedAt?: string;
  /** What staff were told about the due date. */
  readonly watch?: Watch;
  readonly closedAt?: string;
  /** Whole seconds spent so far in each status, up to the last change; what comes after closing does not count. */
  readonly secondsIn?: Readonly<Partial<Record<RequestStatus, number>>>;
}
