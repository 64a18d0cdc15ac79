import * as z from 'zod/mini';
import type { HandleCommand, RequestStore } from '../requests/index.ts';
import { noticeIdOf } from './notice.ts';
import type { NoticeStore } from './notice-store.ts';
import { parseJson } from './parse-json.ts';
import { isSigned } from './signature.ts';

export interface AnswerDependencies {
  readonly requests: Pick<RequestStore, 'load'>;
  readonly notices: NoticeStore;
  readonly handle: HandleCommand;
  /** Undefined for who is no recipient of this deployment. */
  readonly secretOf: (recipient: string) => Promise<string | undefined>;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
}

export interface GivenAnswer {
  readonly body: string;
  readonly signature: string | undefined;
}

/** HTTP status to answer with. Who can't sign is told nothing of what is known here. */
export type AnswerTaken = 202 | 400 | 401 | 413;

/** In bytes; an answer is a few ids and dates. */
const largestAnswer = 16 * 1024;

/** An OpenDSR status callback, as far as it is used; the rest of it is never kept. */
const callbackSchema = z.looseObject({
  subject_request_id: z.string().check(z.regex(/^[0-9a-f-]{36}$/)),
  request_status: z.enum(['pending', 'in_progress', 'completed', 'cancelled']),
});

/**
 * What a recipient says became of an erasure it was told of. The signature is checked before anything is written; the same
 * answer again changes nothing, nor does one about an erasing that is over.
 */
export function answerTaker({ requests, notices, handle, secretOf, now }: AnswerDependencies) {
  return async ({ body, signature }: GivenAnswer): Promise<AnswerTaken> => {
    if (Buffer.byteLength(body) > largestAnswer) return 413;
    const answer = callbackSchema.safeParse(parseJson(body));
    if (!answer.success) return 400;
    const { subject_request_id: id, request_status: status } = answer.data;
    const record = await notices.find(id);
    const secret = record && (await secretOf(record.recipient));
    if (!record || secret === undefined || !isSigned(secret, body, signature, now())) return 401;
    if (status !== 'completed' && status !== 'cancelled') return 202;
    const { requestId, recipient } = record;
    const startedAt = (await requests.load(requestId))?.erasing?.startedAt;
    if (startedAt === undefined || noticeIdOf(requestId, recipient, startedAt) !== id) return 202;
    const actor = { kind: 'system', part: 'recipients' } as const;
    // A refusal is an answer that came when none is wanted any more; the recipient can't do anything about it.
    await handle({ requestId, actor, command: { type: 'record_answer', recipient, outcome: status } });
    return 202;
  };
}

export type TakeAnswer = ReturnType<typeof answerTaker>;
