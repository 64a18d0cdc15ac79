import { writesStores } from './decide-changes.ts';
import { isLifting } from './lift-restriction.ts';
import type { RecordedEvent } from './request-events.ts';
import type { RequestState, WaitName } from './request-state.ts';
import { grantedRights, isAnsweredInWords } from './right-kinds.ts';
import { answerable, assigneeOf, holders, type StaffAddressee, type StaffMilestone } from './staff-mail.ts';
import { erasuresByHand } from './work-by-hand.ts';

/** A mail's occasion: at most one mail goes out per milestone, event and recipient. */
export type Milestone = MemberMilestone | StaffMilestone;

/** What the data subject is told. */
export type MemberMilestone =
  | 'confirmation_code'
  | 'tracking_code'
  | 'download_code'
  | 'receipt'
  | 'verification_reminder'
  | 'verification_expired'
  | 'progress'
  | 'duplicate'
  | 'identity_not_verified'
  | 'withdrawn'
  | 'access_ready'
  | 'deletion_scheduled'
  | 'deletion_done'
  | 'cancellation_scheduled'
  | 'erasure_announced'
  | 'cancellation_stopped'
  | 'account_cancelled'
  | 'choices_noted'
  | 'restriction_lifting'
  | 'complaint_acknowledged'
  | 'complaint_answered'
  | 'correction_done'
  | 'listing_taken_down'
  | 'refusal'
  | 'extension_notice'
  | 'clarification_needed'
  | 'identity_evidence_needed'
  | 'message_waiting'
  | 'clarification_reminder';

export type Work =
  | { readonly type: 'start_workflow'; readonly attempt: number }
  | { readonly type: 'resume_workflow'; readonly wait: WaitName };

/** What must happen because an event did; written with it, carried out from the outbox. */
export type Effect =
  | {
      readonly kind: 'mail';
      readonly outboxId: string;
      readonly milestone: Milestone;
      /** Staff; absent for the data subject. */
      readonly to?: readonly StaffAddressee[];
      /** Which of the data subject's further addresses on record, from 1; absent for the confirmed one. */
      readonly addressOnRecord?: number;
    }
  | { readonly kind: 'work'; readonly outboxId: string; readonly work: Work };

/** The effects of an event, given the state before it. Ids derive from the event, so they can't be written twice. */
export function effectsOf(before: RequestState | undefined, recorded: RecordedEvent): readonly Effect[] {
  const number = String(recorded.sequence).padStart(8, '0');
  const mail = (milestone: MemberMilestone): Effect => ({
    kind: 'mail',
    outboxId: `${number}-${milestone}`,
    milestone,
  });
  /** To each further address on record. */
  const mailsToOthers = (milestone: MemberMilestone): Effect[] =>
    Array.from({ length: before?.addressesOnRecord?.count ?? 0 }, (_, index) => ({
      kind: 'mail',
      outboxId: `${number}-${index + 1}-${milestone}`,
      milestone,
      addressOnRecord: index + 1,
    }));
  const mailStaff = (milestone: StaffMilestone, to: readonly StaffAddressee[]): Effect => ({
    kind: 'mail',
    outboxId: `${number}-${milestone}`,
    milestone,
    to,
  });
  const start = (attempt: number): Effect => ({
    kind: 'work',
    outboxId: `${number}-start`,
    work: { type: 'start_workflow', attempt },
  });
  const resume = (wait: WaitName): Effect => ({
    kind: 'work',
    outboxId: `${number}-resume-${wait}`,
    work: { type: 'resume_workflow', wait },
  });
  /** Whatever the workflow waits for, let it look again. */
  const resumeAny = (): Effect[] => [
    ...(before?.waitingFor ? [resume(before.waitingFor)] : []),
    ...(before?.parked ? [resume('parked')] : []),
  ];

  const cancels = before !== undefined && grantedRights(before).includes('account_cancellation');

  const { event } = recorded;
  switch (event.type) {
    case 'RequestSubmitted':
      return event.ask.follows ? [] : [mail('confirmation_code')];
    case 'EmailConfirmed':
      return [mail(before?.follows ? 'complaint_acknowledged' : 'receipt'), start(1)];
    case 'ConfirmationExpired':
      return [mail('verification_expired')];
    case 'RequestWithdrawn':
      return [...(before?.confirmedAt ? [mail('withdrawn')] : []), ...resumeAny()];
    case 'ConfirmationReminded':
      return [mail('verification_reminder')];
    case 'ProgressTold':
      return [mail('progress')];
    case 'ClosedAsDuplicate':
      return [mail('duplicate'), ...resumeAny()];
    case 'IdentityVerified':
      return event.method === 'staff' ? [resume('identity')] : [];
    case 'IdentityNotVerified':
      return [mail('identity_not_verified'), resume('identity')];
    case 'CollectionsRetryRequested':
    case 'CollectionHandedIn':
      return [resume('review')];
    case 'AnswerProposed':
    case 'RefusalProposed':
      return [mailStaff('staff_approval_needed', [{ role: 'approver' }]), resume('review')];
    case 'RequestAssigned':
      // Whoever takes a request knows.
      return event.assignee === null || (recorded.actor.kind === 'staff' && recorded.actor.id === event.assignee)
        ? []
        : [mailStaff('staff_assigned', [{ staff: event.assignee }])];
    case 'AnswerApproved':
      return [
        ...(event.eraseFrom === undefined || event.eraseFrom <= recorded.at || before?.erasing
          ? []
          : [mail(cancels ? 'cancellation_scheduled' : 'deletion_scheduled'), ...mailsToOthers('erasure_announced')]),
        // Where nobody has to agree, the workflow itself gave the answer and waits for nothing.
        ...(recorded.actor.kind === 'system'
          ? []
          : [resume(before?.status === 'awaiting_approval' ? 'approval' : 'review')]),
      ];
    case 'ComplaintAnswered':
      // Where nothing else was asked the request is closed with it.
      return [mail('complaint_answered'), ...(isAnsweredInWords(before?.rights ?? []) ? [resume('review')] : [])];
    case 'AnswerReturned':
    case 'RefusalReturned':
      return [resume('approval')];
    case 'RefusalApproved':
      return [mail('refusal'), resume('approval')];
    case 'PackageBuilt':
      return [mail('access_ready')];
    case 'CollectionErased':
      // The last of what people erase; the others wait for it.
      return before?.waitingFor === 'erasure_by_hand' && erasuresByHand(before).length === 1
        ? [resume('erasure_by_hand')]
        : [];
    case 'CompanyRecountStarted':
      return [resume('waiting_period')];
    case 'ErasureStarted':
      // After the company was counted again, the workflow itself goes on.
      return before?.waitingFor === 'waiting_period' ? [resume('waiting_period')] : [];
    case 'CancellationStopped':
      return [mail('cancellation_stopped')];
    case 'RequestCompleted':
    case 'RequestPartlyCompleted':
      // The member was told before it was done.
      if ((!before?.erasing && !before?.changes) || isLifting(before)) return [];
      return [mail(doneMail(before))];
    case 'ReminderSent':
      return [mailStaff('staff_due_soon', before ? holders(before) : [])];
    case 'DeadlineMissed':
    case 'EscalationRepeated':
      return [mailStaff('staff_overdue', before ? answerable(before) : [])];
    case 'ExtensionWindowClosing':
      return [mailStaff('staff_extension_closing', before ? holders(before) : [])];
    case 'ClarificationReminded':
      return [mail('clarification_reminder')];
    case 'ClarificationUnanswered':
      return [mailStaff('staff_question_unanswered', before ? holders(before) : [])];
    case 'StepRetried':
      return [resume('parked')];
    case 'WorkflowRestarted':
      return [start(event.attempt)];
    case 'RestrictionLiftAnnounced':
      return [mail('restriction_lifting')];
    case 'RestrictionLiftStarted':
      return [start((before?.workflowAttempt ?? 0) + 1)];
    case 'HoldsLifted':
      return [mailStaff('staff_approval_needed', [{ role: 'approver' }]), start((before?.workflowAttempt ?? 0) + 1)];
    case 'DeadlineExtended':
      return [mail('extension_notice')];
    case 'ClarificationAsked':
      return [mail(event.about === 'identity' ? 'identity_evidence_needed' : 'clarification_needed')];
    case 'MessageSent':
      return [mail('message_waiting')];
    case 'ClarificationReceived':
    case 'MessageReceived':
      // Of several that wait, staff are told once.
      return before?.repliedAt === undefined
        ? [mailStaff('staff_reply_received', before ? [assigneeOf(before)] : [])]
        : [];
    case 'LawCorrected':
    case 'DeadlineMoved':
    case 'FollowUpNoted':
    case 'RepliesRead':
    case 'NoteAdded':
    case 'AttachmentViewed':
    case 'ClockPaused':
    case 'ClockResumed':
    case 'ExtensionWindowClosed':
    case 'ClarificationClosed':
    case 'IdentityQuestioned':
    case 'GatheringPlanned':
    case 'CollectionGathered':
    case 'HoldsChecked':
    case 'CompanyChecked':
    case 'CompanyClosed':
    case 'GatheringFinished':
    case 'FindingsViewed':
    case 'ChangesViewed':
    case 'ChangeDecided':
    case 'ChangesReturned':
    case 'RightRefused':
    case 'RightGranted':
    case 'AddressesNoted':
    case 'RedactionsProposed':
    case 'RedactionChanged':
    case 'SubjectViewed':
    case 'MailResendRequested':
    case 'ErasurePlanned':
    case 'ErasureByHandAwaited':
    case 'DataPreserved':
    case 'PreservationHeld':
    case 'PreservationEnded':
    case 'CollectionAttested':
    case 'RecipientsListed':
    case 'RecipientTold':
    case 'RecipientAnswered':
    case 'DownloadReleased':
    case 'ExportDeleted':
    case 'RecordErased':
    case 'StepParked':
      return [];
  }
}

/** The mail that will tell what was done and what was refused, once what staff decided until now is carried out. */
export function answerMilestone(state: RequestState): MemberMilestone {
  return state.changes || writesStores(state) ? doneMail(state) : 'access_ready';
}

/** The mail that tells what was done: of several things, the one of the weightiest tells of the others too. */
function doneMail(state: RequestState): MemberMilestone {
  const rights = grantedRights(state);
  if (rights.includes('account_cancellation')) return 'account_cancelled';
  if (rights.includes('deletion')) return 'deletion_done';
  if (rights.includes('correction')) return 'correction_done';
  return rights.includes('listing_takedown') ? 'listing_taken_down' : 'choices_noted';
}
