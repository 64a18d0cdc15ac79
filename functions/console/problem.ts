import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { z } from 'zod/mini';
import type { HoldRefusal } from '../holds/index.ts';
import type { CommandRefusal } from '../requests/index.ts';

/** Why the console API did not do what it was asked: `code` for screens, `title` for people with a terminal. */
export interface Problem {
  readonly code: string;
  readonly title: string;
  readonly [detail: string]: unknown;
}

/** A problem as RFC 9457 writes it. */
export function problem(status: ContentfulStatusCode, code: string, title: string, details: object = {}): Response {
  const body: Problem & { status: number; type: string } = { type: 'about:blank', status, code, title, ...details };
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } });
}

/** Input that does not fit its schema: which fields and what is wrong with each, never their values. */
export function badInput(error: z.core.$ZodError): Response {
  return problem(400, 'bad_input', 'The input does not fit.', {
    fields: error.issues.slice(0, 20).map(({ path, code, message }) => ({ path: path.join('.'), code, message })),
  });
}

const statusOf: Readonly<Record<CommandRefusal['code'] | HoldRefusal['code'], ContentfulStatusCode>> = {
  not_found: 404,
  unknown_collection: 404,
  unknown_recipient: 404,
  role_required: 403,
  same_person: 403,
  changed_meanwhile: 409,
  not_allowed_now: 409,
  already_submitted: 409,
  matter_taken: 409,
  collections_unfinished: 422,
  recipients_untold: 422,
  redactions_undecided: 422,
  complaint_unanswered: 422,
  changes_undecided: 422,
  changes_all_refused: 422,
  rights_all_refused: 422,
  unknown_change: 404,
  changes_unattested: 422,
  unknown_attachment: 404,
  too_many_messages: 422,
  already_extended: 409,
  no_extension_in_law: 422,
  deadline_passed: 422,
  notice_window_over: 422,
  new_date_needed: 422,
  reason_not_applicable: 422,
  handover_needed: 422,
  not_same_member: 422,
  rights_not_covered: 422,
  too_early: 422,
  export_expired: 422,
  record_erased: 410,
  holds_changed: 409,
  scope_empty: 422,
  period_reversed: 422,
  review_not_ahead: 422,
  release_not_proposed: 409,
  kept_by_law: 422,
};

/** A refusal of the rules, with its details. */
export function refusalProblem({ code, ...details }: CommandRefusal | HoldRefusal): Response {
  return problem(statusOf[code], code, `Refused: ${code.replaceAll('_', ' ')}.`, details);
}
