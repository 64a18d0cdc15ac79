import type { MailFacts, Milestone, Right, StaffMilestone } from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';
import { type ComposedMail, composeMail } from './compose-mail.ts';
import { composeStaffMail } from './compose-staff-mail.ts';
import { type LegalPart, legalParts } from './legal-parts.ts';
import { sampleRequest } from './sample-request.ts';
import { staffVariableNames } from './staff-variables.ts';

export interface MailSample {
  readonly milestone: Milestone;
  /** Profile id of one of the organisation's laws. */
  readonly law: string;
  readonly language: string;
  /** What the made-up request asks for; without it, what the mail has most to say of. */
  readonly right?: Right | undefined;
}

export interface SampleMail extends ComposedMail {
  /** What the law wants said, of a refusal or a notice of extension, and whether the mail says it. */
  readonly parts: readonly LegalPart[];
}

/** When the sample's mails to staff are written. */
const now = '2026-11-20T08:00:00.000Z';
/** What mails to staff about all requests count. */
const facts: MailFacts = {
  ...Object.fromEntries(staffVariableNames.map((name) => [name, 2])),
  date: '2026-11-20',
  reviewOn: '2026-11-20',
  counted: 'all',
};
const code = { digits: '123456', minutes: 10 };

/** A right that a mail has most to say of; a copy where any would do. */
const tellingRights: Partial<Record<Milestone, Right>> = {
  deletion_scheduled: 'deletion',
  deletion_done: 'deletion',
  erasure_announced: 'deletion',
  cancellation_scheduled: 'account_cancellation',
  cancellation_stopped: 'account_cancellation',
  account_cancelled: 'account_cancellation',
  choices_noted: 'consent_withdrawal',
  correction_done: 'correction',
  listing_taken_down: 'listing_takedown',
  complaint_acknowledged: 'complaint',
  complaint_answered: 'complaint',
};

/** A mail as it would go out for a made-up request; undefined when the policy has no such template in that language. */
export function sampleMail(
  organisation: Organisation,
  { milestone, law, language, right = tellingRights[milestone] ?? 'access' }: MailSample,
  siteUrl: string,
): SampleMail | undefined {
  if (!organisation.messages[language]?.[milestone]) return undefined;
  const state = sampleRequest(organisation, { right, law, language });
  if (isToStaff(milestone)) {
    const staff = { ...organisation.staff, language };
    const mail = composeStaffMail(
      state,
      { milestone, facts },
      { organisation: { ...organisation, staff }, siteUrl, now },
    );
    return mail && { ...mail, parts: [] };
  }
  const mail = composeMail(state, milestone, { organisation, siteUrl }, code);
  const lawful = milestone === 'refusal' || milestone === 'extension_notice';
  return mail && { ...mail, parts: lawful ? legalParts(state, milestone, { organisation, siteUrl }) : [] };
}

export function isToStaff(milestone: Milestone): milestone is StaffMilestone {
  return milestone.startsWith('staff_');
}
