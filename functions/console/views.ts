import type { DeadlineStep } from '../deadlines/index.ts';
import type { LegalPart } from '../messages/index.ts';
import type {
  Actor,
  Attachment,
  CollectionOutcome,
  MailItem,
  NextStep,
  RecipientNotice,
  RefusalReason,
  RequestEvent,
  RequestState,
  Right,
  RightRefusal,
  StaffRole,
  WaitingOn,
} from '../requests/index.ts';
import type { Verification } from '../shared/law-profile.ts';
import type { StaffCommandType } from './staff-command.ts';

/** What the console API answers; the web console is typed by these. */

export type { NextStep } from '../requests/index.ts';

export interface MeView {
  readonly id: string;
  readonly roles: readonly StaffRole[];
  readonly organisation: string;
  readonly mayReadHolds: boolean;
  readonly mayChangeHolds: boolean;
  readonly mayResendMails: boolean;
  readonly mayReadReports: boolean;
}

export interface RequestSummary {
  readonly id: string;
  readonly reference: string;
  readonly version: number;
  readonly rights: RequestState['rights'];
  readonly relation: RequestState['relation'];
  readonly onBehalf: boolean;
  readonly status: RequestState['status'];
  readonly receivedAt: string;
  /** Plain ISO date; due at the end of that day in `timeZone`. */
  readonly replyBy: string;
  /** Whole days; negative once overdue. Absent when closed, and while the time stands still. */
  readonly daysLeft?: number;
  readonly next: NextStep;
  /** Who has to act. */
  readonly waitingOn: WaitingOn;
  readonly assignee?: string;
  /** Who decided what a second person has to approve. */
  readonly proposedBy?: string;
  readonly held: boolean;
  /** Something the member wrote waits to be read. */
  readonly replyWaiting: boolean;
  readonly closedAt?: string;
}

export interface QueueView {
  readonly requests: readonly RequestSummary[];
  readonly cursor?: string;
}

export interface CollectionView {
  readonly id: string;
  readonly title: string;
  readonly store: string;
  readonly categories: readonly NamedKey[];
  readonly outcome: CollectionOutcome;
  readonly count: number;
  /** Code, only with `failed`. */
  readonly reason?: string;
  /** Only of a source that people look through. */
  readonly byHand?: ByHandView;
}

export interface ByHandView {
  /** Plain ISO date by which it should be done: looked through, or erased and corrected. */
  readonly due: string;
  readonly late: boolean;
  /** Where to look. */
  readonly place: string;
  /** What it is searched by. */
  readonly searchedBy: readonly NamedKey[];
  /** The fields a file may have, by their names in it; those of the key must be there. */
  readonly fields: readonly (NamedKey & { readonly isKey: boolean })[];
  /** Ids of the changes that have to be written there now. */
  readonly corrections: readonly string[];
  /** Why nobody can look, for those who may read it. */
  readonly words?: string;
}

export interface NamedKey {
  readonly key: string;
  readonly name: string;
}

/** `overdue`: told, and its own answer should have come by now. */
export interface RecipientView extends NamedKey, RecipientNotice {
  readonly overdue: boolean;
}

export interface DeadlineView {
  readonly replyBy: string;
  readonly timeZone: string;
  readonly daysLeft?: number;
  readonly law: string;
  readonly lawId: string;
  /** Why this law; `staff` corrected it. */
  readonly chosen:
    | { readonly by: 'establishment' }
    | { readonly by: 'residence'; readonly place: string }
    | {
        readonly by: 'staff';
        readonly staff?: string;
        readonly words?: string;
        /** The law before, and when the answer was due under it. */
        readonly before: { readonly law: string; readonly replyBy: string };
      };
  /** What it can be corrected to. */
  readonly laws: readonly NamedKey[];
  /** Grounds the law names for an extension; none where it grants none. */
  readonly grounds: readonly string[];
  /** When an extended answer would be due; absent where the law sets no end or grants none. */
  readonly extendedReplyBy?: string;
  readonly extensionNoticeBy?: string;
  readonly acknowledgeBy?: string;
  /** The last day for a refusal, where an extension does not move it. */
  readonly refuseBy?: string;
  /** How long the record is kept once the request is closed; `endsOn`: its last day, a plain ISO date. */
  readonly record: { readonly months: number; readonly article?: string; readonly endsOn?: string };
  /** Instant since which the time stands still, because the member was asked. */
  readonly pausedSince?: string;
  readonly extension?: {
    readonly by: string;
    readonly at: string;
    readonly reason: string;
    readonly words?: string;
  };
  readonly article: string;
  readonly source: string;
  readonly verification: Verification;
  /** Empty when the rules have changed since the date was promised. */
  readonly explanation: readonly DeadlineStep[];
  /** A law keeps what was refused; `until`: plain ISO date, absent while there may be recourse. */
  readonly preservation?: { readonly article: string; readonly until?: string; readonly endedAt?: string };
}

/** A question to the member. Words are there only for who may see them. */
export interface ClarificationView {
  readonly about: 'request' | 'identity';
  readonly askedAt: string;
  readonly askedBy: string;
  readonly endedAt?: string;
  readonly answered: boolean;
  readonly question?: string;
  readonly answer?: string;
  readonly attachments: readonly AttachmentView[];
}

/** A file that the member sent; its name only for who may read words. */
export interface AttachmentView extends Attachment {
  readonly name?: string;
}

/** Where a file can be saved from, for minutes. */
export interface AttachmentLinkView {
  readonly url: string;
  readonly version: number;
}

/** The text is absent for who may not read it, and for files alone. */
export interface MessageView {
  readonly id: string;
  readonly from: 'member' | 'staff';
  readonly by?: string;
  readonly at: string;
  readonly text?: string;
  readonly attachments: readonly AttachmentView[];
}

export interface InternalNoteView {
  readonly by: string;
  readonly at: string;
  readonly text?: string;
}

export interface HoldOnRequest {
  readonly matter: string;
  /** Only for who may see matters. */
  readonly name?: string;
  readonly collections: readonly string[];
}

export interface TimelineEntry {
  readonly sequence: number;
  readonly at: string;
  readonly actor: Actor;
  readonly event: RequestEvent;
}

/** A mail to the member that did not reach them, and was not sent again since. */
export type UndeliveredView = Pick<MailView, 'outboxId' | 'milestone' | 'status' | 'delivery'> & {
  /** It went to another address on record, not to the one that was confirmed. */
  readonly toOtherAddress?: true;
};

export interface RequestView extends RequestSummary {
  readonly undelivered: readonly UndeliveredView[];
  /** Its retention is over: only the history is left. */
  readonly recordErasedAt?: string;
  readonly language: string;
  readonly timeZone: string;
  readonly confirmedAt?: string;
  /** What was asked for; empty means all. */
  readonly categories: readonly NamedKey[];
  readonly period?: RequestState['period'];
  /** Functions to which consent is withdrawn and uses that are objected to. */
  readonly options: readonly NamedKey[];
  readonly restrictionGround?: RequestState['restrictionGround'];
  /** The restriction is lifted from an instant on, or was. */
  readonly lifting?: Omit<NonNullable<RequestState['lifting']>, 'words'> & { readonly words?: string };
  readonly identity?: RequestState['identity'];
  readonly identityQuestion?: RequestState['identityQuestion'];
  /** Rights that can be refused by themselves now, beside others. */
  readonly refusableRights: readonly Right[];
  /** Rights that staff refuse while they grant the others; the words only for who may read them. */
  readonly refusedRights: readonly (Omit<RightRefusal, 'words'> & { readonly right: Right; readonly words?: string })[];
  /** Whether an approval changes stores, so that there is a dry run. */
  readonly changesStores: boolean;
  readonly deadline: DeadlineView;
  /** Oldest first. */
  readonly clarifications: readonly ClarificationView[];
  /** The thread with the member, oldest first. */
  readonly messages: readonly MessageView[];
  /** Of staff for staff, oldest first. */
  readonly notes: readonly InternalNoteView[];
  readonly collections: readonly CollectionView[];
  readonly holds: readonly HoldOnRequest[];
  readonly decision?: {
    readonly kind: 'approve' | 'refuse';
    readonly by: string;
    readonly at: string;
    readonly reason?: RefusalReason;
    readonly approvedBy?: string;
    /** Only for who may read them. */
    readonly words?: string;
  };
  /** What the cancellation of the account means for its company. */
  readonly company?: RequestState['company'];
  /** The answer to a complaint or question; the words only for who may read them. */
  readonly complaintAnswer?: { readonly by: string; readonly at: string; readonly words?: string };
  /** A deletion that was approved: when it starts or started, and what became of each collection. */
  readonly erasing?: RequestState['erasing'];
  /** Who is told of what was erased (GDPR Art. 19); absent until it is known. */
  readonly recipients?: readonly RecipientView[];
  /** Why the last decision was sent back, for who may read it. */
  readonly returned?: { readonly by: string; readonly at: string; readonly words?: string };
  readonly package?: RequestState['package'];
  readonly redactions?: RequestState['redactions'];
  /** Single changes that were asked for, without what was typed. */
  readonly changes?: RequestState['changes'];
  readonly exportDeletedAt?: string;
  /** Of a complaint about an answer, or an appeal: what it is about, and who may not answer it. */
  readonly follows?: RequestState['follows'];
  readonly duplicateOf?: RequestState['duplicateOf'];
  readonly followUps?: RequestState['followUps'];
  readonly parked?: RequestState['parked'];
  readonly timeline: readonly TimelineEntry[];
  /** The chain of events fits; if not, the first that does not. */
  readonly integrity: { readonly intact: boolean; readonly brokenAt?: number };
  /** What the reader may do now; for the rest, the code of the refusal. */
  readonly may: Readonly<
    Record<
      | StaffCommandType
      | 'view_attachment'
      | 'change_redactions'
      | 'view_changes'
      | 'decide_change'
      | 'view_findings'
      | 'view_subject'
      | 'attest_collection'
      | 'attest_erasure',
      'yes' | string
    >
  >;
}

export interface SubjectView {
  readonly email: string;
  readonly name?: string | undefined;
  readonly agent?: { readonly name: string; readonly statement: string } | undefined;
  readonly complaint?: { readonly words: string; readonly reference?: string | undefined } | undefined;
  readonly note?: string | undefined;
  /** Why they object, in their own words. */
  readonly objection?: string | undefined;
  /** What a restriction is about, in their own words. */
  readonly restriction?: string | undefined;
  readonly version: number;
}

export interface MailView {
  readonly outboxId: string;
  readonly milestone: MailItem['milestone'];
  readonly status: MailItem['status'];
  readonly delivery?: MailItem['delivery'];
  readonly error?: string;
  readonly createdAt: string;
  readonly doneAt?: string;
  readonly attempts: number;
  /** It failed or came back, so staff with the role can send it again. */
  readonly mayResend: boolean;
}

/** A mail that did not get where it should. */
export interface FailedMailView extends MailView {
  /** Absent for mails to staff that belong to no request. */
  readonly request?: { readonly id: string; readonly reference: string };
}

export interface HoldView {
  readonly matter: string;
  readonly status: 'active' | 'released';
  readonly name: string;
  readonly owner: string;
  readonly reason: string;
  readonly scopes: readonly HoldScopeView[];
  readonly reviewOn: string;
  readonly placedAt: string;
  readonly placedBy: string;
  readonly releasedAt?: string;
  readonly releasedBy?: string;
  /** Waits for a second person; the hold stands meanwhile. */
  readonly releaseProposed?: { readonly by: string; readonly at: string };
  /** Of the latest proposal. */
  readonly releaseReason?: string;
  readonly declineReason?: string;
  /** Why it was still needed when it was last looked at. */
  readonly reviewReason?: string;
  /** Placed by the system, because a law keeps what was refused; `until`: nobody releases it before. */
  readonly preserves?: { readonly until?: string };
}

export interface HoldScopeView {
  /** A hold on a person knows only the keyed hash of the address. */
  readonly subject?: true;
  readonly company?: string;
  readonly store?: string;
  readonly collection?: string;
  readonly category?: string;
  readonly period?: { readonly from?: string; readonly to?: string };
}

/** What the screens need of the policy: names for codes. */
export interface PolicyView {
  readonly stores: readonly string[];
  readonly collections: readonly (NamedKey & { readonly store: string })[];
  readonly categories: readonly NamedKey[];
  /** Texts to begin a message with, by language. */
  readonly messageTexts: readonly (NamedKey & { readonly text: Readonly<Record<string, string>> })[];
  /** By code, in the staff's language. */
  readonly refusalReasons: Readonly<Record<string, string>>;
}

/** A mail as the member would get it, and what is missing from it. */
export interface MailPreview {
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  /** What the law wants said, and whether the mail says it. */
  readonly parts: readonly LegalPart[];
}

/** Numbers of a time, without any request. */
export type { Report as ReportView } from '../reports/index.ts';
