import { erasesBesides, type RequestState, type RequestStore } from '../requests/index.ts';
import { treatmentsIn } from './claimed-treatments.ts';
import type { ErasureClaims } from './erasure-claims.ts';
import type { FieldTreatment, Treatment } from './store-eraser.ts';

/** From `since` to before `until`: instants, ISO in UTC. */
export interface Span {
  readonly since: string;
  readonly until: string;
}

/** How a record was treated for one request. */
export interface TreatedBefore {
  readonly request: RequestState;
  readonly at: string;
  readonly treatment: Treatment;
}

/**
 * Requests that may have been erased in a span, by when their last erasing ended; single changes are none. Open ones come
 * first: one that is answered meanwhile is met again, and none is missed.
 */
export async function* requestsErased(
  requests: Pick<RequestStore, 'queue'>,
  { since }: Pick<Span, 'since'>,
): AsyncIterable<RequestState> {
  const seen = new Set<string>();
  for (const queue of ['open', 'held', 'closed'] as const) {
    let cursor: string | undefined;
    do {
      const page = await requests.queue(queue, { limit: 100, ...(cursor === undefined ? {} : { cursor }) });
      for (const state of page.requests) {
        const { startedAt, finishedAt } = state.erasing ?? {};
        const mayCount = startedAt !== undefined && (finishedAt === undefined || finishedAt >= since);
        if (!mayCount || !erasesBesides(state) || seen.has(state.id)) continue;
        seen.add(state.id);
        yield state;
      }
      cursor = page.cursor;
    } while (cursor !== undefined);
  }
}

/**
 * The records of a collection that were erased in a span, by the keyed hash of their key, as receipts tell it. A batch that
 * was claimed counts whether or not it was settled: what it left undone was erased by a later one.
 *
 * @param part which of `parts` parts of all keys; a key is always in the same
 */
export async function readErasedBefore(
  from: { readonly requests: Pick<RequestStore, 'queue'>; readonly claims: Pick<ErasureClaims, 'receipts'> },
  collection: string,
  span: Span,
  { part, parts }: { readonly part: number; readonly parts: number },
): Promise<ReadonlyMap<string, readonly TreatedBefore[]>> {
  const before = new Map<string, readonly TreatedBefore[]>();
  for await (const request of requestsErased(from.requests, span)) {
    for await (const receipt of receiptsWithin(from.claims, request.id, collection, span)) {
      const alone = new Map<Treatment | 'delete', readonly TreatedBefore[]>();
      for (const [key, treatment] of treatmentsIn(receipt)) {
        if (partOf(key, parts) !== part) continue;
        const same = treatment.kind === 'delete' ? 'delete' : treatment;
        const one = alone.get(same) ?? [{ request, at: receipt.at, treatment }];
        alone.set(same, one);
        const others = before.get(key);
        before.set(key, others ? [...others, ...one] : one);
      }
    }
  }
  return before;
}

/** How many keys there are to look for, a key as often as it was claimed. */
export async function countErasedBefore(
  from: { readonly requests: Pick<RequestStore, 'queue'>; readonly claims: Pick<ErasureClaims, 'receipts'> },
  collection: string,
  span: Span,
  keyBytes: number,
): Promise<number> {
  let bytes = 0;
  for await (const { id } of requestsErased(from.requests, span))
    for await (const { deleted, changed } of receiptsWithin(from.claims, id, collection, span))
      bytes += deleted.length + changed.length;
  return bytes / keyBytes;
}

async function* receiptsWithin(
  claims: Pick<ErasureClaims, 'receipts'>,
  requestId: string,
  collection: string,
  { since, until }: Span,
) {
  for await (const receipt of claims.receipts(requestId, collection))
    if (receipt.at >= since && receipt.at < until) yield receipt;
}

/** Keys are hashes, so any of their digits deal them out evenly. */
function partOf(key: string, parts: number): number {
  return Number.parseInt(key.slice(0, 8), 16) % parts;
}

/** All treatments as one: gone whole if any was a deletion, else every field as it was treated last. */
export function treatedAgain(before: readonly TreatedBefore[]): Treatment {
  if (before.some(({ treatment }) => treatment.kind === 'delete')) return { kind: 'delete' };
  const fields: Record<string, FieldTreatment> = {};
  for (const { treatment } of before.toSorted((one, other) => (one.at < other.at ? -1 : 1)))
    if (treatment.kind === 'change') Object.assign(fields, treatment.fields);
  return Object.keys(fields).length > 0 ? { kind: 'change', fields } : { kind: 'keep' };
}

/** What of a treatment a legal hold does not stop: values that the policy sets, such as a choice, by which nothing is lost. */
export function underHold(treatment: Treatment): Treatment {
  if (treatment.kind !== 'change') return { kind: 'keep' };
  const set = Object.entries(treatment.fields).filter(([, { to }]) => to === 'value');
  return set.length > 0 ? { kind: 'change', fields: Object.fromEntries(set) } : { kind: 'keep' };
}
