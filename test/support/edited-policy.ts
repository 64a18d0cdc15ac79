import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { compileOrganisation, formatError } from '../../policy/compiler/index.ts';

const folders: string[] = [];

export function removeCopies(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

/** A copy to make mistakes in; `removeCopies` when the test is over. */
export function copyOf(folder: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'policy-'));
  folders.push(copy);
  cpSync(folder, copy, { recursive: true });
  return copy;
}

/** Replaces the first place that holds a text; a test that edits nothing proves nothing. */
export function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(from, () => to);
  if (changed === text) throw new Error(`${file} holds no ${from}`);
  writeFileSync(file, changed);
}

/** The number of the first line that holds a text. */
export function lineOf(file: string, text: string): number {
  const before = readFileSync(file, 'utf8').split(text, 2)[0] ?? '';
  return before.split('\n').length;
}

export function inReadingOrder(a: string, b: string): number {
  const [fileA = '', lineA = ''] = a.split(':');
  const [fileB = '', lineB = ''] = b.split(':');
  return fileA === fileB ? Number(lineA) - Number(lineB) : fileA < fileB ? -1 : 1;
}

/** Errors as they are printed, with paths inside the folder. */
export function errorsOf(folder: string): string[] {
  const compiled = compileOrganisation(folder);
  return compiled.ok
    ? []
    : compiled.refusal.map((error) => formatError({ ...error, file: relative(folder, error.file) }));
}
