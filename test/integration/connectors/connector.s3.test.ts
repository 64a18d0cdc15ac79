import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { s3Connector } from '../../../functions/discovery/connector.s3.ts';
import { manualConnector, s3Submissions } from '../../../functions/discovery/submissions.s3.ts';
import { startObjectStore } from '../../../local/object-store/index.ts';
import { type Letter, letterFields, type StoreUnderTest, storeConnectorContract } from './store-connector.contract.ts';

storeConnectorContract('S3, gzipped JSON lines', () => start('jsonl', true), { ignoreCase: true });
storeConnectorContract('S3, JSON lines', () => start('jsonl', false), { ignoreCase: true });
storeConnectorContract('S3, CSV', () => start('csv', false), { ignoreCase: true });
storeConnectorContract('what people hand in', startManual, { ignoreCase: true });

/** The same object store, as the exports bucket: a person hands the letters in. */
async function startManual(): Promise<StoreUnderTest> {
  const store = await start('jsonl', false);
  const { client } = store;
  const handedIn = new Map<string, string>();
  const submissions = s3Submissions(client, 'post');
  const of = (submissionOf: (collection: string) => Promise<string | undefined>) =>
    manualConnector({ client, bucket: 'post', requestId: 'request-1', submissionOf });
  const letters = { ...store.letters, location: 'the letter box', format: 'jsonl' as const };
  return {
    ...store,
    connector: of(async (collection) => handedIn.get(collection)),
    letters,
    missing: { connector: of(async () => undefined), collection: letters },
    async write(records) {
      handedIn.set(letters.id, `file-${handedIn.size}`);
      await submissions.write('request-1', handedIn.get(letters.id) ?? '', records);
    },
  };
}

async function start(format: 'jsonl' | 'csv', gzip: boolean): Promise<StoreUnderTest & { readonly client: S3Client }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'connector-s3-'));
  const server = await startObjectStore({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    now: () => Date.now(),
    buckets: ['post'],
  });
  const client = new S3Client({
    endpoint: server.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const letters = {
    id: 'post.letters',
    store: 'post',
    location: 'letters/{day}/',
    title: {},
    primaryKey: ['id'],
    fields: letterFields,
    format,
    gzip,
    timeField: 'at',
  };
  let isUp = true;
  return {
    client,
    connector: s3Connector({ client, binding: { id: 'post', kind: 's3', bucket: 'post' } }),
    letters,
    missing: {
      connector: s3Connector({ client, binding: { id: 'post', kind: 's3', bucket: 'nowhere' } }),
      collection: letters,
    },
    async write(records) {
      const days = Map.groupBy(records, ({ at }) => at.slice(0, 10));
      for (const [day, some] of days) {
        const text = format === 'csv' ? csv(some) : some.map((record) => `${JSON.stringify(record)}\n`).join('');
        const Body = gzip ? gzipSync(text) : text;
        await client.send(new PutObjectCommand({ Bucket: 'post', Key: `letters/${day}/part-0`, Body }));
      }
    },
    async goDown() {
      isUp = false;
      await server.close();
    },
    async close() {
      client.destroy();
      if (isUp) await server.close();
    },
  };
}

function csv(records: readonly Letter[]): string {
  const cell = (value: string) => `"${value.replaceAll('"', '""')}"`;
  const rows = records.map(({ id, owner, contact, at, note }) => [id, owner, contact, at, note].map(cell).join(','));
  return ['id,owner,contact,at,note', ...rows].join('\r\n');
}
