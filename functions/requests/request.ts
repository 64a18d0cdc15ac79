import { accepted, type Result, refused } from '../shared/result.ts';
import type { RecordedEvent, RequestEvent } from './request-events.ts';
import {
  type Actor,
  type Ask,
  type CollectionOutcome,
  closedStatuses,
  type RefusalReason,
  type RequestState,
  type RequestStatus,
  type StaffRole,
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
      readonly outcome: Exclude<CollectionOutcome, 'waiting'>;
      readonly count: number;
      readonly reason?: string;
    }
  | {
      readonly type: 'retry_collection';
      readonly collection: string;
      /** Collections found through this one: what they missed is read again with it. */
      readonly dependents: readonly string[];
    }
  | { readonly type: 'note_holds'; readonly matters: readonly string[] }
  | { readonly type: 'finish_gathering' }
  | { readonly type: 'view_findings'; readonly collection: string }
  | { readonly type: 'view_subject' }
  | { readonly type: 'resend_mail'; readonly outboxId: string }
  | { readonly type: 'approve' }
  | { readonly type: 'propose_refusal'; readonly reason: RefusalReason; readonly words: string }
  | { readonly type: 'approve_refusal' }
  | { readonly type: 'return_refusal'; readonly words: string }
  | { readonly type: 'record_package'; readonly packageId: string; readonly bytes: number; readonly expiresAt: string }
  | { readonly type: 'release_download' }
  | { readonly type: 'delete_export' }
  | { readonly type: 'assign'; readonly assignee: string | null }
  | { readonly type: 'park'; readonly step: string; readonly error: string }
  | { readonly type: 'retry_parked' }
  | { readonly type: 'restart_workflow' };

/** Why a command was refused. Codes; screens hold the words. */
export type CommandRefusal =
  | { readonly code: 'not_found' }
  | { readonly code: 'not_allowed_now'; readonly command: Command['type']; readonly status: RequestStatus }
  | { readonly code: 'role_required'; readonly roles: readonly StaffRole[] }
  | { readonly code: 'same_person' }
  | { readonly code: 'collections_unfinished'; readonly collections: readonly string[] }
  | { readonly code: 'unknown_collection'; readonly collection: string }
  | { readonly code: 'already_submitted' }
  | { readonly code: 'too_early' }
  | { readonly code: 'export_expired' }
  | { readonly code: 'changed_meanwhile'; readonly version: number; readonly changedAt: string };

export interface CommandContext {
  /** Instant, ISO in UTC. */
  readonly now: string;
  readonly actor: Actor;
}

type Decision = Result<readonly RequestEvent[], CommandRefusal>;

/**
 * The rules: which events a command causes in a state. Pure. A command whose effect is already there causes
 * no event and is no refusal, so whoever repeats it (a retry, a double click) changes nothing.
 */
export function decide(state: RequestState | undefined, command: Command, context: CommandContext): Decision {
  if (command.type === 'submit') {
    return state === undefined
      ? accepted([{ type: 'RequestSubmitted', ask: command.ask }])
      : refused({ code: 'already_submitted' });
  }
  if (state === undefined) return refused({ code: 'not_found' });
  const missing = missingRole(command, context.actor);
  if (missing) return refused({ code: 'role_required', roles: missing });
  return decideOpened(state, command, context);
}

function decideOpened(
  state: RequestState,
  command: Exclude<Command, { type: 'submit' }>,
  context: CommandContext,
): Decision {
  const status = state.status;
  const no = refused<CommandRefusal>({ code: 'not_allowed_now', command: command.type, status });
  const nothing = accepted<readonly RequestEvent[]>([]);
  const one = (event: RequestEvent): Decision => accepted([event]);

  switch (command.type) {
    case 'confirm_email':
      if (status === 'awaiting_confirmation') {
        return context.now <= state.confirmBy ? one({ type: 'EmailConfirmed' }) : no;
      }
      return state.confirmedAt ? nothing : no;

    case 'expire_confirmation':
      if (status === 'closed_unverified') return nothing;
      if (status !== 'awaiting_confirmation') return no;
      return context.now > state.confirmBy ? one({ type: 'ConfirmationExpired' }) : refused({ code: 'too_early' });

    case 'withdraw':
      if (status === 'withdrawn') return nothing;
      return closedStatuses.has(status) ? no : one({ type: 'RequestWithdrawn' });

    case 'match_account':
      if (status !== 'verifying_identity') return state.identity ? nothing : no;
      if (command.account === 'not_on_record' && state.relation !== 'non_member') {
        return state.identityQuestion
          ? nothing
          : one({ type: 'IdentityQuestioned', question: 'claimed_account_not_found' });
      }
      return one({ type: 'IdentityVerified', method: 'code_to_address', account: command.account });

    case 'accept_identity':
      if (status === 'verifying_identity' && state.identityQuestion) {
        return one({ type: 'IdentityVerified', method: 'staff', account: 'not_on_record' });
      }
      return state.identity?.method === 'staff' ? nothing : no;

    case 'fail_identity':
      if (status === 'verifying_identity' && state.identityQuestion) return one({ type: 'IdentityNotVerified' });
      return status === 'closed_unverified' ? nothing : no;

    case 'plan_gathering': {
      if (status !== 'gathering_data') return no;
      const fresh = command.collections.filter((collection) => !(collection in state.collections));
      return fresh.length === 0 ? nothing : one({ type: 'GatheringPlanned', collections: fresh });
    }

    case 'record_collection': {
      if (status !== 'gathering_data') return no;
      const known = state.collections[command.collection];
      if (!known) return refused({ code: 'unknown_collection', collection: command.collection });
      if (known.outcome !== 'waiting' || command.gathering !== state.gathering) return nothing;
      return one({
        type: 'CollectionGathered',
        collection: command.collection,
        gathering: command.gathering,
        outcome: command.outcome,
        count: command.count,
        ...(command.reason === undefined ? {} : { reason: command.reason }),
      });
    }

    case 'retry_collection': {
      const collections = [...new Set([command.collection, ...command.dependents])];
      const unknown = collections.find((collection) => !(collection in state.collections));
      if (unknown !== undefined) return refused({ code: 'unknown_collection', collection: unknown });
      const { outcome } = state.collections[command.collection] ?? {};
      if (outcome === 'waiting' && status === 'gathering_data') return nothing;
      if (status !== 'in_review' || outcome !== 'failed') return no;
      return one({ type: 'CollectionsRetryRequested', collections });
    }

    case 'note_holds': {
      if (closedStatuses.has(status)) return no;
      const matters = [...new Set(command.matters)].sort();
      const same = matters.length === state.holds.length && matters.every((matter, i) => matter === state.holds[i]);
      return same ? nothing : one({ type: 'HoldsChecked', matters });
    }

    case 'finish_gathering': {
      if (status === 'in_review') return nothing;
      if (status !== 'gathering_data') return no;
      const waiting = unfinished(state, ['waiting']);
      return waiting.length > 0
        ? refused({ code: 'collections_unfinished', collections: waiting })
        : one({ type: 'GatheringFinished' });
    }

    case 'view_findings': {
      const known = state.collections[command.collection];
      if (!known) return refused({ code: 'unknown_collection', collection: command.collection });
      return status === 'in_review' || status === 'awaiting_approval'
        ? one({ type: 'FindingsViewed', collection: command.collection })
        : no;
    }

    case 'view_subject':
      return one({ type: 'SubjectViewed' });

    case 'resend_mail':
      return one({ type: 'MailResendRequested', outboxId: command.outboxId });

    case 'approve': {
      if (state.decision?.kind === 'approve') return nothing;
      if (status !== 'in_review') return no;
      const open = unfinished(state, ['waiting', 'failed']);
      return open.length > 0
        ? refused({ code: 'collections_unfinished', collections: open })
        : one({ type: 'AnswerApproved' });
    }

    case 'propose_refusal':
      if (status !== 'in_review') return no;
      return one({ type: 'RefusalProposed', reason: command.reason, words: command.words });

    case 'approve_refusal':
    case 'return_refusal':
      if (command.type === 'approve_refusal' && status === 'refused') return nothing;
      if (status !== 'awaiting_approval') return no;
      if (context.actor.kind !== 'staff') return refused({ code: 'role_required', roles: ['approver'] });
      if (command.type === 'approve_refusal' && state.decision?.by === context.actor.id)
        return refused({ code: 'same_person' });
      return command.type === 'approve_refusal'
        ? one({ type: 'RefusalApproved' })
        : one({ type: 'RefusalReturned', words: command.words });

    case 'record_package':
      if (status === 'completed') return nothing;
      if (status !== 'fulfilling') return no;
      return accepted([
        {
          type: 'PackageBuilt',
          packageId: command.packageId,
          bytes: command.bytes,
          expiresAt: command.expiresAt,
        },
        { type: 'RequestCompleted' },
      ]);

    case 'release_download':
      if (status !== 'completed' || !state.package) return no;
      if (state.exportDeletedAt || context.now > state.package.expiresAt) return refused({ code: 'export_expired' });
      return one({ type: 'DownloadReleased', packageId: state.package.id });

    case 'delete_export':
      if (!closedStatuses.has(status)) return no;
      if (state.exportDeletedAt) return nothing;
      if (state.package && context.now <= state.package.expiresAt) return refused({ code: 'too_early' });
      return one({ type: 'ExportDeleted' });

    case 'assign':
      if (closedStatuses.has(status)) return no;
      return (state.assignee ?? null) === command.assignee
        ? nothing
        : one({ type: 'RequestAssigned', assignee: command.assignee });

    case 'park':
      if (closedStatuses.has(status)) return no;
      return state.parked ? nothing : one({ type: 'StepParked', step: command.step, error: command.error });

    case 'retry_parked':
      if (closedStatuses.has(status)) return no;
      return state.parked ? one({ type: 'StepRetried' }) : nothing;

    case 'restart_workflow':
      if (closedStatuses.has(status) || status === 'awaiting_confirmation') return no;
      return one({ type: 'WorkflowRestarted', attempt: state.workflowAttempt + 1 });
  }
}

function unfinished(state: RequestState, outcomes: readonly CollectionOutcome[]): string[] {
  return Object.entries(state.collections)
    .filter(([, progress]) => outcomes.includes(progress.outcome))
    .map(([collection]) => collection)
    .sort();
}

const deciders: readonly StaffRole[] = ['agent', 'approver', 'privacy-officer'];

/** Commands of staff and the roles that may give them; the system and the data subject give none of these. */
const rolesFor: Partial<Record<Command['type'], readonly StaffRole[]>> = {
  accept_identity: deciders,
  fail_identity: deciders,
  retry_collection: deciders,
  view_findings: ['agent', 'approver', 'privacy-officer', 'legal'],
  view_subject: ['agent', 'approver', 'privacy-officer', 'legal'],
  resend_mail: ['agent', 'approver', 'privacy-officer', 'admin'],
  approve: deciders,
  propose_refusal: deciders,
  approve_refusal: ['approver', 'privacy-officer'],
  return_refusal: ['approver', 'privacy-officer'],
  assign: ['agent', 'approver', 'privacy-officer', 'admin'],
  retry_parked: ['agent', 'approver', 'privacy-officer', 'admin'],
};

const subjectCommands: ReadonlySet<Command['type']> = new Set([
  'submit',
  'confirm_email',
  'withdraw',
  'release_download',
]);

function missingRole(command: Command, actor: Actor): readonly StaffRole[] | undefined {
  const roles = rolesFor[command.type];
  if (actor.kind === 'data_subject') return subjectCommands.has(command.type) ? undefined : (roles ?? []);
  if (actor.kind === 'system') return roles;
  return roles?.some((role) => actor.roles.includes(role)) ? undefined : (roles ?? []);
}

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
  return change({ ...state, version: recorded.sequence, lastHash: recorded.hash, changedAt: at }, recorded);
}

/** Events that cannot follow one another: the stored chain is not one that `decide` made. */
export class ChainBroken extends Error {
  override readonly name = 'ChainBroken';
}

type Change = { -readonly [Key in keyof RequestState]?: RequestState[Key] | undefined };

function change(state: RequestState, { event, at, actor }: RecordedEvent): RequestState {
  const to = (fields: Change): RequestState => withoutUndefined({ ...state, ...fields });
  const close = (status: RequestStatus): RequestState =>
    to({ status, closedAt: at, waitingFor: undefined, parked: undefined });
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
    case 'IdentityQuestioned':
      return to({ identityQuestion: event.question, waitingFor: 'identity' });
    case 'IdentityVerified':
      return to({
        status: 'gathering_data',
        gathering: 1,
        identity: { method: event.method, account: event.account },
        waitingFor: undefined,
      });
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
          },
        },
      });
    case 'CollectionsRetryRequested': {
      const gathering = state.gathering + 1;
      return to({
        status: 'gathering_data',
        gathering,
        waitingFor: undefined,
        collections: { ...state.collections, ...waiting(event.collections, gathering) },
      });
    }
    case 'HoldsChecked':
      return to({ holds: event.matters });
    case 'GatheringFinished':
      return to({ status: 'in_review', waitingFor: 'review' });
    case 'AnswerApproved':
      return to({ status: 'fulfilling', decision: { kind: 'approve', by, at }, waitingFor: undefined });
    case 'RefusalProposed':
      return to({
        status: 'awaiting_approval',
        decision: { kind: 'refuse', by, at, reason: event.reason, words: event.words },
        waitingFor: 'approval',
      });
    case 'RefusalReturned':
      return to({ status: 'in_review', decision: undefined, waitingFor: 'review' });
    case 'RefusalApproved':
      return {
        ...close('refused'),
        ...(state.decision ? { decision: { ...state.decision, approvedBy: by } } : {}),
      };
    case 'PackageBuilt':
      return to({
        package: { id: event.packageId, bytes: event.bytes, expiresAt: event.expiresAt },
      });
    case 'RequestCompleted':
      return close('completed');
    case 'ExportDeleted':
      return to({ exportDeletedAt: at });
    case 'RequestAssigned':
      return to({ assignee: event.assignee ?? undefined });
    case 'StepParked':
      return to({ parked: { step: event.step, error: event.error, at } });
    case 'StepRetried':
      return to({ parked: undefined });
    case 'WorkflowRestarted':
      return to({ workflowAttempt: event.attempt });
    case 'FindingsViewed':
    case 'SubjectViewed':
    case 'MailResendRequested':
    case 'DownloadReleased':
      return state;
  }
}

function waiting(collections: readonly string[], gathering: number): RequestState['collections'] {
  return Object.fromEntries(collections.map((id) => [id, { outcome: 'waiting', count: 0, gathering }]));
}

/** A state with a field taken back does not have it at all, so equal states are equal JSON. */
function withoutUndefined(fields: { [Key in keyof RequestState]?: RequestState[Key] | undefined }): RequestState {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as unknown as RequestState;
}
