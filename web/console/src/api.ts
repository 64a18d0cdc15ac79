import type {
  ChangesView,
  ConsequencesView,
  DryRunView,
  FindingsView,
  RedactionView,
} from '../../../functions/console/review-views.ts';
import type { TemplatesView, TemplateView } from '../../../functions/console/template-views.ts';
import type {
  AttachmentLinkView,
  FailedMailView,
  HoldView,
  MailPreview,
  MailView,
  MeView,
  PolicyView,
  QueueView,
  ReportView,
  RequestView,
  SubjectView,
} from '../../../functions/console/views.ts';
import { currentUser } from './session.ts';

/** Why the API did not do what it was asked. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, details: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

export interface TypedScope {
  readonly email?: string;
  readonly company?: string;
  readonly store?: string;
  readonly collection?: string;
  readonly category?: string;
  readonly period?: { readonly from?: string; readonly to?: string };
}

export interface NewHold {
  readonly matter: string;
  readonly name: string;
  readonly owner: string;
  readonly reason: string;
  readonly reviewOn: string;
  readonly scopes: readonly TypedScope[];
}

type Right = RequestView['rights'][number];

export type RequestCommand =
  | { readonly type: 'assign'; readonly assignee: string | null }
  | { readonly type: 'retry_collection'; readonly collection: string }
  | { readonly type: 'correct_law'; readonly law: string; readonly words: string }
  | { readonly type: 'extend_deadline'; readonly reason: string; readonly words: string; readonly until?: string }
  | { readonly type: 'ask_member' | 'send_message' | 'add_note'; readonly words: string }
  | { readonly type: 'lift_restriction'; readonly words: string }
  | { readonly type: 'refuse_right'; readonly right: Right; readonly reason: string; readonly words: string }
  | { readonly type: 'grant_right'; readonly right: Right }
  | { readonly type: 'close_duplicate'; readonly reference: string }
  | { readonly type: 'propose_refusal'; readonly reason: string; readonly words: string }
  | { readonly type: 'return_refusal' | 'return_answer' | 'answer_complaint'; readonly words: string }
  | {
      readonly type:
        | 'accept_identity'
        | 'fail_identity'
        | 'recheck_company'
        | 'close_company'
        | 'approve'
        | 'approve_answer'
        | 'approve_refusal'
        | 'close_question'
        | 'read_replies'
        | 'retry_parked';
    };

type Reason = RedactionView['values'][number]['reason'];

export type RedactionChange =
  | { readonly type: 'decide'; readonly ids: readonly string[]; readonly decision: 'redact' | 'keep' }
  | { readonly type: 'accept_all' | 'undo' }
  | { readonly type: 'redact_value'; readonly value: string; readonly reason: Reason }
  | {
      readonly type: 'redact_field' | 'show_field';
      readonly finding: string;
      readonly field: string;
      readonly reason: Reason;
    }
  | { readonly type: 'remove'; readonly ids: readonly string[] };

export interface SubmittedFile {
  readonly format: 'jsonl' | 'csv';
  readonly text: string;
}

export type Attestation = { readonly outcome: 'nothing' } | { readonly outcome: 'unavailable'; readonly words: string };

/** What a person says of a change; `otherwise`: by field, what the record says now. */
export type AttestedChange =
  | { readonly answer: 'written' | 'gone' | 'held' }
  | { readonly answer: 'otherwise'; readonly values: Readonly<Record<string, string>> };

export interface ErasedByHand {
  readonly deleted: number;
  readonly changed: number;
  /** By the ids of the changes. */
  readonly changes: Readonly<Record<string, AttestedChange>>;
}

export type ChangeDecision =
  | {
      readonly type: 'correct';
      readonly collection: string;
      readonly finding: string;
      readonly field: string;
      readonly value: string;
      readonly words?: string;
    }
  | { readonly type: 'take_down'; readonly extent: 'listing' | 'contact'; readonly words?: string }
  | { readonly type: 'refuse'; readonly reason: string; readonly words: string };

async function call<Answer>(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
  return (await (await send(method, path, body)).json()) as Answer;
}

/** The answer, if it is a good one. */
async function send(method: 'GET' | 'POST', path: string, body?: object): Promise<Response> {
  const user = await currentUser();
  if (!user) throw new ApiProblem('not_signed_in');
  const response = await fetch(`/api/staff${path}`, {
    method,
    headers: {
      authorization: `Bearer ${user.access_token}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  }).catch(() => {
    throw new ApiProblem('unreachable');
  });
  if (response.ok) return response;
  if (response.status === 401) throw new ApiProblem('not_signed_in');
  if (!response.headers.get('content-type')?.includes('application/problem+json')) throw new ApiProblem('unreachable');
  const { code, ...details } = (await response.json()) as { code: string };
  throw new ApiProblem(code, details);
}

const at = (id: string) => `/requests/${encodeURIComponent(id)}`;
const query = (values: Record<string, string | undefined>) => {
  const given = Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
  return given.length > 0 ? `?${new URLSearchParams(given)}` : '';
};

export const api = {
  /** Who is signed in; the ID token tells where mails about their work reach them. */
  me: async (): Promise<MeView> => {
    const idToken = (await currentUser())?.id_token;
    return idToken === undefined ? call<MeView>('GET', '/me') : call<MeView>('POST', '/me/address', { idToken });
  },
  policy: () => call<PolicyView>('GET', '/policy'),
  queue: (name: 'open' | 'held' | 'replies' | 'closed', cursor?: string) =>
    call<QueueView>('GET', `/queue${query({ name, cursor })}`),
  request: (id: string) => call<RequestView>('GET', at(id)),
  give: (id: string, expectedVersion: number, command: RequestCommand) =>
    call<RequestView>('POST', `${at(id)}/commands`, { ...command, expectedVersion }),
  subject: (id: string) => call<SubjectView>('POST', `${at(id)}/subject`),
  findings: (id: string, collection: string, cursor?: string, as?: 'member') =>
    call<FindingsView>(
      'GET',
      `${at(id)}/collections/${encodeURIComponent(collection)}/findings${query({ cursor, as })}`,
    ),
  redactions: (id: string, collection: string) =>
    call<RedactionView>('GET', `${at(id)}/collections/${encodeURIComponent(collection)}/redactions`),
  redact: (id: string, collection: string, list: string | null, change: RedactionChange) =>
    call<RedactionView>('POST', `${at(id)}/collections/${encodeURIComponent(collection)}/redactions`, {
      ...change,
      list,
    }),
  changes: (id: string) => call<ChangesView>('GET', `${at(id)}/changes`),
  decideChange: (id: string, change: string, expectedVersion: number, decision: ChangeDecision) =>
    call<ChangesView>('POST', `${at(id)}/changes/${encodeURIComponent(change)}`, { ...decision, expectedVersion }),
  handIn: (id: string, collection: string, expectedVersion: number, file: SubmittedFile) =>
    call<{ version: number }>('POST', `${at(id)}/collections/${encodeURIComponent(collection)}/submission`, {
      ...file,
      expectedVersion,
    }),
  attest: (id: string, collection: string, expectedVersion: number, attested: Attestation) =>
    call<{ version: number }>('POST', `${at(id)}/collections/${encodeURIComponent(collection)}/attestation`, {
      ...attested,
      expectedVersion,
    }),
  attestErasure: (id: string, collection: string, expectedVersion: number, erased: ErasedByHand) =>
    call<{ version: number }>('POST', `${at(id)}/collections/${encodeURIComponent(collection)}/erasure`, {
      ...erased,
      expectedVersion,
    }),
  consequences: (id: string) => call<ConsequencesView>('GET', `${at(id)}/consequences`),
  dryRun: (id: string, collection: string) =>
    call<DryRunView>('GET', `${at(id)}/collections/${encodeURIComponent(collection)}/dry-run`),
  refusalPreview: (id: string, refusal: { readonly reason?: string; readonly right?: Right }) =>
    call<MailPreview>('GET', `${at(id)}/refusal-preview${query({ ...refusal })}`),
  extensionPreview: (id: string, reason: string, until?: string) =>
    call<MailPreview>('GET', `${at(id)}/extension-preview${query({ reason, until })}`),
  mails: (id: string) => call<{ mails: readonly MailView[] }>('GET', `${at(id)}/mails`),
  resend: (id: string, outboxId: string) =>
    call<{ mails: readonly MailView[] }>('POST', `${at(id)}/mails/${encodeURIComponent(outboxId)}/resend`),
  attachmentLink: (id: string, attachment: string) =>
    call<AttachmentLinkView>('POST', `${at(id)}/attachments/${encodeURIComponent(attachment)}/link`),
  failedMails: () => call<{ mails: readonly FailedMailView[] }>('GET', '/failed-mails'),
  report: (from: string, to: string) => call<ReportView>('GET', `/reports${query({ from, to })}`),
  reportCsv: async (from: string, to: string) => (await send('GET', `/reports/csv${query({ from, to })}`)).text(),
  templates: () => call<TemplatesView>('GET', '/templates'),
  template: (key: string, sample: { readonly language: string; readonly law: string; readonly right?: string }) =>
    call<TemplateView>('GET', `/templates/${encodeURIComponent(key)}${query(sample)}`),
  holds: () => call<{ holds: readonly HoldView[] }>('GET', '/holds'),
  placeHold: (hold: NewHold) => call<{ holds: readonly HoldView[] }>('POST', '/holds', hold),
  proposeRelease: (matter: string, reason: string) =>
    call<{ holds: readonly HoldView[] }>('POST', `/holds/${encodeURIComponent(matter)}/release`, { reason }),
  renewReview: (matter: string, reviewOn: string, reason: string) =>
    call<{ holds: readonly HoldView[] }>('POST', `/holds/${encodeURIComponent(matter)}/review`, { reviewOn, reason }),
  approveRelease: (matter: string) =>
    call<{ holds: readonly HoldView[] }>('POST', `/holds/${encodeURIComponent(matter)}/release/approve`),
  declineRelease: (matter: string, reason: string) =>
    call<{ holds: readonly HoldView[] }>('POST', `/holds/${encodeURIComponent(matter)}/release/decline`, { reason }),
};
