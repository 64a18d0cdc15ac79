import type { Finding } from '../discovery/index.ts';
import { csvLine } from '../shared/csv.ts';
import type { PackageContents, PackagedCollection } from './package-contents.ts';
import { showValue } from './show-value.ts';
import type { ArchiveEntry } from './write-archive.ts';

/** Each collection as JSON and as CSV in a folder `data`, below `folder` (empty, or with its slash). */
export function dataEntries(
  { collections }: PackageContents,
  findings: (collection: string) => AsyncIterable<Finding>,
  folder: string,
): ArchiveEntry[] {
  return collections.flatMap((collection): ArchiveEntry[] => [
    { path: `${folder}data/${collection.id}.json`, open: () => jsonOf(collection, findings(collection.id)) },
    { path: `${folder}data/${collection.id}.csv`, open: () => csvOf(collection, findings(collection.id)) },
  ]);
}

/** A collection as one JSON array of objects by field name, in pieces. */
async function* jsonOf(collection: PackagedCollection, findings: AsyncIterable<Finding>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const { fields } of findings) {
    const record = Object.fromEntries(
      collection.fields.flatMap(({ name }) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
    );
    yield `${separator}${JSON.stringify(record)}`;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

/** A collection as CSV with a header of field names, in pieces; starts with a byte order mark, so that spreadsheets read UTF-8. */
async function* csvOf(collection: PackagedCollection, findings: AsyncIterable<Finding>): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(collection.fields.map(({ name }) => name))}`;
  for await (const { fields } of findings) {
    yield csvLine(collection.fields.map(({ name }) => showValue(fields[name])));
  }
}
