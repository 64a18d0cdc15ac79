import { composeMail } from '../messages/index.ts';
import type { RefusalReason, RequestState } from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';
import type { MailPreview } from './views.ts';

/** The mail a refusal for this reason would send, in the member's language; undefined without a template for it. */
export function previewRefusal(
  state: RequestState,
  reason: RefusalReason,
  organisation: Organisation,
  siteUrl: string,
): MailPreview | undefined {
  const decided: RequestState = { ...state, decision: { kind: 'refuse', by: '', at: state.changedAt, reason } };
  const mail = composeMail(decided, 'refusal', { organisation, siteUrl });
  return mail && { language: mail.language, subject: mail.subject, text: mail.text };
}
