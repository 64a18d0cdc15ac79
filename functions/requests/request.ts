import { accepted, type Result, refused } from '../shared/result.ts';
import { decideAddresses } from './addresses-on-record.ts';
import { fallsShort } from './asked-changes.ts';
import { collectionsEnded } from './collections-ended.ts';
import { missingRole } from './command-roles.ts';
import { approval, decideAnswer } from './decide-answer.ts';
import { decideByHand } from './decide-by-hand.ts';
import { decideChanges } from './decide-changes.ts';
import { decideClock } from './decide-clock.ts';
import { decideCorrespondence } from './decide-correspondence.ts';
import { decideDuplicate } from './decide-duplicate.ts';
import { decideErasure } from './decide-erasure.ts';
import { decideNotices } from './decide-notices.ts';
import { decideRight, refusesRights } from './decide-right.ts';
import { canFollowUp } from './follow-up.ts';
import { decideLifting } from './lift-restriction.ts';
import { decideLook } from './look-at-findings.ts';
import { decidePreservation, isPreserved } from './preservation.ts';
import { isHeldBack } from './queue.ts';
import { recordEndsAt } from './record-retention.ts';
import { decideRecounted, isRecounted } from './recount-company.ts';
import type { Command, CommandContext, CommandRefusal } from './request-command.ts';
import type { RequestEvent } from './request-events.ts';
import { type CompanyStanding, closedStatuses, type RequestState } from './request-state.ts';
import { asksForCopy, isAnsweredInWords, needsHandover, wantsWords } from './right-kinds.ts';
import { unreadSources } from './unread-sources.ts';
import { watchEvents } from './watch.ts';

type Decision = Result<readonly RequestEvent[], CommandRefusal>;

/**
 * The rules: which events a command causes in a state. Pure. A command whose effect is already there causes
 * no event and is no refusal, so whoever repeats it (a retry, a double click) changes nothing.
 */
export function decide(state: RequestState | undefined, command: Command, context: CommandContext): Decision {
  if (command.type === 'submit') {
    if (state !== undefined) return refused({ code: 'already_submitted' });
    const { ask } = command;
    // The code that opened the request it is about confirms it.
    return accepted([{ type: 'RequestSubmitted', ask }, ...(ask.follows ? [{ type: 'EmailConfirmed' } as const] : [])]);
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
  if (state.recordErasedAt) return command.type === 'erase_record' ? nothing : refused({ code: 'record_erased' });

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
      // What erasing has begun can't be taken back.
      return closedStatuses.has(status) || state.erasing?.startedAt ? no : one({ type: 'RequestWithdrawn' });

    case 'close_duplicate':
      return decideDuplicate(state, command);

    case 'match_account':
      if (status !== 'verifying_identity') return state.identity ? nothing : no;
      // Anybody may complain or ask; nothing is released for it but the answer, to the address that was confirmed.
      if (command.account === 'not_on_record' && state.relation !== 'non_member' && !isAnsweredInWords(state.rights)) {
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
        ...(command.due === undefined ? {} : { due: command.due }),
      });
    }

    case 'hand_in_collection':
    case 'attest_collection':
    case 'attest_erasure':
      return decideByHand(state, command);

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

    case 'note_addresses':
      return decideAddresses(state, command);

    case 'propose_redactions': {
      const { type: _, ...redactions } = command;
      if (status === 'in_review' || state.redactions?.list === redactions.list) return nothing;
      if (status !== 'gathering_data') return no;
      const waiting = collectionsEnded(state, ['waiting']);
      return waiting.length > 0
        ? refused({ code: 'collections_unfinished', collections: waiting })
        : one({ type: 'RedactionsProposed', ...redactions });
    }

    case 'change_redactions': {
      const { type: _, ...redactions } = command;
      if (status !== 'in_review' || !asksForCopy(state.rights)) return no;
      return state.redactions?.list === redactions.list ? nothing : one({ type: 'RedactionChanged', ...redactions });
    }

    case 'finish_gathering': {
      if (status === 'in_review') return nothing;
      if (status !== 'gathering_data') return no;
      if (isRecounted(state)) return decideRecounted(state);
      const waiting = collectionsEnded(state, ['waiting']);
      if (waiting.length > 0) return refused({ code: 'collections_unfinished', collections: waiting });
      const straightThrough =
        state.erasure?.approvals === 0 && collectionsEnded(state, ['failed', 'by_hand']).length === 0;
      return accepted([{ type: 'GatheringFinished' }, ...(straightThrough ? [approval(state, context.now)] : [])]);
    }

    case 'view_changes':
    case 'decide_change':
      return decideChanges(state, command);

    case 'view_findings':
      return decideLook(state, command, context);

    case 'view_subject':
      return one({ type: 'SubjectViewed' });

    case 'resend_mail':
      return one({ type: 'MailResendRequested', outboxId: command.outboxId });

    case 'record_company': {
      const { type: _, ...standing } = command;
      if (status !== 'gathering_data' || !state.rights.includes('account_cancellation')) return no;
      const known = state.company;
      const same = standings.every((name) => known?.[name] === standing[name]);
      return same ? nothing : one({ type: 'CompanyChecked', ...standing });
    }

    case 'recheck_company':
      if (status !== 'in_review' || state.erasing || !state.company || !needsHandover(state)) return no;
      return one({ type: 'CollectionsRetryRequested', collections: [state.company.accounts] });

    case 'close_company':
      if (state.company?.closed) return nothing;
      return status === 'in_review' && !state.erasing && needsHandover(state) ? one({ type: 'CompanyClosed' }) : no;

    case 'answer_complaint':
      if (status !== 'in_review' || !wantsWords(state.rights) || state.complaintAnswer) return no;
      if (context.actor.kind === 'staff' && state.follows?.decidedBy.includes(context.actor.id)) {
        return refused({ code: 'same_person' });
      }
      return accepted([
        { type: 'ComplaintAnswered', words: command.words },
        ...(isAnsweredInWords(state.rights) ? [{ type: 'RequestCompleted' } as const] : []),
      ]);

    case 'approve':
    case 'approve_answer':
    case 'return_answer':
    case 'propose_refusal':
    case 'approve_refusal':
    case 'return_refusal':
      return decideAnswer(state, command, context);

    case 'refuse_right':
    case 'grant_right':
      return decideRight(state, command);

    case 'record_package':
      if (state.package) return nothing;
      if (status !== 'fulfilling') return no;
      return accepted([
        {
          type: 'PackageBuilt',
          packageId: command.packageId,
          bytes: command.bytes,
          expiresAt: command.expiresAt,
        },
        ...(state.erasing ? [] : [{ type: completed(state) } as const]),
      ]);

    case 'lift_holds':
      if (isHeldBack(state)) return one({ type: 'HoldsLifted' });
      return state.erasing && !closedStatuses.has(status) ? nothing : no;

    case 'start_erasure':
    case 'plan_erasure':
    case 'record_erasure':
    case 'finish_erasure':
      return decideErasure(state, command, context);

    case 'list_recipients':
    case 'record_notice':
    case 'record_answer':
      return decideNotices(state, command);

    case 'correct_law':
    case 'extend_deadline':
    case 'ask_member':
    case 'answer_question':
    case 'close_question':
      return decideClock(state, command, context);

    case 'send_message':
    case 'receive_message':
    case 'read_replies':
    case 'add_note':
      return decideCorrespondence(state, command);

    case 'note_follow_up': {
      const { followUp } = command;
      if (state.followUps?.some(({ requestId }) => requestId === followUp.requestId)) return nothing;
      return canFollowUp(state) ? one({ type: 'FollowUpNoted', followUp }) : no;
    }

    case 'view_attachment': {
      const sent = [...(state.messages ?? []), ...(state.clarifications ?? [])];
      const known = sent.some(({ attachments = [] }) => attachments.some(({ id }) => id === command.attachment));
      return known
        ? one({ type: 'AttachmentViewed', attachment: command.attachment })
        : refused({ code: 'unknown_attachment' });
    }

    case 'release_download':
      if (!state.package || status === 'withdrawn') return no;
      if (state.exportDeletedAt || context.now > state.package.expiresAt) return refused({ code: 'export_expired' });
      return one({ type: 'DownloadReleased', packageId: state.package.id });

    case 'lift_restriction':
    case 'start_lifting':
      return decideLifting(state, command, context);

    case 'hold_preserved':
    case 'end_preservation':
      return decidePreservation(state, command, context);

    case 'delete_export':
      if (!closedStatuses.has(status)) return no;
      if (state.exportDeletedAt) return nothing;
      if (isPreserved(state)) return refused({ code: 'too_early' });
      if (state.package && context.now <= state.package.expiresAt) return refused({ code: 'too_early' });
      return one({ type: 'ExportDeleted' });

    case 'erase_record': {
      const endsAt = recordEndsAt(state);
      if (endsAt === undefined) return no;
      return context.now < endsAt ? refused({ code: 'too_early' }) : one({ type: 'RecordErased' });
    }

    case 'assign':
      if (closedStatuses.has(status)) return no;
      return (state.assignee ?? null) === command.assignee
        ? nothing
        : one({ type: 'RequestAssigned', assignee: command.assignee });

    case 'watch_deadline':
      return accepted(watchEvents(state, context.now));

    case 'park':
      if (closedStatuses.has(status)) return no;
      return state.parked ? nothing : one({ type: 'StepParked', step: command.step, error: command.error });

    case 'retry_parked':
      if (closedStatuses.has(status)) return no;
      return state.parked ? one({ type: 'StepRetried' }) : nothing;

    case 'restart_workflow':
      if (closedStatuses.has(status) || status === 'awaiting_confirmation') return no;
      // Nothing retries for ever: somebody has to look at it.
      if ((state.restartsInVain ?? 0) >= mostRestarts)
        return one({ type: 'StepParked', step: 'Workflow', error: 'WorkflowStalled' });
      return one({ type: 'WorkflowRestarted', attempt: state.workflowAttempt + 1 });
  }
}

/** A lost workflow is started again so often while nothing else happens. */
const mostRestarts = 3;

const standings = [
  'accounts',
  'others',
  'administrators',
  'needsHandover',
  'isLast',
] as const satisfies readonly (keyof CompanyStanding)[];

/** How a request that changes no store ends: single changes, or other rights, may have been refused beside a copy. */
function completed(state: RequestState): 'RequestCompleted' | 'RequestPartlyCompleted' {
  const short = (state.changes && fallsShort(state)) || refusesRights(state) || unreadSources(state).length > 0;
  return short ? 'RequestPartlyCompleted' : 'RequestCompleted';
}
