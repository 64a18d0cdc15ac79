import { endOfDay } from '../deadlines/index.ts';
import type { RequestState } from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';
import type { MessageVariables } from './message-template.ts';

/** Names a template may use. Codes exist only in the mails that carry one. */
export const messageVariableNames = [
  'organisation',
  'contactEmail',
  'reference',
  'language',
  'replyBy',
  'receivedOn',
  'confirmBy',
  'code',
  'codeMinutes',
  'exportDays',
  'expiresOn',
  'erasesOn',
  'reason',
  'authority',
  'authorityUrl',
  'court',
] as const;

export interface MailCode {
  readonly digits: string;
  readonly minutes: number;
}

/** What templates can say about a request: dates, the reference, routes of complaint; nothing personal. */
export function mailVariables(
  state: RequestState,
  organisation: Organisation,
  language: string,
  code?: MailCode,
): MessageVariables {
  const reasonText = state.decision?.reason
    ? organisation.refusalReasons[state.decision.reason]?.[language]
    : undefined;
  return {
    organisation: organisation.name,
    contactEmail: organisation.controller.email,
    reference: state.reference,
    // Of the pages a link leads to, whatever language the mail is in.
    language: state.language,
    // A due day is over at its end: said as the last moment of that day in the office's zone.
    replyBy: new Date(Date.parse(endOfDay(state.replyBy, state.timeZone)) - 1),
    receivedOn: new Date(state.receivedAt),
    confirmBy: new Date(state.confirmBy),
    exportDays: organisation.retention.exportDays,
    reason: reasonText ?? '',
    authority: organisation.complaints.authority[language] ?? '',
    authorityUrl: organisation.complaints.authorityUrl,
    court: organisation.complaints.court[language] ?? '',
    ...(state.package ? { expiresOn: new Date(state.package.expiresAt) } : {}),
    ...(state.erasing ? { erasesOn: new Date(state.erasing.from) } : {}),
    ...(code ? { code: code.digits, codeMinutes: code.minutes } : {}),
  };
}
