import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeDataFolder } from '../../../local/data-folder.file.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'data-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const use = (reset: boolean) => {
  const taken = takeDataFolder(folder, reset);
  taken.release();
  return taken;
};

describe('a data folder', () => {
  it('is new while nothing was kept in it, made with the folders above it if need be', () => {
    folder = join(folder, 'of', 'mine');
    expect(use(false).isNew).toBe(true);
    expect(use(false).isNew).toBe(true);
    writeFileSync(join(folder, 'mailbox'), '');
    expect(use(false).isNew).toBe(false);
  });

  it('is emptied when asked', () => {
    use(false);
    mkdirSync(join(folder, 'postgres'));
    writeFileSync(join(folder, 'postgres', 'table'), '');
    expect(use(true).isNew).toBe(true);
    expect(readdirSync(folder)).not.toContain('postgres');
  });

  it.each([false, true])('is not a folder of something else, which stays as it was (to be emptied: %s)', (reset) => {
    writeFileSync(join(folder, 'letter.txt'), 'Dear Anna');
    expect(() => use(reset)).toThrow(
      `The folder ${folder} holds other things and is not a data folder of this program.`,
    );
    expect(readdirSync(folder)).toEqual(['letter.txt']);
    expect(readFileSync(join(folder, 'letter.txt'), 'utf8')).toBe('Dear Anna');
  });

  it('has one user at a time, who is named', () => {
    const first = takeDataFolder(folder, false);
    expect(() => use(true)).toThrow(`The data folder ${folder} is in use by another process (${process.pid}).`);
    first.release();
    expect(use(false).path).toBe(folder);
  });

  it('is a folder', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    for (const path of [file, join(file, 'below')])
      expect(() => takeDataFolder(path, false)).toThrow(
        `The data folder ${path} cannot be used: it is a file, or lies below one.`,
      );
  });
});
