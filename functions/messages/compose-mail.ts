import type { Milestone, RequestState } from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';
import { type MailCode, mailLists, mailVariables } from './mail-variables.ts';
import { type RenderedMail, renderMail } from './message-template.ts';

export interface ComposedMail extends RenderedMail {
  /** The language it is written in: the request's, or the organisation's first when it has no mails in that one. */
  readonly language: string;
}

/** The mail of a milestone as it goes out; undefined when the policy has no template for it. */
export function composeMail(
  state: RequestState,
  milestone: Milestone,
  { organisation, siteUrl }: { readonly organisation: Organisation; readonly siteUrl: string },
  code?: MailCode,
): ComposedMail | undefined {
  const language = organisation.messages[state.language] ? state.language : organisation.defaultLanguage;
  const template = organisation.messages[language]?.[milestone];
  if (!template) return undefined;
  const { name, address, email } = organisation.controller;
  const rendered = renderMail(
    template,
    mailVariables(state, organisation, language, code),
    { language, timeZone: state.timeZone, siteUrl, footer: `${name} · ${address} · ${email}` },
    mailLists(state, organisation, language),
  );
  return { ...rendered, language };
}
