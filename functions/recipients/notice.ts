import { createHash } from 'node:crypto';
import type { NoticeType } from '../shared/organisation.ts';

/** Where a deployment tells a recipient, and what it is told by. */
export interface RecipientEndpoint {
  readonly url: string;
  /** What is shared with it, or `secretsmanager:` and the ARN or name of the secret whose text that is. */
  readonly secret: string;
  /** Verified identities it knows people by, such as `email`. */
  readonly identities: readonly string[];
  /** Within which it should say what it did. */
  readonly answerDays: number;
  /** It stands in a private network, which nothing else may be told in; then plain HTTP is allowed too. */
  readonly privateNetwork?: boolean;
}

export type RecipientEndpoints = Readonly<Record<string, RecipientEndpoint>>;

/**
 * The id a recipient is told: always the same for one erasing of one request, so that who is asked twice does it once. In
 * the form of a UUID version 4, which OpenDSR asks for; made from a hash, so that nothing can be read out of it.
 */
export function noticeIdOf(requestId: string, recipient: string, startedAt: string): string {
  const hash = createHash('sha256').update([requestId, recipient, startedAt].join('\0')).digest('hex');
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `4${hash.slice(13, 16)}`,
    variant + hash.slice(17, 20),
    hash.slice(20, 32),
  ].join('-');
}

/** One value that was corrected, or taken out (`null`). */
export interface Correction {
  readonly category: string;
  readonly collection: string;
  readonly field: string;
  readonly value: string | number | boolean | null;
}

/**
 * A request as OpenDSR words it: https://github.com/opengdpr/OpenDSR/blob/master/OpenDSR_specification.md. It knows erasure;
 * corrections and restrictions are types of ours, for recipients that take them, and their content is an extension.
 */
export function subjectRequest(notice: {
  readonly id: string;
  readonly types: readonly NoticeType[];
  readonly corrections: readonly Correction[];
  readonly restricted: boolean;
  /** By identity; values are personal data. */
  readonly identities: Readonly<Record<string, readonly string[]>>;
  readonly submittedAt: string;
  readonly callbackUrl: string;
}): string {
  return JSON.stringify({
    regulation: 'gdpr',
    subject_request_id: notice.id,
    subject_request_type: notice.types[0],
    submitted_time: notice.submittedAt,
    subject_identities: Object.entries(notice.identities).flatMap(([identity_type, values]) =>
      values.map((identity_value) => ({ identity_type, identity_value, identity_format: 'raw' })),
    ),
    api_version: '3.0',
    status_callback_urls: [notice.callbackUrl],
    ...(notice.types.includes('erasure')
      ? {}
      : {
          extensions: {
            'privacy-requests': {
              corrections: notice.corrections,
              restricted: notice.restricted,
            },
          },
        }),
  });
}

/** The recipient did not answer, or answered that it is not able to now; later it may. */
export class RecipientUnavailable extends Error {
  override readonly name = 'RecipientUnavailable';
}

/** The recipient answered something that is no answer; later it may. */
export class RecipientUnintelligible extends Error {
  override readonly name = 'RecipientUnintelligible';
}
