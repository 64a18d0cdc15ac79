import { composeMail, legalParts } from '../messages/index.ts';
import type { RefusalReason, RequestState } from '../requests/index.ts';
import type { Clause } from '../shared/law-profile.ts';
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
  return (
    mail && {
      language: mail.language,
      subject: mail.subject,
      text: mail.text,
      parts: legalParts(decided, 'refusal', { organisation, siteUrl }),
    }
  );
}

/** The legal parts that the refusal would go out without; a refusal lacking one is not taken. */
export function missingParts(
  state: RequestState,
  reason: RefusalReason | undefined,
  organisation: Organisation,
  siteUrl: string,
): readonly Clause[] {
  const preview = reason && previewRefusal(state, reason, organisation, siteUrl);
  return (preview?.parts ?? []).flatMap(({ clause, said }) => (said ? [] : [clause]));
}
