import { isSameOrigin } from '../shared/same-origin.ts';
import type { ReleasePackage, ReleaseRefusal } from './release-package.ts';

export interface DownloadAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A code for the log. */
  readonly outcome: string;
}

export interface DownloadDependencies {
  readonly release: ReleasePackage;
  readonly languages: readonly string[];
  /** Origin of the member site. */
  readonly publicUrl: string;
}

/** A code and a language; characters. */
const maxBody = 2_000;

/** The page that asks for the code, and the one that asks who you are, since the session has ended. */
const dataPage = (language: string): string => `/${language}/data`;
const trackPage = (language: string): string => `/${language}/track?notice=ended`;

/** How the data page names what went wrong. */
const problems: Partial<Record<ReleaseRefusal['code'], string>> = {
  malformed: 'malformed',
  wrong: 'wrong',
  expired: 'expired',
  locked: 'locked',
};

/**
 * Answers the form of the data page: a redirect to the package, or back to the page with what was wrong. The link is in the
 * answer's header alone, which no cache keeps.
 */
export async function answerDownload(
  { release, languages, publicUrl }: DownloadDependencies,
  request: {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly token: string | undefined;
  },
): Promise<DownloadAnswer> {
  if (!isSameOrigin((name) => request.headers[name], publicUrl)) return end(403, 'other_origin');
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return end(415, 'content_type');

  if (request.body.length > maxBody) return end(413, 'too_large');
  const fields = new URLSearchParams(request.body);
  const named = fields.get('language') ?? '';
  const language = languages.includes(named) ? named : (languages[0] ?? 'en');
  const released = await release(request.token, fields.get('code') ?? '');
  if (released.ok) return redirect(released.value.link.reveal(), 'released');
  const { code } = released.refusal;
  if (code === 'no_session') return redirect(trackPage(language), code);
  const problem = problems[code];
  return redirect(problem ? `${dataPage(language)}?problem=${problem}` : `/${language}/status`, code);
}

function redirect(location: string, outcome: string): DownloadAnswer {
  const answer = end(303, outcome);
  return { ...answer, headers: { ...answer.headers, location } };
}

function end(statusCode: number, outcome: string): DownloadAnswer {
  return { statusCode, outcome, headers: { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } };
}
