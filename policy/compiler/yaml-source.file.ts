import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { PolicyError } from './policy-error.ts';

/** Where in a document: map keys and list positions from the top. */
export type Path = readonly PropertyKey[];

/** A YAML file with its values and the line each of them stands on. */
export interface YamlSource {
  readonly file: string;
  readonly data: unknown;
  /** Line of the key or list item at `path`; of its nearest ancestor when there is none. */
  lineOf(path: Path): number;
}

/** Reads one file; syntax errors and duplicate keys go to `errors`. Undefined when there is nothing to go on with. */
export function readYaml(file: string, errors: PolicyError[]): YamlSource | undefined {
  if (!existsSync(file)) {
    errors.push({ file, line: 1, message: 'the file is missing' });
    return undefined;
  }
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines, prettyErrors: false });
  for (const error of document.errors) {
    const message = error.code === 'DUPLICATE_KEY' ? 'this key stands twice in the same map' : error.message;
    errors.push({ file, line: lines.linePos(error.pos[0]).line, message });
  }
  if (document.errors.length > 0) return undefined;
  return {
    file,
    data: document.toJS() ?? {},
    lineOf: (path) => Math.max(1, lines.linePos(offsetOf(document, path)).line),
  };
}

/** A file that passed its schema. */
export interface ValidSource<Value> {
  readonly source: YamlSource;
  readonly value: Value;
}

/** Notes an error at a place of a file. */
export function complain(errors: PolicyError[], { source }: { source: YamlSource }, path: Path, message: string): void {
  errors.push({ file: source.file, line: source.lineOf(path), message });
}

/** Reads and validates one file; what the schema refuses goes to `errors` with its line. */
export function readAs<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  errors: PolicyError[],
): ValidSource<z.output<Schema>> | undefined {
  const source = readYaml(file, errors);
  if (!source) return undefined;
  const parsed = schema.safeParse(source.data);
  if (parsed.success) return { source, value: parsed.data };
  for (const issue of parsed.error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys)
        errors.push({ file, line: source.lineOf([...issue.path, key]), message: `unknown key "${key}"` });
    } else {
      const at = issue.path.map(String).join('.');
      errors.push({ file, line: source.lineOf(issue.path), message: at ? `${at}: ${issue.message}` : issue.message });
    }
  }
  return undefined;
}

/** Paths of the files of a folder with this ending, in order of name. */
export function filesEnding(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));
}

/** The first of these files that exists. */
export function firstExisting(files: readonly string[]): string | undefined {
  return files.find((file) => existsSync(file));
}

function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const segment of path) {
    const here = isAlias(node) ? node.resolve(document) : node;
    if (isMap(here)) {
      const pair = here.items.find((item) => (isScalar(item.key) ? item.key.value : item.key) === segment);
      if (!pair) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(here)) {
      const item = here.items[Number(segment)];
      if (item === undefined) return offset;
      offset = startOf(item) ?? offset;
      node = item;
    } else return offset;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | undefined)?.range?.[0];
}
