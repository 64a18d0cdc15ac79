import { appealUntil, type MemberMilestone, type RequestState } from '../requests/index.ts';
import { citedReason } from '../shared/citations.ts';
import { complaintRoutes } from '../shared/complaint-routes.ts';
import { daysAfter } from '../shared/days.ts';
import { escapeHtml } from '../shared/escape-html.ts';
import type { Clause } from '../shared/law-profile.ts';
import type { Localised, Organisation } from '../shared/organisation.ts';
import { composeMail } from './compose-mail.ts';
import { refusalsInPart } from './part-refusal.ts';

/** Something the law of a request wants a mail to tell, and whether the mail does. */
export interface LegalPart {
  readonly clause: Clause;
  readonly article: string;
  readonly said: boolean;
}

/**
 * The legal parts of a notice of extension, of a refusal, or of an answer that refuses something beside what it grants, as
 * the mail would go out now: both its HTML and its plain text must say each.
 */
export function legalParts(
  state: RequestState,
  milestone: MemberMilestone,
  context: { readonly organisation: Organisation; readonly siteUrl: string },
): readonly LegalPart[] {
  const { organisation } = context;
  const law = organisation.laws[state.law];
  const rule = milestone === 'extension_notice' ? law?.extension : law?.refusal;
  if (!rule) return [];
  const mail = composeMail(state, milestone, context);
  const routes = complaintRoutes(organisation, state.law);
  const says = (text: Localised | string | undefined): boolean => {
    const words = typeof text === 'object' ? text[mail?.language ?? ''] : text;
    return !!words && !!mail?.text.includes(words) && mail.html.includes(escapeHtml(words));
  };
  const differs = (change: Partial<RequestState>): boolean =>
    mail !== undefined && composeMail({ ...state, ...change }, milestone, context)?.text !== mail.text;
  /** Of appeals, once the answer is given. */
  const saysLastDay = (): boolean =>
    state.closedAt === undefined ||
    appealUntil(state, law) === undefined ||
    differs({ closedAt: daysAfter(state.closedAt, 1) });
  const isSaid = (clause: Clause): boolean => {
    switch (clause) {
      case 'new_date':
        return differs({ replyBy: dayAfter(state.replyBy) });
      case 'reasons':
        if (milestone === 'extension_notice')
          return state.extension !== undefined && differs({ extension: { ...state.extension, reason: '' } });
        return reasonsOf(state, milestone).every((reason) => says(citedReason(organisation, state.law, reason)));
      case 'complaint_to_authority':
        return says(routes.authority) && says(routes.authorityUrl);
      case 'court_remedy':
      case 'right_to_sue':
        return says(routes.court);
      case 'appeal':
      case 'objection_procedure':
        return says(routes.appeal) && saysLastDay();
    }
  };
  return rule.mustName.map((clause) => ({ clause, article: rule.article, said: isSaid(clause) }));
}

/** What a refusal has to give reasons for; there is always something. */
function reasonsOf(state: RequestState, milestone: MemberMilestone): readonly string[] {
  const reasons = milestone === 'refusal' ? [state.decision?.reason ?? ''] : refusalsInPart(state);
  return reasons.length > 0 ? reasons : [''];
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
}
