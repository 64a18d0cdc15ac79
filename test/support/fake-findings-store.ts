import { Readable } from 'node:stream';
import type {
  Finding,
  FindingsReader,
  FindingsWriter,
  GatheringCheckpoint,
  GatheringKey,
  GatheringRecord,
} from '../../functions/discovery/findings-store.ts';

/** Findings in memory. Passes `findings-store.contract.ts`. */
export class FakeFindings implements FindingsReader, FindingsWriter {
  readonly #finished = new Map<string, GatheringRecord & GatheringKey>();
  readonly #checkpoints = new Map<string, GatheringCheckpoint>();
  readonly #parts = new Map<string, readonly string[]>();
  readonly #files = new Map<string, Buffer>();
  /** Called before each write; throw to crash there. */
  beforeWrite: (what: string) => void = () => undefined;

  async listFindings(requestId: string) {
    const collections = new Set(
      [...this.#finished.values()]
        .filter((record) => record.requestId === requestId)
        .map(({ collection }) => collection),
    );
    return [...collections].sort().map((collection) => {
      const { gathering, count } = this.#latest(requestId, collection) ?? { gathering: 0, count: 0 };
      return { collection, gathering, count };
    });
  }

  async readFindings(
    requestId: string,
    collection: string,
    { limit, cursor = '0', gathering }: { limit: number; cursor?: string; gathering?: number },
  ) {
    const all = this.#findings(requestId, collection, gathering);
    if (!/^\d+$/.test(cursor)) throw Object.assign(new Error('not a cursor'), { name: 'BadFindingsCursor' });
    const to = Number(cursor) + limit;
    return { findings: all.slice(Number(cursor), to), ...(to < all.length ? { cursor: String(to) } : {}) };
  }

  async *streamFindings(requestId: string, collection: string, gathering?: number) {
    // Smaller than any collection worth a test of batches.
    const all = this.#findings(requestId, collection, gathering);
    for (let at = 0; at < all.length; at += 2) yield all.slice(at, at + 2);
  }

  async openFile(requestId: string, collection: string, file: string) {
    return Readable.from([this.#files.get(`${requestId}/${collection}/${file}`) ?? Buffer.alloc(0)]);
  }

  async finished(key: GatheringKey) {
    return this.#finished.get(nameOf(key));
  }

  async checkpoint(key: GatheringKey) {
    return this.#checkpoints.get(nameOf(key));
  }

  async saveCheckpoint(key: GatheringKey, checkpoint: GatheringCheckpoint) {
    this.beforeWrite('checkpoint');
    this.#checkpoints.set(nameOf(key), structuredClone(checkpoint));
  }

  async finish(key: GatheringKey, record: GatheringRecord) {
    this.beforeWrite('finish');
    this.#finished.set(nameOf(key), { ...structuredClone(record), ...key });
  }

  async writePart(key: GatheringKey, name: string, lines: Uint8Array) {
    this.beforeWrite('part');
    const written = Buffer.from(lines).toString().split('\n').slice(0, -1);
    this.#parts.set(`${key.requestId}/${key.collection}/${name}`, written);
  }

  async writeReferences(key: GatheringKey, name: string, values: readonly string[]) {
    this.beforeWrite('references');
    this.#parts.set(`${key.requestId}/${key.collection}/${name}`, [...values]);
  }

  async *readReferences(requestId: string, collection: string, field: string, gathering?: number) {
    for (const { name } of this.#latest(requestId, collection, gathering)?.references[field] ?? [])
      yield* this.#parts.get(`${requestId}/${collection}/${name}`) ?? [];
  }

  async writeFile(key: GatheringKey, name: string, body: Readable) {
    this.beforeWrite('file');
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(Buffer.from(chunk));
    this.#files.set(`${key.requestId}/${key.collection}/${name}`, Buffer.concat(chunks));
  }

  #findings(requestId: string, collection: string, gathering?: number): Finding[] {
    const parts = this.#latest(requestId, collection, gathering)?.parts ?? [];
    return parts.flatMap(({ name }) =>
      (this.#parts.get(`${requestId}/${collection}/${name}`) ?? []).map((line): Finding => JSON.parse(line)),
    );
  }

  #latest(requestId: string, collection: string, gathering?: number) {
    return [...this.#finished.values()]
      .filter((record) => record.requestId === requestId && record.collection === collection)
      .filter((record) => gathering === undefined || record.gathering === gathering)
      .sort((a, b) => b.gathering - a.gathering)[0];
  }
}

function nameOf({ requestId, collection, gathering }: GatheringKey): string {
  return `${requestId}/${collection}/${gathering}`;
}
