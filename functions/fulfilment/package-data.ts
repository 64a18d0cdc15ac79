import type { Finding } from '../discovery/index.ts';
import { csvLine } from './csv.ts';
import type { PackagedCollection } from './package-contents.ts';
import { showValue } from './show-value.ts';

/** A collection as one JSON array of objects by field name, in pieces. */
export async function* jsonOf(
  collection: PackagedCollection,
  findings: AsyncIterable<Finding>,
): AsyncGenerator<string> {
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
export async function* csvOf(collection: PackagedCollection, findings: AsyncIterable<Finding>): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(collection.fields.map(({ name }) => name))}`;
  for await (const { fields } of findings) {
    yield csvLine(collection.fields.map(({ name }) => showValue(fields[name])));
  }
}
