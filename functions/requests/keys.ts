/**
 * Every key of the requests table, and the questions each answers.
 *
 * | question                                   | read                                                        |
 * |--------------------------------------------|-------------------------------------------------------------|
 * | a request's state, events, outbox, sealed  | `pk = REQ#<id>`, `sk` by prefix, in order                   |
 * | the id behind a reference                  | `REF#<reference>` / `REF`                                   |
 * | was this form sent before                  | `FORM#<hash>` / `FORM`                                      |
 * | staff queue, next answer due first         | index `queue`: `QUEUE#open`, `#held`, `#replies`, `#closed` |
 * | mails that did not reach anyone            | index `queue`: `QUEUE#failed_mail`, oldest first            |
 * | what is due by now                         | index `due`: `DUE#<date>#<shard>`, `dueSk <= <instant>`     |
 * | how far the sweep has come                 | `SWEEP` / `STATE`                                           |
 * | requests of one data subject               | index `subject`: `SUBJECT#<keyed hash>`                     |
 * | legal holds, and whether they changed      | `HOLDS` / `MATTER#<matter>`; `HOLDS` / `VERSION`            |
 * | a hold's events; what staff wrote of holds | `HOLD#<matter>` / `EVENT#<n>`; `HOLDS` / `SEALED#<name>#…`  |
 * | what was erased of a collection, in batches| `pk = REQ#<id>`, `sk = ERASURE#<collection>#<n>`            |
 * | what a replay erased once more, how far    | `REPLAY#<id>` / `ERASURE#<collection>#<n>`, `PROGRESS#…`    |
 * | which request a recipient's answer is about| `NOTICE#<id told to the recipient>` / `NOTICE`              |
 * | which cancellation of a company has its turn| `COMPANY#<digest>` / `TURN`                                |
 * | mails to staff that belong to no request   | `DESK#<what they belong to>`, `sk` by prefix                |
 * | where a member of staff is written to     | `STAFF#<id>` / `ADDRESS`                                    |
 * | how many requests, for reports             | `COUNTS#<shard>` / `<month>#<Monday of the week>`           |
 * | a browser's session, tries left of a limit | `SESSION#<hash>` / `SESSION`; `LIMIT#<hash>#<window>`       |
 *
 * Keys hold ids, keyed hashes and instants; never personal data.
 */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

export const stateKey = (id: string): ItemKey => ({ pk: requestPk(id), sk: 'STATE' });
export const requestPk = (id: string): string => `REQ#${id}`;
export const eventKey = (id: string, sequence: number): ItemKey => ({
  pk: requestPk(id),
  sk: `${eventPrefix}${String(sequence).padStart(8, '0')}`,
});
export const eventPrefix = 'EVENT#';
export const mailPrefix = 'OUTBOX#mail#';
export const workPrefix = 'OUTBOX#work#';
export const mailKey = (id: string, outboxId: string): ItemKey => ({
  pk: outboxPk(id),
  sk: `${mailPrefix}${outboxId}`,
});
export const workKey = (id: string, outboxId: string): ItemKey => ({
  pk: outboxPk(id),
  sk: `${workPrefix}${outboxId}`,
});
export const sealedKey = (id: string, name: string): ItemKey => ({ pk: requestPk(id), sk: `SEALED#${name}` });
export const codeKey = (id: string, purpose: string): ItemKey => ({ pk: requestPk(id), sk: `CODE#${purpose}` });
export const waitKey = (id: string, wait: string): ItemKey => ({ pk: requestPk(id), sk: `WAIT#${wait}` });
export const erasurePrefix = (collection: string): string => `ERASURE#${collection}#`;
export const erasureKey = (id: string, collection: string, batch: number): ItemKey => ({
  pk: requestPk(id),
  sk: `${erasurePrefix(collection)}${String(batch).padStart(8, '0')}`,
});
export const replayReceiptKey = (replayId: string, collection: string, batch: number): ItemKey => ({
  pk: `REPLAY#${replayId}`,
  sk: `${erasurePrefix(collection)}${String(batch).padStart(8, '0')}`,
});
export const replayProgressKey = (replayId: string, collection: string): ItemKey => ({
  pk: `REPLAY#${replayId}`,
  sk: `PROGRESS#${collection}`,
});
export const referenceKey = (reference: string): ItemKey => ({ pk: `REF#${reference}`, sk: 'REF' });
export const formKey = (hash: string): ItemKey => ({ pk: `FORM#${hash}`, sk: 'FORM' });
export const sessionKey = (hash: string): ItemKey => ({ pk: `SESSION#${hash}`, sk: 'SESSION' });
export const limitKey = (hash: string, window: string): ItemKey => ({ pk: `LIMIT#${hash}#${window}`, sk: 'LIMIT' });
export const staffKey = (id: string): ItemKey => ({ pk: `STAFF#${id}`, sk: 'ADDRESS' });
export const noticeKey = (noticeId: string): ItemKey => ({ pk: `NOTICE#${noticeId}`, sk: 'NOTICE' });
export const companyTurnKey = (company: string): ItemKey => ({ pk: `COMPANY#${company}`, sk: 'TURN' });
export const holdsPk = 'HOLDS';
export const matterPrefix = 'MATTER#';
export const holdKey = (matter: string): ItemKey => ({ pk: holdsPk, sk: `${matterPrefix}${matter}` });
export const holdPk = (matter: string): string => `HOLD#${matter}`;
export const holdEventKey = (matter: string, sequence: number): ItemKey => ({
  pk: holdPk(matter),
  sk: `${eventPrefix}${String(sequence).padStart(8, '0')}`,
});
export const holdSealedPrefix = (name: string): string => `SEALED#${name}#`;
export const holdSealedKey = (matter: string, name: string): ItemKey => ({
  pk: holdsPk,
  sk: `${holdSealedPrefix(name)}${matter}`,
});
export const holdsVersionKey: ItemKey = { pk: holdsPk, sk: 'VERSION' };
/** The register of holds as it was when deletions under hold were last looked at. */
export const holdsSeenKey: ItemKey = { pk: 'SWEEP', sk: 'HOLDS' };
/** How far the sweep has come. */
export const sweepKey: ItemKey = { pk: 'SWEEP', sk: 'STATE' };
export const subjectPk = (subjectKey: string): string => `SUBJECT#${subjectKey}`;

/** Owners of outbox items that are no request, such as the digest of a day: `desk-<what>`. */
const deskOwner = 'desk-';
export const digestOwner = (date: string): string => `${deskOwner}digest-${date}`;
export const holdOwner = (matter: string): string => `${deskOwner}hold-${matter}`;
export const isDesk = (owner: string): boolean => owner.startsWith(deskOwner);
const outboxPk = (owner: string): string =>
  isDesk(owner) ? `DESK#${owner.slice(deskOwner.length)}` : requestPk(owner);

/** Whose outbox item it is, from its partition key: a request's id, or a name that starts with `desk-`. */
export function outboxOwnerOf(pk: string): string | undefined {
  return pk.startsWith('DESK#') ? `${deskOwner}${pk.slice('DESK#'.length)}` : requestIdOf(pk);
}

/** The request an item belongs to, from its partition key. */
export function requestIdOf(pk: string): string | undefined {
  return pk.startsWith('REQ#') ? pk.slice('REQ#'.length) : undefined;
}

export type QueueName = 'unconfirmed' | 'open' | 'held' | 'replies' | 'closed';
export const queuePk = (queue: QueueName): string => `QUEUE#${queue}`;

/** Where the `queue` index keeps a mail that needs a person, since `at` (ISO instant). */
export function failedMailKeys(at: string, key: ItemKey): { readonly queuePk: string; readonly queueSk: string } {
  return { queuePk: failedMailsPk, queueSk: `${at}#${key.pk}#${key.sk}` };
}
export const failedMailsPk = 'QUEUE#failed_mail';

/** Due work of one day is spread over this many partitions, so a busy day is not one hot key. */
export const dueShards = 4;

/** Where the `due` index keeps an item that wants attention at `instant` (ISO, UTC). */
export function dueKeys(instant: string, key: ItemKey): { readonly duePk: string; readonly dueSk: string } {
  return { duePk: duePk(instant.slice(0, 10), shardOf(key.pk, dueShards)), dueSk: `${instant}#${key.pk}#${key.sk}` };
}

export const duePk = (date: string, shard: number): string => `DUE#${date}#${shard}`;

/** Counts of one week are spread over this many items, so that requests that close together do not wait for each other. */
export const countShards = 8;

/** Where a day's counts are: by month and week, so that either can be added up. */
export function countsKey(day: string, requestId: string): ItemKey {
  return { pk: countsPk(shardOf(requestId, countShards)), sk: `${day.slice(0, 7)}#${mondayOf(day)}` };
}
export const countsPk = (shard: number): string => `COUNTS#${shard}`;

function mondayOf(day: string): string {
  const sinceMonday = (new Date(day).getUTCDay() + 6) % 7;
  return new Date(Date.parse(day) - sinceMonday * 86_400_000).toISOString().slice(0, 10);
}

function shardOf(text: string, shards: number): number {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % shards;
}
