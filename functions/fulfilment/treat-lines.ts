import { recordMatch, type StoredRecord, StoreRefusal } from '../discovery/index.ts';
import { type FieldChange, withChanges } from './change-record.ts';

/** Bytes one line may have; more means that it is no file of lines. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** What becomes of the record in a line; nothing for those that stay. */
export type LineTreatment = (record: StoredRecord) => 'delete' | readonly FieldChange[] | undefined;

/** What became of the lines so far. */
export interface LineCount {
  /** Lines with a record that are still there. */
  left: number;
  touched: number;
}

/** The values that the first field of a treated record's primary key may have: other lines are not looked into. */
export interface Wanted {
  readonly field: string;
  readonly values: readonly string[];
}

/**
 * JSON lines without the deleted ones and with the changed ones changed; every other line stays byte for byte, and in a
 * changed line every number stays as it was written. Memory does not grow with the lines.
 */
export async function* treatJsonLines(
  chunks: AsyncIterable<Uint8Array>,
  wanted: Wanted,
  treat: LineTreatment,
  count: LineCount,
): AsyncIterable<Uint8Array> {
  const match = recordMatch([wanted]);
  let rest: Uint8Array[] = [];
  let restSize = 0;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(0x0a) + 1;
    if (end > 0) {
      yield* treatAll(Buffer.concat([...rest, chunk.subarray(0, end)]));
      rest = [];
      restSize = 0;
    }
    if (end < chunk.length) rest.push(chunk.subarray(end));
    restSize += chunk.length - end;
    if (restSize > LONGEST_LINE) throw new StoreRefusal('record_unreadable');
  }
  yield* treatAll(Buffer.concat(rest));

  /** A broken line is none that was located. */
  function readLine(text: string): StoredRecord | undefined {
    try {
      return match.matchLine(text);
    } catch (error) {
      if (error instanceof StoreRefusal) return undefined;
      throw error;
    }
  }

  /** Stretches of lines that stay are passed on as they are. */
  function* treatAll(lines: Buffer): Iterable<Uint8Array> {
    let stayedFrom = 0;
    for (let from = 0; from < lines.length; ) {
      const newline = lines.indexOf(0x0a, from);
      const to = newline === -1 ? lines.length : newline + 1;
      const line = lines.subarray(from, to).toString('utf8');
      const text = line.replace(/\r?\n$/, '');
      const record = readLine(text);
      const outcome = record && treat(record);
      if (outcome) {
        count.touched++;
        if (from > stayedFrom) yield lines.subarray(stayedFrom, from);
        if (outcome !== 'delete') {
          yield Buffer.from(JSON.stringify(withChanges(parseExactly(text), outcome)) + line.slice(text.length));
          count.left++;
        }
        stayedFrom = to;
      } else if (text.trim() !== '') count.left++;
      from = to;
    }
    if (stayedFrom < lines.length) yield lines.subarray(stayedFrom);
  }
}

/** Numbers that a double would change stand for themselves (JSON.rawJSON, "JSON.parse source text access"). */
function parseExactly(text: string): StoredRecord {
  const { rawJSON } = JSON as unknown as { rawJSON(source: string): unknown };
  return JSON.parse(text, (_name, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
      ? rawJSON(context.source)
      : value,
  );
}

/**
 * The same of CSV with a header (RFC 4180, fields may hold line breaks). A changed line keeps its end, and has quotes
 * where it needs them. Null is an empty cell.
 */
export async function* treatCsv(
  chunks: AsyncIterable<Uint8Array>,
  wanted: Wanted,
  treat: LineTreatment,
  count: LineCount,
): AsyncIterable<Uint8Array> {
  const { parse } = await import('csv-parse');
  const match = recordMatch([wanted]);
  const parser = parse({ bom: true, relax_column_count: true, skip_empty_lines: true, info: true });
  let pending = Buffer.alloc(0);
  let passed = 0;
  let header: readonly string[] | undefined;
  for await (const { record: cells, info } of feed(chunks, parser, (chunk) => {
    pending = Buffer.concat([pending, chunk]);
  })) {
    const line = pending.subarray(0, info.bytes - passed);
    pending = pending.subarray(line.length);
    passed = info.bytes;
    if (!header) {
      header = cells;
      yield line;
      continue;
    }
    const record = Object.fromEntries(
      cells.flatMap((cell, at) => (header?.[at] === undefined ? [] : [[header[at], cell]])),
    );
    const outcome = match.matches(record) ? treat(record) : undefined;
    if (outcome !== 'delete') count.left++;
    if (!outcome) yield line;
    else {
      count.touched++;
      const text = line.toString('utf8');
      // Empty lines before it are none of its own.
      yield Buffer.from(/^[\r\n]*/.exec(text)?.[0] ?? '');
      if (outcome !== 'delete') {
        const changed = changedCells(header, cells, outcome).map(quotedCell).join(',');
        yield Buffer.from(changed + (/[\r\n]*$/.exec(text)?.[0] ?? ''));
      }
    }
  }
  if (pending.length > 0) yield pending;
}

interface ParsedLine {
  readonly record: readonly string[];
  /** `bytes`: where the line ends in the file. */
  readonly info: { readonly bytes: number };
}

/** Lines as the parser gives them, which is told every chunk after `taken` was. */
async function* feed(
  chunks: AsyncIterable<Uint8Array>,
  parser: NodeJS.ReadWriteStream & AsyncIterable<ParsedLine> & { destroy(error?: Error): unknown },
  taken: (chunk: Uint8Array) => void,
): AsyncIterable<ParsedLine> {
  const writing = (async () => {
    for await (const chunk of chunks) {
      taken(chunk);
      if (!parser.write(chunk)) await new Promise((resolve) => parser.once('drain', resolve).once('close', resolve));
    }
    parser.end();
  })().catch((error: unknown) => void parser.destroy(error instanceof Error ? error : new Error(String(error))));
  yield* parser;
  await writing;
}

function changedCells(header: readonly string[], cells: readonly string[], changes: readonly FieldChange[]): string[] {
  const changed = [...cells];
  for (const { path, next } of changes) {
    if (!header.includes(path[0] ?? '')) throw new StoreRefusal('value_not_accepted');
    for (const [at, name] of header.entries()) if (name === path[0]) changed[at] = next === null ? '' : String(next);
  }
  return Array.from(changed, (cell: string | undefined) => cell ?? '');
}

function quotedCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
