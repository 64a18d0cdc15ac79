import type { ChangeDecision } from './asked-changes.ts';
import type { Attachment } from './correspondence.ts';
import type { FollowUp } from './follow-up.ts';
import type { FinishedErasure, GatheredOutcome } from './request-events.ts';
import type {
  Actor,
  Ask,
  CompanyStanding,
  RedactionChange,
  Redactions,
  RefusalReason,
  RequestState,
  RequestStatus,
  Right,
  StaffRole,
} from './request-state.ts';

/** What someone wants to happen to a request. */
export type Command =
  | { readonly type: 'submit'; readonly ask: Ask }
  | { readonly type: 'confirm_email' }
  | { readonly type: 'expire_confirmation' }
  | { readonly type: 'withdraw' }
  | { readonly type: 'match_account'; readonly account: 'on_record' | 'not_on_record' }
  | { readonly type: 'accept_identity' }
  | { readonly type: 'fail_identity' }
  | { readonly type: 'plan_gathering'; readonly collections: readonly string[] }
  | {
      readonly type: 'record_collection';
      readonly collection: string;
      readonly gathering: number;
      readonly outcome: GatheredOutcome;
      readonly count: number;
      readonly reason?: string;
      readonly due?: string;
    }
  /** `submission` names the file that lies beside the findings. */
  | {
      readonly type: 'hand_in_collection';
      readonly collection: string;
      readonly submission: string;
      readonly records: number;
    }
  | {
      readonly type: 'attest_collection';
      readonly collection: string;
      readonly outcome: 'nothing' | 'unavailable';
      readonly words?: string;
    }
  | {
      readonly type: 'retry_collection';
      readonly collection: string;
      /** Collections found through this one: what they missed is read again with it. */
      readonly dependents: readonly string[];
    }
  | { readonly type: 'note_holds'; readonly matters: readonly string[] }
  /** How many addresses on record there are beside the confirmed one; they are sealed with it. */
  | { readonly type: 'note_addresses'; readonly addresses: number }
  | ({ readonly type: 'propose_redactions' } & Redactions)
  | ({ readonly type: 'change_redactions'; readonly change: RedactionChange } & Redactions)
  | { readonly type: 'finish_gathering' }
  | { readonly type: 'view_changes' }
  | ({ readonly type: 'decide_change'; readonly change: string } & ChangeDecision)
  | { readonly type: 'view_findings'; readonly collection: string }
  | { readonly type: 'view_subject' }
  | { readonly type: 'resend_mail'; readonly outboxId: string }
  | ({ readonly type: 'record_company' } & CompanyStanding)
  /** The company was handed over: its accounts are counted again. */
  | { readonly type: 'recheck_company' }
  | { readonly type: 'close_company' }
  /** `words` names the sealed item with the answer. */
  | { readonly type: 'answer_complaint'; readonly words: string }
  | { readonly type: 'approve' }
  | { readonly type: 'approve_answer' }
  | { readonly type: 'return_answer'; readonly words: string }
  /** One right of several; `words` names the sealed item with the plain words for the member. */
  | { readonly type: 'refuse_right'; readonly right: Right; readonly reason: RefusalReason; readonly words: string }
  /** Takes the refusal of one right back. */
  | { readonly type: 'grant_right'; readonly right: Right }
  | { readonly type: 'propose_refusal'; readonly reason: RefusalReason; readonly words: string }
  | { readonly type: 'approve_refusal' }
  | { readonly type: 'return_refusal'; readonly words: string }
  | { readonly type: 'record_package'; readonly packageId: string; readonly bytes: number; readonly expiresAt: string }
  | { readonly type: 'start_erasure' }
  | {
      readonly type: 'plan_erasure';
      readonly collections: readonly string[];
      readonly byHand?: Readonly<Record<string, string>>;
    }
  /** What a person did in a collection that no system reaches. */
  | ({ readonly type: 'attest_erasure'; readonly collection: string } & ErasedByHand)
  | ({ readonly type: 'record_erasure'; readonly collection: string } & FinishedErasure)
  | { readonly type: 'list_recipients'; readonly byRequest: readonly string[]; readonly byHand: readonly string[] }
  | {
      readonly type: 'record_notice';
      readonly recipient: string;
      readonly outcome: 'told';
      readonly answerBy: string;
    }
  | {
      readonly type: 'record_notice';
      readonly recipient: string;
      readonly outcome: 'not_told';
      readonly reason: string;
    }
  | {
      readonly type: 'record_answer';
      readonly recipient: string;
      readonly outcome: 'completed' | 'cancelled';
    }
  | { readonly type: 'correct_law'; readonly law: string; readonly calendar: string; readonly words: string }
  /** `until`: plain ISO date; needed only where the law sets no end. */
  | { readonly type: 'extend_deadline'; readonly reason: string; readonly words: string; readonly until?: string }
  | { readonly type: 'ask_member'; readonly words: string }
  | { readonly type: 'answer_question'; readonly words: string; readonly attachments?: readonly Attachment[] }
  | { readonly type: 'close_question' }
  | { readonly type: 'note_follow_up'; readonly followUp: FollowUp }
  | { readonly type: 'send_message'; readonly message: string; readonly words: string }
  | {
      readonly type: 'receive_message';
      readonly message: string;
      readonly words?: string;
      readonly attachments?: readonly Attachment[];
    }
  | { readonly type: 'read_replies' }
  | { readonly type: 'add_note'; readonly words: string }
  | { readonly type: 'view_attachment'; readonly attachment: string }
  | { readonly type: 'finish_erasure' }
  | { readonly type: 'lift_holds' }
  | { readonly type: 'close_duplicate'; readonly original: Original | undefined }
  | { readonly type: 'release_download' }
  | { readonly type: 'hold_preserved'; readonly matter: string }
  | { readonly type: 'end_preservation' }
  /** `noticeDays`: days between telling the member and lifting; undefined where the policy lifts none. */
  | { readonly type: 'lift_restriction'; readonly words: string; readonly noticeDays: number | undefined }
  | { readonly type: 'start_lifting' }
  | { readonly type: 'delete_export' }
  | { readonly type: 'erase_record' }
  | { readonly type: 'assign'; readonly assignee: string | null }
  | { readonly type: 'watch_deadline' }
  | { readonly type: 'park'; readonly step: string; readonly error: string }
  | { readonly type: 'retry_parked' }
  | { readonly type: 'restart_workflow' };

/** The request that staff say another is a duplicate of. */
export type Original = Pick<RequestState, 'id' | 'reference' | 'status' | 'rights' | 'subjectKey' | 'confirmedAt'>;

/** Numbers of records, as in `CollectionErasure`, and what became of each single change due there. */
export type ErasedByHand = Pick<FinishedErasure, 'deleted' | 'changed' | 'kept' | 'held' | 'changes'>;

/** Why a command was refused. Codes; screens hold the words. */
export type CommandRefusal =
  | { readonly code: 'not_found' }
  | { readonly code: 'not_allowed_now'; readonly command: Command['type']; readonly status: RequestStatus }
  | { readonly code: 'role_required'; readonly roles: readonly StaffRole[] }
  | { readonly code: 'same_person' }
  | { readonly code: 'reason_not_applicable'; readonly reason: RefusalReason }
  | { readonly code: 'collections_unfinished'; readonly collections: readonly string[] }
  | { readonly code: 'redactions_undecided'; readonly undecided: number }
  | { readonly code: 'complaint_unanswered' }
  | { readonly code: 'changes_undecided'; readonly undecided: number }
  | { readonly code: 'changes_all_refused' }
  /** Nothing of what was asked is left to grant: that is a refusal of the request. */
  | { readonly code: 'rights_all_refused' }
  | { readonly code: 'unknown_change'; readonly change: string }
  /** Of these nothing was said. */
  | { readonly code: 'changes_unattested'; readonly changes: readonly string[] }
  | { readonly code: 'handover_needed' }
  | { readonly code: 'unknown_collection'; readonly collection: string }
  | { readonly code: 'unknown_recipient'; readonly recipient: string }
  | { readonly code: 'recipients_untold'; readonly recipients: readonly string[] }
  | { readonly code: 'already_submitted' }
  | { readonly code: 'already_extended' }
  | { readonly code: 'no_extension_in_law' }
  | { readonly code: 'deadline_passed'; readonly date: string }
  | { readonly code: 'notice_window_over'; readonly date: string }
  | { readonly code: 'new_date_needed'; readonly after: string }
  | { readonly code: 'too_many_messages'; readonly most: number }
  | { readonly code: 'unknown_attachment' }
  | { readonly code: 'too_early' }
  | { readonly code: 'not_same_member' }
  | { readonly code: 'rights_not_covered'; readonly rights: readonly Right[] }
  | { readonly code: 'export_expired' }
  /** Its retention is over: nothing can be done to it any more. */
  | { readonly code: 'record_erased' }
  /** A legal hold was placed or released meanwhile. */
  | { readonly code: 'holds_changed' }
  | { readonly code: 'changed_meanwhile'; readonly version: number; readonly changedAt: string };

export interface CommandContext {
  /** Instant, ISO in UTC. */
  readonly now: string;
  readonly actor: Actor;
}
