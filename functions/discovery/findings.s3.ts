import { Readable } from 'node:stream';
import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type {
  CollectionFindings,
  Finding,
  FindingsReader,
  FindingsWriter,
  GatheringCheckpoint,
  GatheringKey,
  GatheringRecord,
} from './findings-store.ts';
import { linesOf } from './object-lines.ts';

/** Records of gatherings kept in memory: they name parts, and hold no data of anyone. */
const RECORDS_KEPT = 100;

export interface FindingsOptions {
  readonly client: S3Client;
  /** The exports bucket. */
  readonly bucket: string;
}

/**
 * Findings in the exports bucket:
 * - `requests/<id>/findings/<collection>/<part>.ndjson`, one finding per line, and `…/<file>` for copied files;
 * - `requests/<id>/findings/finished/<collection>/<gathering>.json`, which parts make up a finished gathering;
 * - `requests/<id>/references/<collection>/<part>.ndjson`, one value per line;
 * - `requests/<id>/references/checkpoints/<collection>/<gathering>.json`, where a gathering goes on.
 *
 * Whether an object is there is asked by reading it, which is a tenth of what listing costs; S3 answers 404 only to who
 * may list the bucket, and 403 to others (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html).
 */
export function s3Findings({ client, bucket }: FindingsOptions): FindingsReader & FindingsWriter {
  const findings = (requestId: string) => `requests/${requestId}/findings`;
  const references = (requestId: string) => `requests/${requestId}/references`;
  const records = new Map<string, GatheringRecord>();
  const finishedKey = (key: GatheringKey) =>
    `${findings(key.requestId)}/finished/${key.collection}/${key.gathering}.json`;
  const checkpointKey = (key: GatheringKey) =>
    `${references(key.requestId)}/checkpoints/${key.collection}/${key.gathering}.json`;

  return {
    async listFindings(requestId) {
      const latest = await latestGatherings(requestId);
      return Promise.all(
        latest.map(async (found): Promise<CollectionFindings> => {
          const { count } = await readJson<GatheringRecord>(finishedKey({ requestId, ...found }));
          return { ...found, count };
        }),
      );
    },

    async readFindings(requestId, collection, { limit, cursor, gathering }) {
      const parts = (await finishedRecord(requestId, collection, gathering))?.parts ?? [];
      let { part, line } = readCursor(cursor);
      const page: Finding[] = [];
      for (; part < parts.length; part++, line = 0) {
        const current = parts[part];
        if (!current) break;
        // A cursor may stand at the end of a part.
        if (line >= current.lines) continue;
        const lines = await readLines(`${findings(requestId)}/${collection}/${current.name}`);
        const taken = lines.slice(line, line + limit - page.length);
        page.push(...taken.map((text) => JSON.parse(text) as Finding));
        line += taken.length;
        if (page.length === limit) break;
      }
      const more = parts.some(({ lines }, index) => index > part || (index === part && line < lines));
      return more ? { findings: page, cursor: `${part}.${line}` } : { findings: page };
    },

    async *streamFindings(requestId, collection, gathering) {
      for (const { name } of (await finishedRecord(requestId, collection, gathering))?.parts ?? [])
        for await (const lines of linesOf(await open(`${findings(requestId)}/${collection}/${name}`)))
          yield lines.map((line) => JSON.parse(line) as Finding);
    },

    openFile: (requestId, collection, file) => open(`${findings(requestId)}/${collection}/${file}`),

    finished: (key) => readIfThere<GatheringRecord>(finishedKey(key)),

    async checkpoint(key) {
      const saved = await readIfThere<Omit<GatheringCheckpoint, 'seen'> & { seen: string }>(checkpointKey(key));
      return saved && { ...saved, seen: Buffer.from(saved.seen, 'base64') };
    },

    saveCheckpoint: (key, { seen, ...checkpoint }) =>
      put(checkpointKey(key), JSON.stringify({ ...checkpoint, seen: Buffer.from(seen).toString('base64') })),

    finish: (key, { count, parts, references }) => put(finishedKey(key), JSON.stringify({ count, parts, references })),

    writePart: ({ requestId, collection }, name, lines) => put(`${findings(requestId)}/${collection}/${name}`, lines),

    writeReferences: ({ requestId, collection }, name, values) =>
      put(
        `${references(requestId)}/${collection}/${name}`,
        values.map((value) => `${JSON.stringify(value)}\n`).join(''),
      ),

    async *readReferences(requestId, collection, field, gathering) {
      const parts = (await finishedRecord(requestId, collection, gathering))?.references[field] ?? [];
      for (const { name } of parts)
        for await (const lines of linesOf(await open(`${references(requestId)}/${collection}/${name}`)))
          for (const line of lines) yield JSON.parse(line) as string;
    },

    async writeFile({ requestId, collection }, name, body, size) {
      const Key = `${findings(requestId)}/${collection}/${name}`;
      await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: body, ContentLength: size }));
    },
  };

  async function finishedRecord(
    requestId: string,
    collection: string,
    gathering: number | undefined,
  ): Promise<GatheringRecord | undefined> {
    if (gathering !== undefined) return countedRecord(finishedKey({ requestId, collection, gathering }));
    const found = (await latestGatherings(requestId, `${collection}/`))[0];
    return found && readJson<GatheringRecord>(finishedKey({ requestId, ...found }));
  }

  /** A gathering that the request counts has ended for good, so its record is read once, however often it is asked for. */
  async function countedRecord(key: string): Promise<GatheringRecord> {
    const record = records.get(key) ?? (await readJson<GatheringRecord>(key));
    const [oldest] = records.keys();
    if (oldest !== undefined && records.size >= RECORDS_KEPT) records.delete(oldest);
    records.set(key, record);
    return record;
  }

  /** The highest finished gathering of each collection, by collection. */
  async function latestGatherings(requestId: string, below = ''): Promise<{ collection: string; gathering: number }[]> {
    const root = `${findings(requestId)}/finished/`;
    const latest = new Map<string, number>();
    for await (const key of list(`${root}${below}`)) {
      const [collection = '', file = ''] = key.slice(root.length).split('/');
      latest.set(collection, Math.max(latest.get(collection) ?? 0, Number.parseInt(file, 10)));
    }
    return [...latest]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([collection, gathering]) => ({ collection, gathering }));
  }

  async function* list(prefix: string): AsyncIterable<string> {
    let token: string | undefined;
    do {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...(token ? { ContinuationToken: token } : {}) }),
      );
      for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token);
  }

  async function readIfThere<Value>(key: string): Promise<Value | undefined> {
    try {
      return await readJson<Value>(key);
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  async function readJson<Value>(key: string): Promise<Value> {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return JSON.parse((await Body?.transformToString()) ?? '') as Value;
  }

  async function readLines(key: string): Promise<string[]> {
    const all: string[] = [];
    for await (const lines of linesOf(await open(key))) all.push(...lines);
    return all;
  }

  async function open(key: string): Promise<Readable> {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (!(Body instanceof Readable)) throw new Error('the object has no body');
    return Body;
  }

  async function put(key: string, content: string | Uint8Array): Promise<void> {
    // As bytes: the SDK would encode a text anew for its length, its checksum and its body.
    const Body = typeof content === 'string' ? Buffer.from(content) : content;
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body }));
  }
}

function readCursor(cursor: string | undefined): { part: number; line: number } {
  if (cursor === undefined) return { part: 0, line: 0 };
  const [, part, line] = /^(\d{1,9})\.(\d{1,9})$/.exec(cursor) ?? [];
  if (part === undefined || line === undefined) throw new BadFindingsCursor('not a cursor of findings');
  return { part: Number(part), line: Number(line) };
}

/** The cursor was not made by this reader; starting from the first page helps. */
export class BadFindingsCursor extends Error {
  override readonly name = 'BadFindingsCursor';
}
