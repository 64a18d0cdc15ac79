import { mailVariables, renderMail } from '../messages/index.ts';
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
  const template = organisation.messages[state.language]?.refusal;
  if (!template) return undefined;
  const decided: RequestState = { ...state, decision: { kind: 'refuse', by: '', at: state.changedAt, reason } };
  const { subject, text } = renderMail(template, mailVariables(decided, organisation, undefined), {
    language: state.language,
    timeZone: state.timeZone,
    siteUrl,
    footer: `${organisation.controller.name} · ${organisation.controller.address} · ${organisation.controller.email}`,
  });
  return { language: state.language, subject, text };
}
