import { composeMail, type LegalPart, legalParts } from '../messages/index.ts';
import type { RefusalReason, RequestState } from '../requests/index.ts';
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
  const decided = refused(state, reason);
  const mail = composeMail(decided, 'refusal', { organisation, siteUrl });
  return (
    mail && {
      language: mail.language,
      subject: mail.subject,
      text: mail.text,
      parts: legalParts(decided, 'refusal', { organisation, siteUrl }),
    }
  );
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
      case 'approve_refusal':
        return state.decision?.kind === 'refuse' ? legalParts(state, 'refusal', context) : [];
      case 'extend_deadline': {
        const extension = { by: '', at: state.changedAt, reason: command.reason, words: '' };
        return legalParts({ ...state, extension }, 'extension_notice', context);
      }
      default:
        return [];
    }
  };
  return parts().flatMap(({ clause, said }) => (said ? [] : [clause]));
}

function refused(state: RequestState, reason: RefusalReason): RequestState {
  return { ...state, decision: { kind: 'refuse', by: '', at: state.changedAt, reason } };
}
