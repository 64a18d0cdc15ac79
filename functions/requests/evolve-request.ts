import { beginErasing } from './begin-erasing.ts';
import {
  byHandOf,
  type Change,
  untouched,
  waiting,
  withDecision,
  withErasures,
  withNotices,
  withOutcomes,
  withoutRefusal,
} from './evolve-collections.ts';
import { lookOf } from './look-at-findings.ts';
import { recounted, recounting } from './recount-company.ts';
import { type RecordedEvent, type RequestEvent, readings, watchings } from './request-events.ts';
import type { Clarification, RequestState, RequestStatus } from './request-state.ts';
import { asksForCopy, grantedRights, isAnsweredInWords } from './right-kinds.ts';
import { timed } from './time-spent.ts';
import type { Watch } from './watch.ts';
import { erasuresByHand } from './work-by-hand.ts';

/** The state after an event. Pure and total: what `decide` allowed, `evolve` carries out. */
export function evolve(state: RequestState | undefined, recorded: RecordedEvent): RequestState {
  const { event, at } = recorded;
  if (event.type === 'RequestSubmitted') {
    return {
      ...event.ask,
      id: recorded.requestId,
      version: recorded.sequence,
      lastHash: recorded.hash,
      status: 'awaiting_confirmation',
      receivedAt: at,
      changedAt: at,
      workflowAttempt: 0,
      gathering: 0,
      collections: {},
      holds: [],
    };
  }
  if (state === undefined) throw new ChainBroken(`${event.type} without RequestSubmitted`);
  const acted = recorded.actor.kind === 'staff' && !readings.has(event.type) ? { actedAt: at } : {};
  const { restartsInVain: _, ...progressed } = state;
  const before = isBeside(event) || event.type === 'WorkflowRestarted' ? state : progressed;
  return timed(
    state,
    change({ ...before, version: recorded.sequence, lastHash: recorded.hash, changedAt: at, ...acted }, recorded),
    at,
  );
}

/** Reading and reminding bring a request no further. */
function isBeside({ type }: RequestEvent): boolean {
  return readings.has(type) || watchings.has(type);
}

/** Events that cannot follow one another: the stored chain is not one that `decide` made. */
export class ChainBroken extends Error {
  override readonly name = 'ChainBroken';
}

function change(state: RequestState, { event, at, actor }: RecordedEvent): RequestState {
  const to = (fields: Change): RequestState => withoutUndefined({ ...state, ...fields });
  const close = (status: RequestStatus): RequestState =>
    to({ status, closedAt: at, waitingFor: undefined, parked: undefined, paused: undefined });
  const by = actor.kind === 'staff' ? actor.id : actor.kind;

  switch (event.type) {
    case 'RequestSubmitted':
      return state;
    case 'EmailConfirmed':
      return to({ status: 'verifying_identity', confirmedAt: at, workflowAttempt: 1 });
    case 'ConfirmationExpired':
    case 'IdentityNotVerified':
      return close('closed_unverified');
    case 'RequestWithdrawn':
      return close('withdrawn');
    case 'ConfirmationReminded':
      return to({ confirmationRemindedAt: at });
    case 'ProgressTold':
      return to({ progressTold: event.days });
    case 'ClosedAsDuplicate':
      return { ...close('duplicate'), duplicateOf: event.original };
    case 'IdentityQuestioned':
      return to({ identityQuestion: event.question, waitingFor: 'identity' });
    case 'IdentityVerified': {
      const identity = { method: event.method, account: event.account };
      if (isAnsweredInWords(state.rights)) return to({ status: 'in_review', identity, waitingFor: 'review' });
      return to({ status: 'gathering_data', gathering: 1, identity, waitingFor: undefined });
    }
    case 'GatheringPlanned':
      return to({ collections: { ...state.collections, ...waiting(event.collections, state.gathering) } });
    case 'CollectionGathered':
      return to({
        collections: {
          ...state.collections,
          [event.collection]: {
            outcome: event.outcome,
            count: event.count,
            gathering: event.gathering,
            ...(event.reason === undefined ? {} : { reason: event.reason }),
            ...byHandOf(state.collections[event.collection]),
            ...(event.due === undefined ? {} : { due: event.due }),
          },
        },
      });
    case 'CollectionHandedIn': {
      const { collection, submission } = event;
      const gathering = state.gathering + 1;
      const { due } = byHandOf(state.collections[collection]);
      const progress = { outcome: 'waiting', count: 0, gathering, submission, ...(due ? { due } : {}) } as const;
      return to({
        status: 'gathering_data',
        gathering,
        waitingFor: undefined,
        collections: { ...state.collections, [collection]: progress },
      });
    }
    case 'CollectionAttested': {
      const { collection, outcome, words } = event;
      const { due } = byHandOf(state.collections[collection]);
      const told = { ...(due ? { due } : {}), ...(words ? { words } : {}) };
      const progress = { outcome, count: 0, gathering: state.gathering, ...told };
      return to({ collections: { ...state.collections, [collection]: progress } });
    }
    case 'CollectionsRetryRequested': {
      const gathering = state.gathering + 1;
      return to({
        status: 'gathering_data',
        gathering,
        waitingFor: undefined,
        collections: { ...state.collections, ...waiting(event.collections, gathering, state.collections) },
      });
    }
    case 'HoldsChecked':
      return to({ holds: event.matters });
    case 'AddressesNoted':
      return to({ addressesOnRecord: { gathering: event.gathering, count: event.addresses } });
    case 'RedactionsProposed':
    case 'RedactionChanged': {
      const { list, undecided, kept, redacted } = event;
      return to({ redactions: { list, undecided, kept, redacted } });
    }
    case 'GatheringFinished':
      return to({ status: 'in_review', waitingFor: 'review' });
    case 'CompanyChecked': {
      const { type: _, ...standing } = event;
      return to({ company: recounted(state, standing) });
    }
    case 'CompanyClosed':
      return to(state.company ? { company: { ...state.company, closed: true } } : {});
    case 'ComplaintAnswered':
      return to({ complaintAnswer: { words: event.words, by, at }, repliedAt: undefined });
    case 'RightRefused': {
      const { type: _, right, ...refusal } = event;
      return to({ rightRefusals: { ...state.rightRefusals, [right]: { ...refusal, by, at } } });
    }
    case 'RightGranted':
      return to({ rightRefusals: withoutRefusal(state, event.right) });
    case 'AnswerProposed':
      return to({
        status: 'awaiting_approval',
        decision: { kind: 'approve', by, at },
        waitingFor: 'approval',
        repliedAt: undefined,
      });
    case 'AnswerApproved':
      return to({
        status: 'fulfilling',
        decision: state.decision ? { ...state.decision, approvedBy: by } : { kind: 'approve', by, at },
        ...(event.eraseFrom === undefined
          ? { waitingFor: undefined }
          : beginErasing(
              state,
              !asksForCopy(grantedRights(state)) || state.package !== undefined,
              { from: event.eraseFrom, collections: {} },
              at,
            )),
      });
    case 'HoldsLifted':
      return to({
        status: 'awaiting_approval',
        decision: { kind: 'approve', by, at },
        waitingFor: 'approval',
        workflowAttempt: state.workflowAttempt + 1,
        closedAt: undefined,
        exportDeletedAt: undefined,
      });
    case 'RefusalProposed':
      return to({
        status: 'awaiting_approval',
        decision: { kind: 'refuse', by, at, reason: event.reason, words: event.words },
        waitingFor: 'approval',
        repliedAt: undefined,
      });
    case 'RefusalReturned':
    case 'AnswerReturned':
      return to({ status: 'in_review', decision: undefined, waitingFor: 'review' });
    case 'RefusalApproved':
      return {
        ...close('refused'),
        ...(state.decision ? { decision: { ...state.decision, approvedBy: by } } : {}),
      };
    case 'PackageBuilt':
      return to({
        package: { id: event.packageId, bytes: event.bytes, expiresAt: event.expiresAt },
        ...(state.erasing ? beginErasing(state, true, state.erasing, at) : { waitingFor: undefined }),
      });
    case 'CompanyRecountStarted':
      return to(recounting(state, event.accounts));
    case 'CancellationStopped':
      return to({ status: 'in_review', waitingFor: 'review', decision: undefined, erasing: undefined });
    case 'ErasureStarted':
      return to({
        status: 'fulfilling',
        erasing: { from: at, collections: {}, ...state.erasing, startedAt: at },
        waitingFor: undefined,
      });
    case 'ErasurePlanned':
      return to({
        erasing: withErasures(
          state,
          event.collections.map((id) => {
            const due = event.byHand?.[id];
            return [id, due === undefined ? untouched : { ...untouched, outcome: 'by_hand', due }];
          }),
        ),
      });
    case 'ErasureByHandAwaited':
      return to({ waitingFor: 'erasure_by_hand' });
    case 'CollectionErased': {
      const { type: _, collection, changes, ...result } = event;
      const erasing = withErasures(state, [[collection, result]]);
      const awaited = state.waitingFor === 'erasure_by_hand' && erasuresByHand({ erasing }).length === 0;
      return to({
        erasing,
        ...(awaited ? { waitingFor: undefined } : {}),
        ...(changes ? { changes: withOutcomes(state, changes, at) } : {}),
      });
    }
    case 'ChangeDecided': {
      const { type: _, change, ...decision } = event;
      return to({ changes: withDecision(state, change, decision) });
    }
    case 'ChangesReturned':
      return to({ status: 'in_review', decision: undefined, waitingFor: 'review' });
    case 'RecipientsListed':
      return to({
        erasing: withNotices(state, [
          ...event.byRequest.map((key) => [key, { outcome: 'waiting' }] as const),
          ...event.byHand.map((key) => [key, { outcome: 'by_hand' }] as const),
        ]),
      });
    case 'RecipientTold': {
      const { type: _, recipient, ...notice } = event;
      return to({ erasing: withNotices(state, [[recipient, notice]]) });
    }
    case 'RecipientAnswered':
      return to({ erasing: withNotices(state, [[event.recipient, { outcome: event.outcome }]]) });
    case 'RequestCompleted':
    case 'RequestPartlyCompleted':
      return {
        ...close(event.type === 'RequestCompleted' ? 'completed' : 'partly_completed'),
        ...(state.erasing ? { erasing: { ...state.erasing, finishedAt: at } } : {}),
      };
    case 'LawCorrected':
      return to({ law: event.law, calendar: event.calendar });
    case 'DeadlineExtended': {
      const { type: _, ...extension } = event;
      return to({ extension: { by, at, ...extension } });
    }
    case 'DeadlineMoved':
      return to({ extendedReplyBy: undefined, extensionNoticeBy: undefined, acknowledgeBy: undefined, ...event.dates });
    case 'ClockPaused':
      return to({ paused: { noticeToo: event.noticeToo } });
    case 'ClockResumed':
      return to({ paused: undefined });
    case 'ClarificationAsked': {
      const { type: _, ...question } = event;
      // The workflow goes on waiting for what it waits for.
      return to({
        status: 'awaiting_member',
        repliedAt: undefined,
        clarifications: [...(state.clarifications ?? []), { ...question, askedAt: at, askedBy: by }],
      });
    }
    case 'ClarificationReceived':
      return endQuestion(
        to,
        { ...state, repliedAt: state.repliedAt ?? at },
        {
          endedAt: at,
          answer: event.words,
          ...(event.attachments ? { attachments: event.attachments } : {}),
        },
      );
    case 'ClarificationClosed':
      return endQuestion(to, state, { endedAt: at });
    case 'FollowUpNoted':
      return to({ followUps: [...(state.followUps ?? []), event.followUp] });
    case 'MessageSent':
      return to({
        messages: [...(state.messages ?? []), { id: event.message, from: 'staff', by, at, words: event.words }],
        repliedAt: undefined,
      });
    case 'MessageReceived': {
      const { type: _, message: id, ...message } = event;
      return to({
        messages: [...(state.messages ?? []), { id, from: 'member', at, ...message }],
        repliedAt: state.repliedAt ?? at,
      });
    }
    case 'RepliesRead':
      return to({ repliedAt: undefined });
    case 'NoteAdded':
      return to({ notes: [...(state.notes ?? []), { by, at, words: event.words }] });
    case 'RestrictionLiftAnnounced':
      return to({ lifting: { by, at, words: event.words, from: event.from } });
    case 'RestrictionLiftStarted':
      return to({
        status: 'fulfilling',
        workflowAttempt: state.workflowAttempt + 1,
        erasing: { from: at, startedAt: at, collections: {} },
        ...(state.lifting ? { lifting: { ...state.lifting, startedAt: at } } : {}),
      });
    case 'DataPreserved':
      return to({ preservation: event.until === undefined ? {} : { until: event.until } });
    case 'PreservationHeld':
      return to({ preservation: { ...state.preservation, matter: event.matter } });
    case 'PreservationEnded':
      return to({ preservation: { ...state.preservation, endedAt: at } });
    case 'ExportDeleted':
      return to({ exportDeletedAt: at });
    case 'ClarificationReminded':
      return to({ clarifications: withQuestion(state, { remindedAt: at }) });
    case 'ClarificationUnanswered':
      return to({ clarifications: withQuestion(state, { staffToldOn: event.on }) });
    case 'RecordErased':
      return to({ recordErasedAt: at });
    case 'RequestAssigned':
      return to({ assignee: event.assignee ?? undefined });
    case 'ReminderSent':
      return to({ watch: { ...noticeSaid(state), due: event.due, reminded: event.days } });
    case 'DeadlineMissed':
    case 'EscalationRepeated':
      return to({ watch: { ...noticeSaid(state), due: event.due, escalatedOn: event.on } });
    case 'ExtensionWindowClosing':
    case 'ExtensionWindowClosed':
      return to({ watch: { due: state.replyBy, ...state.watch, noticeBy: event.noticeBy } });
    case 'StepParked':
      return to({ parked: { step: event.step, error: event.error, at } });
    case 'StepRetried':
      return to({ parked: undefined });
    case 'WorkflowRestarted':
      return to({ workflowAttempt: event.attempt, restartsInVain: (state.restartsInVain ?? 0) + 1 });
    case 'FindingsViewed':
      return to({ looking: lookOf(state, event.collection, by, at) });
    case 'ChangesViewed':
    case 'SubjectViewed':
    case 'AttachmentViewed':
    case 'MailResendRequested':
    case 'DownloadReleased':
      return state;
  }
}

/** What was said of an extension does not depend on when the answer is due. */
function noticeSaid({ watch }: RequestState): Pick<Watch, 'noticeBy'> {
  return watch?.noticeBy === undefined ? {} : { noticeBy: watch.noticeBy };
}

/** The questions, with more known of the last one. */
function withQuestion(
  { clarifications = [] }: RequestState,
  more: Partial<Clarification>,
): NonNullable<RequestState['clarifications']> {
  const asked = clarifications.at(-1);
  if (!asked) throw new ChainBroken('an answer without a question');
  return [...clarifications.slice(0, -1), { ...asked, ...more }];
}

/** Back to where the question was asked. */
function endQuestion(
  to: (fields: Change) => RequestState,
  state: RequestState,
  end: Pick<Clarification, 'endedAt' | 'answer' | 'attachments'>,
): RequestState {
  return to({
    status: state.clarifications?.at(-1)?.about === 'identity' ? 'verifying_identity' : 'in_review',
    clarifications: withQuestion(state, end),
    repliedAt: state.repliedAt,
    paused: undefined,
  });
}

/** A state with a field taken back does not have it at all, so equal states are equal JSON. */
function withoutUndefined(fields: { [Key in keyof RequestState]?: RequestState[Key] | undefined }): RequestState {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as unknown as RequestState;
}
