import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { parse } from 'csv-parse/sync';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StoredRecord } from '../../../functions/discovery/store-connector.ts';
import { s3Eraser } from '../../../functions/fulfilment/eraser.s3.ts';
import type { LocatedRecord, StoreEraser, Treatment } from '../../../functions/fulfilment/store-eraser.ts';
import type { CollectionBinding } from '../../../functions/shared/organisation.ts';
import { startObjectStore } from '../../../local/object-store/index.ts';
import { CallFaults } from '../../support/call-faults.ts';
import {
  type EraserUnderTest,
  letterFields,
  parcelFields,
  sourcesUnderTest,
  storeEraserContract,
} from './store-eraser.contract.ts';

storeEraserContract('S3, gzipped JSON lines', () => start('jsonl', true));
storeEraserContract('S3, JSON lines in a bucket with versions', () => start('jsonl', false, true));
storeEraserContract('S3, CSV', () => start('csv', false));

const Bucket = 'post';
const remove: Treatment = { kind: 'delete' };

describe('S3 eraser', () => {
  let store: Awaited<ReturnType<typeof open>>;
  let eraser: StoreEraser;
  const faults = new CallFaults();
  const lines = binding('logs/{day}/', ['id'], { format: 'jsonl' });
  const uploads = binding('uploads/{owner}/', ['key'], { format: 'object' });

  beforeAll(async () => {
    store = await open();
  });
  afterEach(async () => {
    faults.disarm();
    const { Versions = [], DeleteMarkers = [] } = await versions();
    for (const { Key, VersionId } of [...Versions, ...DeleteMarkers])
      await store.client.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  });
  afterAll(() => store.close());

  const fresh = () => {
    eraser = s3Eraser({
      client: faults.watch(store.client, 'send'),
      binding: { id: 'post', kind: 's3', bucket: Bucket },
      sources: sourcesUnderTest,
    });
  };
  const put = (Key: string, Body: string | Buffer, given: object = {}) =>
    store.client.send(new PutObjectCommand({ Bucket, Key, Body, ...given }));
  const get = async (Key: string, VersionId?: string) =>
    (await store.client.send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body?.transformToString();
  const keys = async () =>
    ((await store.client.send(new ListObjectsV2Command({ Bucket }))).Contents ?? []).map(({ Key }) => Key);
  const versions = () => store.client.send(new ListObjectVersionsCommand({ Bucket }));
  const locate = async (collection: CollectionBinding, owner = 'mine') => {
    const found: LocatedRecord[] = [];
    const query = { collection, criteria: [{ field: 'owner', values: [owner] }] };
    for await (const { records } of eraser.locate(query, { pageSize: 10 })) found.push(...records);
    return found;
  };
  const erase = async (collection: CollectionBinding, treatment: Treatment = remove) => {
    const found = await locate(collection);
    return eraser.apply(
      collection,
      found.map((located) => ({ located, treatment })),
    );
  };

  describe('without versions', () => {
    it('leaves other lines byte for byte, whatever they are', async () => {
      fresh();
      const odd =
        '{ "id" : 1.50, "big": 12345678901234567890,"owner":"other" }\r\n\n  \n{broken "x"\n\u0000\r\n{"owner":["m"]}';
      const invalid = Buffer.concat([Buffer.from('{"id":"9","x":"'), Buffer.from([0xff, 0xc3]), Buffer.from('"}\n')]);
      const mine = '{"id":"a","owner":"mine","n":12345678901234567890, "m":1.0,"note":"x"}\r\n';
      await put('logs/2026-01-01/a', Buffer.concat([invalid, Buffer.from(mine + odd)]), {
        ContentType: 'text/x-log',
        CacheControl: 'no-store',
        Metadata: { origin: 'proxy' },
      });
      await erase(lines, { kind: 'change', fields: { note: { to: 'null' } } });
      const changed = '{"id":"a","owner":"mine","n":12345678901234567890,"m":1.0,"note":null}\r\n';
      const answer = await store.client.send(new GetObjectCommand({ Bucket, Key: 'logs/2026-01-01/a' }));
      expect(answer).toMatchObject({
        ContentType: 'text/x-log',
        CacheControl: 'no-store',
        Metadata: { origin: 'proxy' },
      });
      const bytes = Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
      expect(bytes.equals(Buffer.concat([invalid, Buffer.from(changed + odd)]))).toBe(true);
    });

    it('deletes an object without lines left, and does not write one without lines of its', async () => {
      fresh();
      await put('logs/2026-01-01/a', '{"id":"a","owner":"mine"}\n\n');
      await put('logs/2026-01-02/b', '{"id":"b","owner":"other"}\n');
      await put('logs/2026-01-03/c', '{"id":"c","owner":"mine"}\n{"id":"d","owner":"other"}');
      expect(await erase(lines)).toMatchObject({ deleted: 2, stale: [] });
      expect(await keys()).toEqual(['logs/2026-01-02/b', 'logs/2026-01-03/c']);
      expect(await get('logs/2026-01-03/c')).toBe('{"id":"d","owner":"other"}');
    });

    it('keeps empty lines, quotes and line ends of CSV', async () => {
      fresh();
      const table = binding('table/', ['id'], { format: 'csv' });
      const before =
        '\ufeffid,owner,note\r\n"1",other,"a\r\n""b"""\r\n\r\n2,mine,c,extra\r\n3,other\r\n\r\n4,mine,\r\n\r\n';
      await put('table/a.csv', before);
      await erase(table, { kind: 'change', fields: { note: { to: 'value', value: 'x, "y"' } } });
      const after = before.replace('mine,c,', 'mine,"x, ""y""",').replace('mine,\r\n', 'mine,"x, ""y"""\r\n');
      expect(await get('table/a.csv')).toBe(after);
      await erase(table);
      const left = '\ufeffid,owner,note\r\n"1",other,"a\r\n""b"""\r\n\r\n3,other\r\n\r\n\r\n';
      expect(await get('table/a.csv')).toBe(left);
    });

    it('writes nothing when somebody else wrote between reading and writing', async () => {
      fresh();
      await put('logs/2026-01-01/a', '{"id":"a","owner":"mine"}\n{"id":"b","owner":"other"}\n');
      const found = await locate(lines);
      const written = '{"id":"a","owner":"mine"}\n{"id":"c","owner":"other"}\n';
      const { send } = store.client;
      const racing = new Proxy(store.client, {
        get(target, property) {
          if (property !== 'send') return Reflect.get(target, property, target);
          return async (command: Parameters<typeof send>[0]) => {
            if (command instanceof PutObjectCommand) await put('logs/2026-01-01/a', written);
            return target.send(command);
          };
        },
      });
      const racer = s3Eraser({
        client: racing,
        binding: { id: 'post', kind: 's3', bucket: Bucket },
        sources: sourcesUnderTest,
      });
      const treated = found.map((located) => ({ located, treatment: remove }));
      expect(await racer.apply(lines, treated)).toEqual({ deleted: 0, changed: 0, unchanged: 0, stale: found });
      expect(await get('logs/2026-01-01/a')).toBe(written);
      expect(await eraser.apply(lines, treated)).toMatchObject({ deleted: 1, stale: [] });
      expect(await get('logs/2026-01-01/a')).toBe('{"id":"c","owner":"other"}\n');
    });

    it('has to look for lines that moved to another object', async () => {
      fresh();
      await put('logs/2026-01-01/a', '{"id":"a","owner":"mine"}\n');
      const found = await locate(lines);
      await put('logs/2026-01-01/merged', '{"id":"a","owner":"mine"}\n');
      await store.client.send(new DeleteObjectCommand({ Bucket, Key: 'logs/2026-01-01/a' }));
      const applied = await eraser.apply(
        lines,
        found.map((located) => ({ located, treatment: remove })),
      );
      expect(applied.stale).toEqual(found);
      expect(await erase(lines)).toMatchObject({ deleted: 1 });
      expect(await keys()).toEqual([]);
    });

    it('rewrites an object many times larger than a part', async () => {
      fresh();
      const filler = 'x'.repeat(1000);
      const total = 40_000;
      const line = (id: number) => `${JSON.stringify({ id, owner: id % 400 === 0 ? 'mine' : 'other', filler })}\n`;
      const content = function* () {
        for (let id = 0; id < total; id++) yield Buffer.from(line(id));
      };
      const params = { Bucket, Key: 'logs/2026-01-01/large', Body: Readable.from(content()) };
      await new Upload({ client: store.client, params }).done();
      expect(await erase(lines)).toMatchObject({ deleted: 100, stale: [] });
      const after = (await get('logs/2026-01-01/large')) ?? '';
      const others = Array.from({ length: total }, (_, id) => (id % 400 === 0 ? '' : line(id))).join('');
      expect(after === others).toBe(true);
    });

    it('deletes whole objects, and refuses to change them', async () => {
      fresh();
      for (const key of ['uploads/mine/1', 'uploads/mine/2', 'uploads/mine2/1']) await put(key, key);
      const found = await locate(uploads);
      expect(found.map(({ record }) => record.key)).toEqual(['uploads/mine/1', 'uploads/mine/2']);
      const change: Treatment = { kind: 'change', fields: { size: { to: 'null' } } };
      const treat = (treatment: Treatment) => found.map((located) => ({ located, treatment }));
      await expect(eraser.apply(uploads, treat(change))).rejects.toMatchObject({ reason: 'value_not_accepted' });
      await put('uploads/mine/2', 'another');
      const applied = await eraser.apply(uploads, treat(remove));
      expect(applied).toMatchObject({ deleted: 1, stale: [found[1]] });
      expect(await eraser.apply(uploads, treat(remove))).toMatchObject({ deleted: 0, unchanged: 1, stale: [found[1]] });
      expect(await keys()).toEqual(['uploads/mine/2', 'uploads/mine2/1']);
    });

    it('refuses an object that cannot be read', async () => {
      fresh();
      const zipped = binding('zipped/', ['id'], { format: 'jsonl', gzip: true });
      await put('zipped/a', gzipSync('{"id":"a","owner":"mine"}\n{"id":"b","owner":"other"}\n'));
      const found = await locate(zipped);
      await put('zipped/a', 'not gzip');
      const treated = found.map((located) => ({ located, treatment: remove }));
      await expect(eraser.apply(zipped, treated)).rejects.toMatchObject({ reason: 'record_unreadable' });
      expect(await get('zipped/a')).toBe('not gzip');
    });
  });

  describe('with versions', () => {
    beforeAll(async () => {
      const VersioningConfiguration = { Status: 'Enabled' as const };
      await store.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    });

    const everything = async () => {
      const { Versions = [], DeleteMarkers = [] } = await versions();
      const bodies = await Promise.all(Versions.map(({ Key = '', VersionId }) => get(Key, VersionId)));
      return [...bodies, ...DeleteMarkers.map(({ Key }) => `marker ${Key}`)];
    };

    it('leaves no older version of an object behind', async () => {
      fresh();
      await put('logs/2026-01-01/a', '{"id":"a","owner":"mine"}\n');
      await put('logs/2026-01-01/a', '{"id":"a","owner":"mine"}\n{"id":"b","owner":"other"}\n');
      await put('logs/2026-01-01/ab', '{"id":"c","owner":"other"}\n');
      await put('logs/2026-01-01/ab', '{"id":"d","owner":"other"}\n');
      await put('uploads/mine/1', 'one');
      await put('uploads/mine/1', 'two');
      await erase(lines);
      await erase(uploads);
      expect(await everything()).toEqual([
        '{"id":"b","owner":"other"}\n',
        '{"id":"d","owner":"other"}\n',
        '{"id":"c","owner":"other"}\n',
      ]);
    });

    it('finds what is only in older versions or below a delete marker', async () => {
      fresh();
      await put('logs/2026-01-01/a', '{"id":"a","owner":"mine"}\n{"id":"b","owner":"other"}\n');
      await put('logs/2026-01-01/a', '{"id":"b","owner":"other"}\n');
      await put('uploads/mine/1', 'one');
      await store.client.send(new DeleteObjectCommand({ Bucket, Key: 'uploads/mine/1' }));
      expect(await erase(lines)).toMatchObject({ deleted: 1 });
      expect(await erase(uploads)).toMatchObject({ deleted: 1 });
      expect(await everything()).toEqual(['{"id":"b","owner":"other"}\n']);
    });

    it('leaves nothing behind when it fails at any call, before or after, and is done again', async () => {
      for (const when of ['before', 'after'] as const)
        for (let at = 1, failed = true; failed; at++) {
          fresh();
          await put('logs/2026-01-01/a', '{"id":"a","owner":"mine"}\n');
          await put('logs/2026-01-01/a', '{"id":"a","owner":"mine"}\n{"id":"b","owner":"other"}\n');
          await put('logs/2026-01-02/c', '{"id":"c","owner":"mine"}\n');
          await put('logs/2026-01-02/c', '{"id":"c","owner":"mine","more":1}\n');
          await put('uploads/mine/1', 'one');
          await put('uploads/mine/1', 'two');
          const both = async () => {
            await erase(lines);
            await erase(uploads);
          };
          faults.arm(at, when);
          await both().catch((error: unknown) => expect(error).toMatchObject({ name: 'StoreUnavailable' }));
          failed = !faults.isArmed;
          faults.disarm();
          // Another process, that knows nothing of the first.
          fresh();
          await both();
          expect(await everything(), `${when} call ${at}`).toEqual(['{"id":"b","owner":"other"}\n']);
          await store.client.send(new DeleteObjectCommand({ Bucket, Key: 'logs/2026-01-01/a' }));
          const { Versions = [], DeleteMarkers = [] } = await versions();
          for (const { Key, VersionId } of [...Versions, ...DeleteMarkers])
            await store.client.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
        }
    });

    it('deletes an object from before the bucket had versions', async () => {
      fresh();
      const other = await open();
      const client = other.client;
      await client.send(new PutObjectCommand({ Bucket, Key: 'uploads/mine/1', Body: 'before' }));
      const VersioningConfiguration = { Status: 'Enabled' as const };
      await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
      eraser = s3Eraser({ client, binding: { id: 'post', kind: 's3', bucket: Bucket }, sources: sourcesUnderTest });
      expect(await erase(uploads)).toMatchObject({ deleted: 1 });
      const left = await client.send(new ListObjectVersionsCommand({ Bucket }));
      expect([left.Versions, left.DeleteMarkers]).toEqual([undefined, undefined]);
      await other.close();
    });
  });
});

function binding(
  location: string,
  primaryKey: readonly string[],
  given: Partial<CollectionBinding>,
): CollectionBinding {
  return { id: 'post.logs', store: 'post', location, title: {}, primaryKey, fields: letterFields, ...given };
}

async function open() {
  const dataDir = mkdtempSync(join(tmpdir(), 'eraser-s3-'));
  const server = await startObjectStore({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    now: () => Date.now(),
    buckets: [Bucket],
  });
  const client = new S3Client({
    endpoint: server.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  let isUp = true;
  const goDown = async () => {
    isUp = false;
    await server.close();
  };
  return {
    client,
    goDown,
    async close() {
      client.destroy();
      if (isUp) await goDown();
    },
  };
}

/** Records lie in four objects, by the last character of their key. */
async function start(format: 'jsonl' | 'csv', gzip: boolean, versioned = false): Promise<EraserUnderTest> {
  const { client, goDown, close } = await open();
  if (versioned) {
    const VersioningConfiguration = { Status: 'Enabled' as const };
    await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  }
  const letters = binding('letters/{day}/', ['id'], { format, gzip });
  const parcels = binding('parcels/{day}/', ['owner', 'number'], { format, gzip, fields: parcelFields });
  const prefix = ({ location }: CollectionBinding) => location.replace('{day}/', '');
  const keyOf = (of: CollectionBinding, record: StoredRecord) => of.primaryKey.map((name) => record[name]).join('/');
  const objectOf = (of: CollectionBinding, record: StoredRecord) =>
    `${prefix(of)}2026-01-0${1 + (Number.parseInt(keyOf(of, record).slice(-1), 36) % 4)}/part`;

  const objects = async (of: CollectionBinding) =>
    ((await client.send(new ListObjectsV2Command({ Bucket, Prefix: prefix(of) }))).Contents ?? []).map(
      ({ Key = '' }) => Key,
    );
  const read = async (of: CollectionBinding, Key: string): Promise<StoredRecord[]> => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
    const text = (gzip ? gunzipSync(bytes) : bytes).toString();
    if (of.format === 'csv') return parse(text, { columns: true });
    return text.split('\n').flatMap((line) => (line ? [JSON.parse(line)] : []));
  };
  const write = async (of: CollectionBinding, Key: string, records: readonly StoredRecord[]) => {
    const names = of.fields.map(({ name }) => name);
    const cell = (value: unknown) => `"${String(value ?? '').replaceAll('"', '""')}"`;
    const rows = records.map((record) => names.map((name) => cell(record[name])).join(','));
    const text =
      format === 'csv'
        ? [names.join(','), ...rows].join('\r\n')
        : records.map((record) => `${JSON.stringify(record)}\n`).join('');
    await client.send(new PutObjectCommand({ Bucket, Key, Body: gzip ? gzipSync(text) : text }));
  };
  const readAll = async (of: CollectionBinding) =>
    (await Promise.all((await objects(of)).map((key) => read(of, key)))).flat();
  const fill = async (of: CollectionBinding, records: readonly StoredRecord[]) => {
    const { Versions = [], DeleteMarkers = [] } = await client.send(
      new ListObjectVersionsCommand({ Bucket, Prefix: prefix(of) }),
    );
    for (const { Key, VersionId } of [...Versions, ...DeleteMarkers])
      await client.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
    for (const [key, some] of Map.groupBy(records, (record) => objectOf(of, record))) await write(of, key, some);
  };
  const rewrite = async (of: CollectionBinding, gone: readonly StoredRecord[], added: readonly StoredRecord[]) => {
    const keys = new Set(gone.map((record) => keyOf(of, record)));
    for (const key of new Set(gone.map((record) => objectOf(of, record)))) {
      const kept = (await read(of, key)).filter((record) => !keys.has(keyOf(of, record)));
      await write(of, key, [...kept, ...added.filter((record) => objectOf(of, record) === key)]);
    }
  };
  const faults = new CallFaults();
  const eraserOf = (bucket: string) =>
    s3Eraser({
      client: faults.watch(client, 'send'),
      binding: { id: 'post', kind: 's3', bucket },
      sources: sourcesUnderTest,
    });
  return {
    eraser: eraserOf(Bucket),
    letters,
    parcels,
    faults,
    missing: { eraser: eraserOf('nowhere'), collection: letters },
    fill,
    put: (into, records) => rewrite(into, records, records),
    remove: (from, record) => rewrite(from, [record], []),
    readAll,
    goDown,
    close,
  };
}
