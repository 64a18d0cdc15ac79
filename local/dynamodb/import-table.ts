import { execFile } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGzip } from 'node:zlib';
import { databaseFile, findBinary } from './server.ts';

/** Attributes by name, each in DynamoDB's own form: `{"pk": {"S": "…"}}`. */
export type ExportedItem = Readonly<Record<string, { readonly S: string } | { readonly N: string }>>;

/**
 * Puts a table with its items into a data folder that no server has used, many times faster than writing them through one:
 * it is given to the server's own import as an export of DynamoDB to S3.
 */
export async function importTable(
  dataDir: string,
  table: { readonly TableName: string },
  items: Iterable<ExportedItem>,
): Promise<void> {
  mkdirSync(dataDir, { recursive: true });
  const folder = mkdtempSync(join(dataDir, 'import-'));
  try {
    const schema = join(folder, 'schema.json');
    writeFileSync(schema, JSON.stringify([{ Table: table }]));
    const source = join(folder, 'source');
    const data = join(source, table.TableName, 'data');
    mkdirSync(data, { recursive: true });
    await pipeline(
      Readable.from(lines(items)),
      createGzip({ level: 1 }),
      createWriteStream(join(data, 'items.json.gz')),
    );
    const output = join(dataDir, databaseFile);
    await promisify(execFile)(findBinary(), ['import', '--source', source, '--schema', schema, '--output', output]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Some thousand lines at a time: a stream's step costs more than a line. */
function* lines(items: Iterable<ExportedItem>): Generator<string> {
  let chunk = '';
  for (const Item of items) {
    chunk += `${JSON.stringify({ Item })}\n`;
    if (chunk.length < 1_000_000) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}
