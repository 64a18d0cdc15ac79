import type { MailItem, RequestState } from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';
import type { ComposedMail } from './compose-mail.ts';
import { renderMail } from './message-template.ts';
import { deskVariables, staffVariables } from './staff-variables.ts';

/** A mail to staff about a request, or about all of them together when there is none; in the language the policy says they read; undefined when the policy has no template for it. */
export function composeStaffMail(
  state: RequestState | undefined,
  { milestone, facts = {} }: Pick<MailItem, 'milestone' | 'facts'>,
  {
    organisation,
    siteUrl,
    now,
  }: { readonly organisation: Organisation; readonly siteUrl: string; readonly now: string },
): ComposedMail | undefined {
  const { language } = organisation.staff;
  const template = organisation.messages[language]?.[milestone];
  if (!template) return undefined;
  const options = { language, timeZone: organisation.office.timeZone, siteUrl, footer: organisation.name };
  const variables = { ...deskVariables(facts, organisation), ...(state && staffVariables(state, organisation, now)) };
  return { ...renderMail(template, variables, options), language };
}
