import { gunzipSync } from 'node:zlib';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import pg from 'pg';
import { localCredentials } from './stored-items.ts';
import type { TestCloud } from './test-cloud.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Everything the sample platform's stores hold, read past the product; by collection, files as rows of key and text. */
export interface MemberStores {
  read(): Promise<Record<string, readonly Row[]>>;
  /** All of it as a backup would hold it; and put back, all or some, as after a disaster. What is not in it stays. */
  backUp(): Promise<Backup>;
  restore(backup: Backup): Promise<void>;
  readonly postgresPort: number;
  close(): Promise<void>;
}

export interface Backup {
  readonly items: Readonly<Record<string, readonly Row[]>>;
  readonly rows: Readonly<Record<string, readonly Row[]>>;
  readonly objects: ReadonlyMap<string, { readonly bytes: Uint8Array; readonly type: string | undefined }>;
}

const memberTables = ['members', 'devices', 'vouchers', 'authentications'];
/** Parents before children. */
const tables = ['companies', 'orders', 'consumption', 'listings', 'messages'];

export function memberStores({ endpoints, resources, deployed }: TestCloud): MemberStores {
  const dynamodb = DynamoDBDocumentClient.from(
    new DynamoDBClient({ ...localCredentials, endpoint: endpoints.dynamodb }),
  );
  const s3 = new S3Client({ ...localCredentials, endpoint: endpoints.objectStore, forcePathStyle: true });
  const connectionString = /postgres(?:ql)?:\/\/[^"\\]+/.exec(
    JSON.stringify(deployed.find(({ path }) => /\/erase-trade\//.test(path) && !/Role|Log/.test(path))?.properties),
  )?.[0];
  if (connectionString === undefined) throw new Error('the eraser of the store trade names no database');
  const asOwner = new URL(connectionString);
  asOwner.username = 'postgres';
  const pool = new pg.Pool({ connectionString: asOwner.href, max: 1 });
  pool.on('error', () => undefined);

  const named = (part: string): string => {
    const name = Object.entries(resources).find(([path]) => path.endsWith(part))?.[1];
    if (name === undefined) throw new Error(`${part} is not deployed`);
    return name;
  };

  async function scan(table: string): Promise<Row[]> {
    const rows: Row[] = [];
    let start: Row | undefined;
    do {
      const page = await dynamodb.send(
        new ScanCommand({
          TableName: named(`/Table-${table}`),
          ConsistentRead: true,
          ...(start ? { ExclusiveStartKey: start } : {}),
        }),
      );
      rows.push(...(page.Items ?? []));
      start = page.LastEvaluatedKey;
    } while (start);
    return rows;
  }

  async function* objects() {
    const Bucket = named('/Bucket-archive');
    for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket })) {
      for (const { Key = '' } of page.Contents ?? []) {
        const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        yield { Key, bytes: Buffer.from((await Body?.transformToByteArray()) ?? []), type: ContentType };
      }
    }
  }

  async function archive(): Promise<Record<string, Row[]>> {
    const found: Record<string, Row[]> = { access_logs: [], uploads: [], company_material: [] };
    for await (const { Key, bytes } of objects()) {
      if (!Key.startsWith('access-logs/')) {
        found[Key.startsWith('uploads/') ? 'uploads' : 'company_material']?.push({ key: Key });
        continue;
      }
      for (const line of gunzipSync(bytes).toString().split('\n').filter(Boolean))
        found.access_logs?.push(JSON.parse(line) as Row);
    }
    return found;
  }

  return {
    postgresPort: Number(new URL(connectionString).port),
    async read() {
      const all: Record<string, readonly Row[]> = {};
      for (const table of memberTables) all[`members.${table}`] = await scan(table);
      for (const table of tables) all[`trade.${table}`] = (await pool.query(`SELECT * FROM ${table} ORDER BY 1`)).rows;
      for (const [name, rows] of Object.entries(await archive())) all[`archive.${name}`] = rows;
      return all;
    },
    async backUp() {
      const items: Record<string, Row[]> = {};
      for (const table of memberTables) items[table] = await scan(table);
      const rows: Record<string, Row[]> = {};
      for (const table of tables) {
        const found = await pool.query<{ row: Row }>(`SELECT to_jsonb(t) AS row FROM ${table} AS t`);
        rows[table] = found.rows.map(({ row }) => row);
      }
      const kept = new Map<string, { bytes: Uint8Array; type: string | undefined }>();
      for await (const { Key, bytes, type } of objects()) kept.set(Key, { bytes, type });
      return { items, rows, objects: kept };
    },
    async restore(backup) {
      for (const [table, items] of Object.entries(backup.items))
        for (const Item of items) await dynamodb.send(new PutCommand({ TableName: named(`/Table-${table}`), Item }));
      for (const table of tables) {
        const rows = backup.rows[table] ?? [];
        if (rows.length === 0) continue;
        const sets = Object.keys(rows[0] ?? {}).map((column) => `"${column}" = EXCLUDED."${column}"`);
        await pool.query(
          `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)
            ON CONFLICT ON CONSTRAINT ${table}_pkey DO UPDATE SET ${sets.join(', ')}`,
          [JSON.stringify(rows)],
        );
      }
      for (const [Key, { bytes, type }] of backup.objects)
        await s3.send(new PutObjectCommand({ Bucket: named('/Bucket-archive'), Key, Body: bytes, ContentType: type }));
    },
    async close() {
      await pool.end();
      s3.destroy();
      dynamodb.destroy();
    },
  };
}
