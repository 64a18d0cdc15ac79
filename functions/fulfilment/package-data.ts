import type { Finding } from '../discovery/index.ts';
import { csvLine } from '../shared/csv.ts';
import type { FindingBatches } from './gathered-findings.ts';
import type { PackageContents, PackagedCollection } from './package-contents.ts';
import { showValue } from './show-value.ts';
import type { ArchiveEntry } from './write-archive.ts';

/** Each collection as JSON and as CSV in a folder `data`, below `folder` (empty, or with its slash). */
export function dataEntries(
  { collections }: PackageContents,
  findings: FindingBatches,
  folder: string,
): ArchiveEntry[] {
  return collections.flatMap((collection): ArchiveEntry[] => [
    { path: `${folder}data/${collection.id}.json`, open: () => jsonOf(collection, findings(collection.id)) },
    { path: `${folder}data/${collection.id}.csv`, open: () => csvOf(collection, findings(collection.id)) },
  ]);
}

/** A collection as one JSON array of objects by field name, in pieces. */
async function* jsonOf(collection: PackagedCollection, findings: AsyncIterable<readonly Finding[]>) {
  const names = collection.fields.map(({ name }) => ({ name, key: `${JSON.stringify(name)}:` }));
  const recordOf = ({ fields }: Finding): string => {
    let record = '';
    for (const { name, key } of names) {
      const value = fields[name];
      if (value !== undefined) record += `${record === '' ? '' : ','}${key}${JSON.stringify(value)}`;
    }
    return `{${record}}`;
  };
  let separator = '[\n';
  for await (const batch of findings) {
    if (batch.length === 0) continue;
    yield `${separator}${batch.map(recordOf).join(',\n')}`;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

/** A collection as CSV with a header of field names, in pieces; starts with a byte order mark, so that spreadsheets read UTF-8. */
async function* csvOf(collection: PackagedCollection, findings: AsyncIterable<readonly Finding[]>) {
  const names = collection.fields.map(({ name }) => name);
  yield `\uFEFF${csvLine(names)}`;
  for await (const batch of findings)
    yield batch.map(({ fields }) => csvLine(names.map((name) => showValue(fields[name])))).join('');
}
