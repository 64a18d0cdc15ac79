import * as z from 'zod/mini';
import type { NotifyRecipientResult } from '../../workflows/fulfil-request/contract.ts';
import type { VerifiedIdentifiers } from '../identity/index.ts';
import {
  type Command,
  decidedChangeSchema,
  type HandleCommand,
  type RequestState,
  type RequestStore,
} from '../requests/index.ts';
import { daysAfter } from '../shared/days.ts';
import {
  type Correction,
  noticeIdOf,
  type RecipientEndpoints,
  RecipientUnavailable,
  RecipientUnintelligible,
  subjectRequest,
} from './notice.ts';
import type { NoticeStore } from './notice-store.ts';
import { parseJson } from './parse-json.ts';
import { AddressRefused, type NoticeReply, type SendNotice } from './send-notice.ts';
import { sign, signatureHeader } from './signature.ts';
import type { Telling } from './what-to-tell.ts';

export interface NotifyDependencies {
  readonly endpoints: RecipientEndpoints;
  readonly requests: Pick<RequestStore, 'load' | 'readSealed'>;
  /** What each recipient has to be told. */
  readonly whatToTell: (state: RequestState) => readonly Telling[];
  readonly identifiers: VerifiedIdentifiers;
  readonly notices: NoticeStore;
  readonly handle: HandleCommand;
  readonly send: SendNotice;
  /** Undefined for who is no recipient of this deployment. */
  readonly secretOf: (recipient: string) => Promise<string | undefined>;
  /** Where recipients answer. */
  readonly callbackUrl: string;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
}

type Notice =
  | { readonly outcome: 'told'; readonly answerBy: string }
  | { readonly outcome: 'not_told'; readonly reason: string };

/** An answer may come late; after that nobody knows what it is about. */
const keptDays = 90;

/**
 * Tells one recipient of what was erased, corrected or restricted. The same request under the same id goes out again when it is not known whether it
 * arrived; who was told, or refused, is not asked again.
 *
 * @throws RecipientUnavailable, RecipientUnintelligible, Contended: the workflow retries. `RecipientNotListed`
 */
export function recipientNotifier(dependencies: NotifyDependencies) {
  const { endpoints, requests, identifiers, notices, handle, send, secretOf, whatToTell, callbackUrl, now } =
    dependencies;
  return async (requestId: string, recipient: string): Promise<NotifyRecipientResult> => {
    const state = await requests.load(requestId);
    const known = state?.erasing?.recipients?.[recipient];
    if (!state?.erasing?.startedAt || !known) throw new RecipientNotListed(recipient);
    if (known.outcome !== 'waiting') return { outcome: known.outcome === 'not_told' ? 'not_told' : 'told' };

    const notice = await tell(state, recipient, state.erasing.startedAt);
    const command: Command = { type: 'record_notice', recipient, ...notice };
    await handle({ requestId, actor: { kind: 'system', part: 'recipients' }, command });
    return { outcome: notice.outcome };
  };

  async function tell(state: RequestState, recipient: string, startedAt: string): Promise<Notice> {
    const { id: requestId } = state;
    const telling = whatToTell(state).find((one) => one.recipient.key === recipient);
    const endpoint = endpoints[recipient];
    const secret = await secretOf(recipient);
    if (!endpoint || secret === undefined || !telling) return { outcome: 'not_told', reason: 'no_endpoint' };
    const verified = (await identifiers.of(requestId)).reveal();
    const identities = Object.fromEntries(
      Object.entries(verified).filter(
        ([identity, values]) => endpoint.identities.includes(identity) && values.length > 0,
      ),
    );
    if (Object.keys(identities).length === 0) return { outcome: 'not_told', reason: 'no_identity' };

    const id = noticeIdOf(requestId, recipient, startedAt);
    const at = now();
    const answerBy = daysAfter(at, endpoint.answerDays);
    await notices.remember(id, { requestId, recipient }, daysAfter(answerBy, keptDays));
    const corrections = await correctionsOf(requestId, telling);
    if (!corrections) return { outcome: 'not_told', reason: 'erased' };
    const { types, restricted } = telling;
    const body = subjectRequest({
      id,
      types,
      corrections,
      restricted,
      identities,
      submittedAt: startedAt,
      callbackUrl,
    });
    const signature = sign(secret, body, Math.floor(Date.parse(at) / 1000));
    try {
      const { url, privateNetwork = false } = endpoint;
      const reply = await send({ url, privateNetwork, headers: { [signatureHeader]: signature }, body });
      return noticeFrom(reply, id, answerBy);
    } catch (error) {
      if (error instanceof AddressRefused) return { outcome: 'not_told', reason: 'address_refused' };
      throw error;
    }
  }

  /** The values that were written; undefined when they have been erased from the request. */
  async function correctionsOf(requestId: string, { corrected }: Telling): Promise<readonly Correction[] | undefined> {
    const corrections: Correction[] = [];
    for (const { sealed, category, collection, field } of corrected) {
      const item = await requests.readSealed(requestId, sealed);
      if (!item) return undefined;
      const written = decidedChangeSchema.parse(item.reveal()).writes?.[field];
      if (written) corrections.push({ category, collection, field, value: written.value });
    }
    return corrections;
  }
}

export type NotifyRecipient = ReturnType<typeof recipientNotifier>;

/** As far as OpenDSR's answer is needed: whose request it took. */
const receiptSchema = z.looseObject({ subject_request_id: z.string() });

/** What an answer means: taken, refused for good, or nothing that could be relied on. */
function noticeFrom({ status, body }: NoticeReply, id: string, answerBy: string): Notice {
  if (status >= 300 && status < 400) return { outcome: 'not_told', reason: 'redirected' };
  if (status >= 400 && status < 500) return { outcome: 'not_told', reason: `refused_${status}` };
  if (status >= 500) throw new RecipientUnavailable(`a recipient answered ${status}`);
  const receipt = receiptSchema.safeParse(parseJson(body));
  if (status < 200 || status > 202 || !receipt.success || receipt.data.subject_request_id !== id)
    throw new RecipientUnintelligible(`a recipient answered ${status} without taking the request`);
  return { outcome: 'told', answerBy };
}

/** The call names a recipient that is not to be told. */
export class RecipientNotListed extends Error {
  override readonly name = 'RecipientNotListed';
}
