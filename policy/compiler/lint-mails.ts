import { join } from 'node:path';
import { z } from 'zod';
import { composeMail, deletionAnswer, legalParts, sampleRequest } from '../../functions/messages/index.ts';
import {
  isAnsweredInWords,
  type MemberMilestone,
  type RequestState,
  type Right,
  refusableRights,
} from '../../functions/requests/index.ts';
import { citedReason } from '../../functions/shared/citations.ts';
import { complaintRoutes } from '../../functions/shared/complaint-routes.ts';
import { escapeHtml } from '../../functions/shared/escape-html.ts';
import type { Clause, LawProfile } from '../../functions/shared/law-profile.ts';
import type { Localised, Organisation } from '../../functions/shared/organisation.ts';
import { type PolicyError, sortErrors } from './policy-error.ts';
import { complain, readAs } from './yaml-source.file.ts';

const siteUrl = 'https://member.example';

/** What a mail must tell, and how that shows: it says these texts, or says something else of another request. */
interface Duty {
  readonly milestone: MemberMilestone;
  readonly what: string;
  readonly says?: readonly (Localised | string | undefined)[];
  readonly differsFrom?: Partial<RequestState>;
}

/**
 * Checks what the law of each member wants said, by writing every answer as it would go out: under each law of the policy,
 * for each right and in each language, in the HTML and in the plain text. A clause that is there but hidden from some
 * requests is found too. Sources: the laws' `must_name`; GDPR Art. 7(3), 12(3)-(4), 15(1), 17(3), 18(3), 19.
 */
export function lintMails(folder: string, organisation: Organisation): PolicyError[] {
  const errors: PolicyError[] = [];
  const rights = organisation.rights.map(({ right }) => right as Right);
  for (const law of Object.values(organisation.laws)) {
    checkRoutes(folder, organisation, law, errors);
    // What the policy lacks is told once, there.
    const noAppeal = complaintRoutes(organisation, law.id).appeal === undefined;
    for (const right of new Set<Right>([...rights, 'complaint', 'appeal']))
      for (const language of organisation.languages) {
        const state = sampleRequest(organisation, { right, law: law.id, language });
        const missing = (milestone: MemberMilestone, what: string) => {
          const read = readAs(join(folder, 'messages', language, `${milestone}.yaml`), z.unknown(), errors);
          if (read) complain(errors, read, ['body'], `under ${law.id}, for ${right}: the mail must say ${what}`);
        };
        for (const milestone of isAnsweredInWords([right]) ? [] : (['refusal', 'extension_notice'] as const))
          for (const { clause, said } of legalParts(state, milestone, { organisation, siteUrl }))
            if (!said && !(noAppeal && appeals.has(clause))) missing(milestone, clause.replaceAll('_', ' '));
        for (const milestone of isAnsweredInWords([right]) ? [] : answersTo(right))
          for (const { clause, said } of legalParts(refusedInPart(organisation, state), milestone, {
            organisation,
            siteUrl,
          }))
            if (!said && !(noAppeal && appeals.has(clause)))
              missing(milestone, `${clause.replaceAll('_', ' ')}, where something else is refused`);
        for (const duty of dutiesOf(organisation, law, right, state))
          for (const where of missingOf(duty, organisation, state, language))
            missing(duty.milestone, duty.what + where);
      }
  }
  return sortErrors(errors);
}

/** Where the policy itself does not say what its mails would have to. */
function checkRoutes(folder: string, organisation: Organisation, law: LawProfile, errors: PolicyError[]): void {
  const read = readAs(join(folder, 'organisation.yaml'), z.unknown(), errors);
  const index = organisation.otherLaws.findIndex((other) => other.law === law.id);
  const path = index < 0 ? ['complaints'] : ['other_laws', index];
  const clauses = new Set([...law.refusal.mustName, ...(law.extension?.mustName ?? [])]);
  const routes = complaintRoutes(organisation, law.id);
  if (!read) return;
  if (
    index >= 0 &&
    !organisation.otherLaws[index]?.complaints &&
    [...clauses].some((clause) => toldByRoutes.has(clause))
  )
    complain(errors, read, path, `law "${law.id}" wants routes of complaint told: it needs complaints of its own`);
  if ([...clauses].some((clause) => appeals.has(clause)) && !routes.appeal)
    complain(errors, read, path, `law "${law.id}" wants told how to appeal: complaints.appeal is missing`);
}

const appeals: ReadonlySet<Clause> = new Set(['appeal', 'objection_procedure']);
const toldByRoutes: ReadonlySet<Clause> = new Set([
  ...appeals,
  'complaint_to_authority',
  'court_remedy',
  'right_to_sue',
]);

/** The sample with every other right refused that can be by itself. */
function refusedInPart({ rights }: Organisation, state: RequestState): RequestState {
  const others = rights.map(({ right }) => right as Right).filter((right) => !state.rights.includes(right));
  const { erasing: _, package: __, ...undone } = state;
  const asked = [...state.rights, ...others];
  const refused = refusableRights({ ...undone, status: 'in_review', rights: asked }).filter((right) =>
    others.includes(right),
  );
  const refusal = { reason: 'excessive', words: 'sample', by: 'sample', at: state.receivedAt } as const;
  return {
    ...state,
    rights: [...state.rights, ...refused],
    rightRefusals: Object.fromEntries(refused.map((right) => [right, refusal])),
  };
}

function dutiesOf(organisation: Organisation, law: LawProfile, right: Right, state: RequestState): Duty[] {
  const { authority } = complaintRoutes(organisation, law.id);
  return [
    ...answerDuties(organisation, right, state),
    ...answersTo(right).map((milestone) => ({ milestone, what: 'where to complain', says: [authority] })),
  ];
}

/** The mails that answer a right. */
function answersTo(right: Right): readonly MemberMilestone[] {
  switch (right) {
    case 'access':
    case 'portability':
      return ['access_ready'];
    case 'deletion':
      return ['deletion_done'];
    case 'account_cancellation':
      return ['account_cancelled'];
    case 'correction':
      return ['correction_done'];
    case 'listing_takedown':
      return ['listing_taken_down'];
    case 'complaint':
    case 'appeal':
      return ['complaint_acknowledged', 'complaint_answered'];
    default:
      return ['choices_noted'];
  }
}

function answerDuties(organisation: Organisation, right: Right, state: RequestState): Duty[] {
  const rule = organisation.rights.find((one) => one.right === right);
  return answersTo(right).flatMap((milestone): Duty[] => {
    switch (milestone) {
      case 'access_ready':
        return [
          {
            milestone,
            what: 'until when it can be downloaded',
            differsFrom: { package: { id: '', bytes: 1, expiresAt: '2027-03-09T10:00:00.000Z' } },
          },
        ];
      case 'deletion_done':
      case 'account_cancelled': {
        const kept = deletionAnswer(organisation, state).flatMap((answer) => answer.kept.map(({ reason }) => reason));
        return [
          { milestone, what: 'why something is kept', says: kept.map(({ basis }) => basis) },
          { milestone, what: 'until when it is kept', says: kept.map(({ until }) => until) },
          { milestone, what: 'what becomes of backups', says: [organisation.processing.backups] },
        ];
      }
      case 'correction_done':
      case 'listing_taken_down':
        return [
          {
            milestone,
            what: 'the reason of a refusal',
            says: [citedReason(organisation, state.law, 'found_accurate')],
          },
          {
            milestone,
            what: 'what was changed',
            differsFrom: { changes: (state.changes ?? []).filter(({ decision }) => decision === 'refused') },
          },
        ];
      case 'choices_noted':
        return [
          { milestone, what: 'what was noted', differsFrom: { rights: [], functions: [], uses: [] } },
          {
            milestone,
            what: 'what stops',
            says: [...(rule?.functions ?? []), ...(rule?.uses ?? [])].map(({ effect }) => effect),
          },
        ];
      case 'complaint_acknowledged':
        return [{ milestone, what: 'by when it is answered', differsFrom: { replyBy: '2027-03-09' } }];
      default:
        return [];
    }
  });
}

/** What is missing of a duty, in words that end the sentence of the error. */
function missingOf(
  { milestone, says = [], differsFrom }: Duty,
  organisation: Organisation,
  state: RequestState,
  language: string,
): string[] {
  const write = (change: Partial<RequestState> = {}) =>
    composeMail({ ...state, ...change }, milestone, { organisation, siteUrl });
  const mail = write();
  if (!mail) return [' (there is no such mail)'];
  const missing = says.flatMap((text): string[] => {
    const said = typeof text === 'string' ? text : text?.[language];
    if (said === undefined) return [];
    const parts = [
      ...(mail.text.includes(said) ? [] : ['the plain text']),
      ...(mail.html.includes(escapeHtml(said)) ? [] : ['the HTML']),
    ];
    return parts.length > 0 ? [` (not in ${parts.join(' and ')})`] : [];
  });
  const silent =
    differsFrom !== undefined && Object.keys(differsFrom).length > 0 && write(differsFrom)?.text === mail.text;
  return [...new Set([...missing, ...(silent ? [''] : [])])];
}
