export { addressesItem, addressesSchema, announcesErasure, mostAddresses } from './addresses-on-record.ts';
export {
  type AskedChange,
  type ChangeDecision,
  type ChangeOutcome,
  type ChangeProgress,
  type ChangeRight,
  changesToCarryOut,
  type DecidedChange,
  decidedChangeSchema,
  erasesBesides,
  type FoundInstead,
  foundInsteadSchema,
  isChangeRight,
  type TypedChange,
  type TypedChanges,
} from './asked-changes.ts';
export type { ClockDates, ClockPause, CountDates, CountedDates } from './clock-dates.ts';
export {
  type Attachment,
  type AttachmentType,
  attachmentNameItem,
  type InternalNote,
  type Message,
  mostAttachments,
} from './correspondence.ts';
export { countsOf } from './counts.ts';
export { openQuestion } from './decide-clock.ts';
export { attachmentsLeft } from './decide-correspondence.ts';
export { grantedPart, refusableRights, refusedRights } from './decide-right.ts';
export { restartIfLost } from './dispatch-work.ts';
export { dynamoDueIndex } from './due-index.dynamo.ts';
export type { DueIndex } from './due-index.ts';
export { nextDue, nextWork } from './due-work.ts';
export { answerMilestone, type Effect, type MemberMilestone, type Milestone, type Work } from './effects.ts';
export { evolve } from './evolve-request.ts';
export {
  appealUntil,
  decidersOf,
  type FollowUpRefusal,
  type FollowUpRight,
  isAppealOver,
  openFollowUp,
} from './follow-up.ts';
export {
  type CommandDependencies,
  type CommandEnvelope,
  commandHandler,
  type HandleCommand,
} from './handle-command.ts';
export { holdsUnchanged } from './holds-unchanged.dynamo.ts';
export * as keys from './keys.ts';
export { isLifting } from './lift-restriction.ts';
export { type NextStep, nextStep, type WaitingOn } from './next-step.ts';
export {
  canResend,
  type Delivery,
  type DeskMail,
  deskItem,
  failedDeliveries,
  type MailFacts,
  type MailItem,
  type OutboxItem,
  type OutboxStatus,
  outboxPatienceMs,
  pendingItem,
  type WorkItem,
} from './outbox.ts';
export { dynamoOutboxStore } from './outbox-store.dynamo.ts';
export type { OutboxOutcome, OutboxRef, OutboxStore } from './outbox-store.ts';
export { carryOutEach, outboxStreamEvent, type PartialBatch } from './outbox-stream.ts';
export { type CountPreservation, isPreserved } from './preservation.ts';
export { isHeldBack, queueOf } from './queue.ts';
export { firstTamperedEvent, recordEvents } from './record-events.ts';
export { dynamoRecordRemains } from './record-remains.dynamo.ts';
export type { RecordRemains } from './record-remains.ts';
export { recordEndsAt } from './record-retention.ts';
export { hasCompanyTurn, isRecounted } from './recount-company.ts';
export { readReference } from './reference.ts';
export { decide } from './request.ts';
export type { Command, CommandContext, CommandRefusal, ErasedByHand, Original } from './request-command.ts';
export {
  type FinishedErasure,
  type GatheredOutcome,
  type RecordedEvent,
  type RequestEvent,
  readings,
  watchings,
} from './request-events.ts';
export {
  type Actor,
  type Ask,
  type Clarification,
  type CollectionErasure,
  type CollectionOutcome,
  type CollectionProgress,
  type CompanyStanding,
  closedStatuses,
  type RecipientNotice,
  type RedactionChange,
  type RedactionReason,
  type Redactions,
  type RefusalReason,
  type Relation,
  type RequestState,
  type RequestStatus,
  type RestrictionGround,
  type Right,
  type RightRefusal,
  redactionReasons,
  restrictionGrounds,
  rights,
  type StaffRole,
  staffRoles,
  type WaitName,
} from './request-state.ts';
export { BadCursor, dynamoRequestStore } from './request-store.dynamo.ts';
export type { AppendRefusal, QueuePage, RequestStore, SealedItem, StoredChange } from './request-store.ts';
export {
  asksForCopy,
  asksForDeletion,
  type CopyRight,
  closesCompany,
  copiesAsked,
  grantedRights,
  isAnsweredInWords,
  isChoice,
  isNoted,
  type NotedRight,
  needsHandover,
} from './right-kinds.ts';
export type { StaffAddressee, StaffMilestone } from './staff-mail.ts';
export { type Subject, subjectItem, subjectSchema } from './subject.ts';
export { requestSubmitter, type Submission, type SubmitRequest } from './submit-request.ts';
export { tallyOf } from './tally.ts';
export { unreadSources } from './unread-sources.ts';
export { nextWatch } from './watch.ts';
export { erasuresByHand, type WorkByHand } from './work-by-hand.ts';
export { sfnWorkflowRuns } from './workflow-runs.sfn.ts';
export type { WorkflowRuns } from './workflow-runs.ts';
