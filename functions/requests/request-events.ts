import type { ChangeDecision, ChangeOutcome } from './asked-changes.ts';
import type { ClockDates } from './clock-dates.ts';
import type { Attachment } from './correspondence.ts';
import type { FollowUp } from './follow-up.ts';
import type {
  Actor,
  Ask,
  Clarification,
  CollectionErasure,
  CollectionOutcome,
  CompanyStanding,
  RedactionChange,
  Redactions,
  RefusalReason,
  Right,
} from './request-state.ts';
import type { ReminderDays } from './watch.ts';

/** What happened to a request, in the past tense. Events never hold personal data; they name sealed items. */
export type RequestEvent =
  | { readonly type: 'RequestSubmitted'; readonly ask: Ask }
  | { readonly type: 'EmailConfirmed' }
  | { readonly type: 'ConfirmationExpired' }
  /** The member was reminded to confirm it. */
  | { readonly type: 'ConfirmationReminded' }
  /** The member was told that it goes on, so many days after receipt. */
  | { readonly type: 'ProgressTold'; readonly days: number }
  /** Staff found that another request of the same member asks for the same. */
  | {
      readonly type: 'ClosedAsDuplicate';
      readonly original: { readonly requestId: string; readonly reference: string; readonly answered: boolean };
    }
  | { readonly type: 'RequestWithdrawn' }
  | { readonly type: 'IdentityQuestioned'; readonly question: 'claimed_account_not_found' }
  | {
      readonly type: 'IdentityVerified';
      readonly method: 'code_to_address' | 'staff';
      readonly account: 'on_record' | 'not_on_record';
    }
  | { readonly type: 'IdentityNotVerified' }
  | { readonly type: 'GatheringPlanned'; readonly collections: readonly string[] }
  | {
      readonly type: 'CollectionGathered';
      readonly collection: string;
      readonly gathering: number;
      readonly outcome: GatheredOutcome;
      readonly count: number;
      readonly reason?: string;
      /** Only `by_hand`: plain ISO date by which a person should have looked. */
      readonly due?: string;
    }
  /** A person handed in what they found there: a file of so many records, that is now read like any other source. */
  | {
      readonly type: 'CollectionHandedIn';
      readonly collection: string;
      readonly submission: string;
      readonly records: number;
    }
  /** A person looked there and found nothing, or attests that nobody can look; `words`: why, a sealed item. */
  | {
      readonly type: 'CollectionAttested';
      readonly collection: string;
      readonly outcome: 'nothing' | 'unavailable';
      readonly words?: string;
    }
  | { readonly type: 'CollectionsRetryRequested'; readonly collections: readonly string[] }
  | { readonly type: 'HoldsChecked'; readonly matters: readonly string[] }
  /** So many addresses of the data subject were found beside the confirmed one; they are a sealed item. */
  | { readonly type: 'AddressesNoted'; readonly gathering: number; readonly addresses: number }
  | ({ readonly type: 'RedactionsProposed' } & Redactions)
  | ({ readonly type: 'RedactionChanged'; readonly change: RedactionChange } & Redactions)
  | { readonly type: 'GatheringFinished' }
  | { readonly type: 'ChangesViewed' }
  | ({ readonly type: 'ChangeDecided'; readonly change: string } & ChangeDecision)
  | { readonly type: 'FindingsViewed'; readonly collection: string }
  | { readonly type: 'SubjectViewed' }
  | { readonly type: 'MailResendRequested'; readonly outboxId: string }
  | ({ readonly type: 'CompanyChecked' } & CompanyStanding)
  /** Staff established that the company is closed: what it published goes. */
  | { readonly type: 'CompanyClosed' }
  | { readonly type: 'ComplaintAnswered'; readonly words: string }
  /** One right of several, with its reason; `words`: a sealed item. */
  | { readonly type: 'RightRefused'; readonly right: Right; readonly reason: RefusalReason; readonly words: string }
  /** Staff thought again: it is granted with the others. */
  | { readonly type: 'RightGranted'; readonly right: Right }
  | { readonly type: 'AnswerProposed' }
  | { readonly type: 'AnswerReturned'; readonly words: string }
  /** `eraseFrom`: instant from which stores may be changed, at once when it is not ahead; only where something is. */
  | { readonly type: 'AnswerApproved'; readonly eraseFrom?: string }
  | { readonly type: 'RefusalProposed'; readonly reason: RefusalReason; readonly words: string }
  | { readonly type: 'RefusalApproved' }
  | { readonly type: 'RefusalReturned'; readonly words: string }
  | { readonly type: 'PackageBuilt'; readonly packageId: string; readonly bytes: number; readonly expiresAt: string }
  /** The waiting period of a cancellation is over: its company is counted again before anything is carried out. */
  | { readonly type: 'CompanyRecountStarted'; readonly accounts: string }
  /** It would mean something else for the company than what was approved: nothing was carried out, staff decide anew. */
  | { readonly type: 'CancellationStopped' }
  /** Stores are changed from now on. */
  | { readonly type: 'ErasureStarted' }
  /** No legal hold covers what was held back: the rest can be erased when staff agree. */
  | { readonly type: 'HoldsLifted' }
  /** Collections new in the plan, or failed before. */
  | {
      readonly type: 'ErasurePlanned';
      readonly collections: readonly string[];
      /** Those of them in which people erase or correct, with the plain ISO date by which they should have. */
      readonly byHand?: Readonly<Record<string, string>>;
    }
  /** All that the system erases is done; the rest waits for people. */
  | { readonly type: 'ErasureByHandAwaited' }
  | ({ readonly type: 'CollectionErased'; readonly collection: string } & FinishedErasure)
  /** These could not be carried out, because the records had moved on: staff decide on them again. */
  | { readonly type: 'ChangesReturned'; readonly changes: readonly string[] }
  /** Who may have received what was erased, and whether they are told by a request or by hand. */
  | { readonly type: 'RecipientsListed'; readonly byRequest: readonly string[]; readonly byHand: readonly string[] }
  | {
      readonly type: 'RecipientTold';
      readonly recipient: string;
      readonly outcome: 'told';
      /** Instant by which it should have answered. */
      readonly answerBy: string;
    }
  | {
      readonly type: 'RecipientTold';
      readonly recipient: string;
      readonly outcome: 'not_told';
      readonly reason: string;
    }
  /** What a recipient says it did. */
  | {
      readonly type: 'RecipientAnswered';
      readonly recipient: string;
      readonly outcome: 'completed' | 'cancelled';
    }
  | { readonly type: 'RequestCompleted' }
  /** Something stayed, on a legal basis or under a legal hold. */
  | { readonly type: 'RequestPartlyCompleted' }
  /** Another law's time runs; `words`: why, a sealed item. */
  | { readonly type: 'LawCorrected'; readonly law: string; readonly calendar: string; readonly words: string }
  /** `reason`: a ground of the law; `until`: plain ISO date, only where the law sets no end. */
  | { readonly type: 'DeadlineExtended'; readonly reason: string; readonly words: string; readonly until?: string }
  /** What happened in the same step leads to other dates. */
  | { readonly type: 'DeadlineMoved'; readonly dates: ClockDates }
  /** While the member's answer is awaited; `noticeToo`: also the time in which an extension must be announced. */
  | { readonly type: 'ClockPaused'; readonly noticeToo: boolean }
  /** Under the law that now applies, the question that is open pauses nothing. */
  | { readonly type: 'ClockResumed' }
  | { readonly type: 'ClarificationAsked'; readonly about: Clarification['about']; readonly words: string }
  | {
      readonly type: 'ClarificationReceived';
      readonly words: string;
      readonly attachments?: readonly Attachment[];
    }
  /** Staff go on without an answer. */
  | { readonly type: 'ClarificationClosed' }
  /** The member complained of the answer, or appealed. */
  | { readonly type: 'FollowUpNoted'; readonly followUp: FollowUp }
  /** Staff wrote to the member; `message` is its id. */
  | { readonly type: 'MessageSent'; readonly message: string; readonly words: string }
  /** The member wrote to staff: a text, files, or both. */
  | {
      readonly type: 'MessageReceived';
      readonly message: string;
      readonly words?: string;
      readonly attachments?: readonly Attachment[];
    }
  /** Staff have read what the member wrote, and need not answer. */
  | { readonly type: 'RepliesRead' }
  /** Staff noted something for each other. */
  | { readonly type: 'NoteAdded'; readonly words: string }
  /** Staff asked for a file that the member sent. */
  | { readonly type: 'AttachmentViewed'; readonly attachment: string }
  /** The member was reminded of the question of that instant. */
  | { readonly type: 'ClarificationReminded'; readonly asked: string }
  /** Staff were told that it is still unanswered; `on` is the office's day. */
  | { readonly type: 'ClarificationUnanswered'; readonly asked: string; readonly on: string }
  | { readonly type: 'DownloadReleased'; readonly packageId: string }
  /** A law demands that what was refused is kept; `until`: plain ISO date, absent while there may be recourse. */
  | { readonly type: 'DataPreserved'; readonly until?: string }
  | { readonly type: 'PreservationHeld'; readonly matter: string }
  | { readonly type: 'PreservationEnded' }
  /** The member is told that the restriction is lifted from an instant on, and why (`words`, a sealed item). */
  | { readonly type: 'RestrictionLiftAnnounced'; readonly words: string; readonly from: string }
  | { readonly type: 'RestrictionLiftStarted' }
  | { readonly type: 'ExportDeleted' }
  /** Its months are over: what lies beside the events is erased; the events and counts stay. */
  | { readonly type: 'RecordErased' }
  | { readonly type: 'RequestAssigned'; readonly assignee: string | null }
  /** Staff were told that the answer is due within so many days. */
  | { readonly type: 'ReminderSent'; readonly due: string; readonly days: ReminderDays }
  /** The answer is overdue; `on` is the office's day on which staff were told. */
  | { readonly type: 'DeadlineMissed'; readonly due: string; readonly on: string }
  /** Still overdue, and nobody has acted since. */
  | { readonly type: 'EscalationRepeated'; readonly due: string; readonly on: string }
  /** Staff were told that an extension can be announced until that day only. */
  | { readonly type: 'ExtensionWindowClosing'; readonly noticeBy: string }
  /** That day went by before they were told. */
  | { readonly type: 'ExtensionWindowClosed'; readonly noticeBy: string }
  | { readonly type: 'StepParked'; readonly step: string; readonly error: string }
  | { readonly type: 'StepRetried' }
  | { readonly type: 'WorkflowRestarted'; readonly attempt: number };

/** How a gatherer can end. */
export type GatheredOutcome = Exclude<CollectionOutcome, 'waiting' | 'unavailable'>;

/** Erased or failed, with what was done until then. */
export type FinishedErasure = Omit<CollectionErasure, 'outcome' | 'due'> & {
  readonly outcome: 'erased' | 'failed';
  /** Of the single changes in this collection, by their ids. */
  readonly changes?: Readonly<Record<string, ChangeOutcome>>;
};

/** An event in its place: who, when, and the chain that makes tampering visible (`functions/audit/chain.ts`). */
export interface RecordedEvent {
  readonly requestId: string;
  /** From 1, without gaps. */
  readonly sequence: number;
  readonly at: string;
  readonly actor: Actor;
  readonly event: RequestEvent;
  readonly previous: string;
  readonly hash: string;
}

/** Reading is an event too, but changes nothing and is no answer to a deadline. */
export const readings: ReadonlySet<RequestEvent['type']> = new Set([
  'FindingsViewed',
  'SubjectViewed',
  'ChangesViewed',
  'AttachmentViewed',
]);

/** What the watch says. */
export const watchings: ReadonlySet<RequestEvent['type']> = new Set([
  'ExtensionWindowClosing',
  'ExtensionWindowClosed',
  'ConfirmationReminded',
  'ProgressTold',
  'ClarificationReminded',
  'ClarificationUnanswered',
  'ReminderSent',
  'DeadlineMissed',
  'EscalationRepeated',
]);
