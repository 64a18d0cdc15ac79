import { composeMail, type LegalPart, legalParts } from '../messages/index.ts';
import {
  answerMilestone,
  type MemberMilestone,
  type RefusalReason,
  type RequestState,
  type Right,
  refusedRights,
} from '../requests/index.ts';
import { daysAfter } from '../shared/days.ts';
import type { Clause } from '../shared/law-profile.ts';
import type { Organisation } from '../shared/organisation.ts';
import type { StaffCommand } from './staff-command.ts';
import type { MailPreview } from './views.ts';

/** The mail a refusal for this reason would send, in the member's language; undefined without a template for it. */
export function previewRefusal(
  state: RequestState,
  reason: RefusalReason,
  organisation: Organisation,
  siteUrl: string,
): MailPreview | undefined {
  return previewOf(refused(state, reason), 'refusal', organisation, siteUrl);
}

/** The mail an extension on this ground would send; `until`: plain ISO date, only where the law sets no end. */
export function previewExtension(
  state: RequestState,
  { reason, until }: { readonly reason: string; readonly until?: string | undefined },
  organisation: Organisation,
  siteUrl: string,
): MailPreview | undefined {
  return previewOf(extended(state, reason, until), 'extension_notice', organisation, siteUrl);
}

function previewOf(
  state: RequestState,
  milestone: MemberMilestone,
  organisation: Organisation,
  siteUrl: string,
): MailPreview | undefined {
  const mail = composeMail(state, milestone, { organisation, siteUrl });
  return (
    mail && {
      language: mail.language,
      subject: mail.subject,
      text: mail.text,
      parts: legalParts(state, milestone, { organisation, siteUrl }),
    }
  );
}

/**
 * The answer that would go out with the rights refused that staff refuse now, and one more: as far as it can be written
 * before anything is done. Undefined without a template for it.
 */
export function previewPartRefusal(
  state: RequestState,
  refusal: { readonly right: Right; readonly reason: RefusalReason } | undefined,
  organisation: Organisation,
  siteUrl: string,
): MailPreview | undefined {
  const { decided, milestone } = answered(refusal ? withRefused(state, refusal) : state, organisation);
  return previewOf(decided, milestone, organisation, siteUrl);
}

/** The legal parts that the mail of a command would go out without: then it is not taken. */
export function missingParts(
  state: RequestState,
  command: StaffCommand,
  organisation: Organisation,
  siteUrl: string,
): readonly Clause[] {
  const parts = (): readonly LegalPart[] => {
    const context = { organisation, siteUrl };
    switch (command.type) {
      case 'propose_refusal':
        return legalParts(refused(state, command.reason), 'refusal', context);
      case 'approve':
      case 'approve_answer': {
        const { decided, milestone } = answered(state, organisation);
        return refusedRights(state).length > 0 ? legalParts(decided, milestone, context) : [];
      }
      case 'refuse_right': {
        const { decided, milestone } = answered(withRefused(state, command), organisation);
        return legalParts(decided, milestone, context);
      }
      case 'approve_refusal':
        return state.decision?.kind === 'refuse' ? legalParts(state, 'refusal', context) : [];
      case 'extend_deadline':
        return legalParts(extended(state, command.reason, command.until), 'extension_notice', context);
      default:
        return [];
    }
  };
  return parts().flatMap(({ clause, said }) => (said ? [] : [clause]));
}

function refused(state: RequestState, reason: RefusalReason): RequestState {
  return { ...state, decision: { kind: 'refuse', by: '', at: state.changedAt, reason } };
}

function withRefused(
  state: RequestState,
  { right, reason }: { readonly right: Right; readonly reason: RefusalReason },
): RequestState {
  const refusal = { reason, words: '', by: '', at: state.changedAt };
  return { ...state, rightRefusals: { ...state.rightRefusals, [right]: refusal } };
}

/** The request as its answer will find it, with the mail that tells it. */
function answered(state: RequestState, { retention }: Organisation) {
  const copy = { id: '', bytes: 0, expiresAt: daysAfter(state.changedAt, retention.exportDays) };
  return { decided: { ...state, package: state.package ?? copy }, milestone: answerMilestone(state) };
}

/** As it will be: with the date of the law, or the one that is named where the law sets none. */
function extended(state: RequestState, reason: string, until: string | undefined): RequestState {
  const extension = { by: '', at: state.changedAt, reason, words: '' };
  return { ...state, extension, replyBy: until ?? state.extendedReplyBy ?? state.replyBy };
}
