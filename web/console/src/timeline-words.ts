import type { TimelineEntry } from '../../../functions/console/views.ts';
import { day } from './dates.ts';
import { failure } from './problem-words.ts';
import {
  accounts,
  changeDecisions,
  changeOutcomes,
  count,
  extensionGrounds,
  identityMethods,
  milestones,
  refusalReasons,
  rights,
  size,
} from './words.ts';

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

function changesSentence(
  changes: Readonly<Record<string, { readonly outcome: keyof typeof changeOutcomes }>> = {},
): string {
  return Object.entries(changes)
    .map(([change, { outcome }]) => `; change ${change}: ${changeOutcomes[outcome].toLowerCase()}`)
    .join('');
}

type EventType = TimelineEntry['event']['type'];

/** What an event says in the timeline. */
const eventWords: { readonly [Type in EventType]: (event: Extract<TimelineEntry['event'], { type: Type }>) => string } =
  {
    RequestSubmitted: () => 'Request sent through the form',
    EmailConfirmed: () => 'Email address confirmed',
    ConfirmationExpired: () => 'Closed: the address was not confirmed in time',
    RequestWithdrawn: () => 'Withdrawn by the member',
    ConfirmationReminded: () => 'Member reminded to confirm the request',
    ProgressTold: ({ days }) => `Member told, ${count(days, 'day')} after receipt, that it goes on`,
    ClosedAsDuplicate: ({ original }) => `Closed as a duplicate of ${original.reference}`,
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
    ErasureByHandAwaited: () => 'All that systems do is done; the rest is done by hand',
    CollectionsRetryRequested: ({ collections }) => `Retry asked for: ${collections.join(', ')}`,
    HoldsChecked: ({ matters }) =>
      matters.length === 0 ? 'No legal hold covers this request' : `Under ${count(matters.length, 'legal hold')}`,
    AddressesNoted: ({ addresses }) =>
      `Addresses on record beside the confirmed one: ${addresses}; the deletion will be announced to each`,
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
    CompanyRecountStarted: () => 'Waiting period over: the company is counted again',
    CancellationStopped: () =>
      'Cancellation stopped, and nothing deleted: the company is no longer as it was when this was approved',
    CompanyClosed: () => 'Noted that the company is closed: what it published goes',
    ComplaintAnswered: () => 'Complaint or question answered',
    RightRefused: ({ right, reason }) => `${rights[right]}: refused, ${refusalReasons[reason].toLowerCase()}`,
    RightGranted: ({ right }) => `${rights[right]}: refusal taken back`,
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
    RequestPartlyCompleted: () => 'Partly completed: something was kept or refused',
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
