import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartRefused } from './start-refused.ts';

/** Marks a folder as ours, so that other people's files are neither mixed with ours nor emptied by `--reset`. */
const lockFile = 'in-use.sqlite';
const ownerFile = 'in-use.pid';

export interface DataFolder {
  readonly path: string;
  /** Nothing was in it, or nothing is any more. */
  readonly isNew: boolean;
  /** Lets another process have the folder. */
  release(): void;
}

/**
 * Takes the data folder for this process, made if it is missing and emptied first if asked. The lock is SQLite's: the system lets go of
 * it when the process ends in whatever way, so there is no stale lock.
 * @throws StartRefused when it can't be written, is in use, or holds something but is not ours
 */
export function takeDataFolder(path: string, reset: boolean): DataFolder {
  let entries: string[];
  try {
    makeFolder(path);
    entries = readdirSync(path);
  } catch (error) {
    throw new StartRefused(`The data folder ${path} cannot be used: ${reasonOf(error)}.`, { cause: error });
  }
  if (entries.length > 0 && !entries.includes(lockFile)) {
    throw new StartRefused(`The folder ${path} holds other things and is not a data folder of this program.`);
  }
  const lock = acquire(path);
  if (reset) {
    for (const entry of entries) {
      if (!entry.startsWith(lockFile)) rmSync(join(path, entry), { recursive: true, force: true });
    }
  }
  writeFileSync(join(path, ownerFile), String(process.pid));
  return {
    path,
    isNew: reset || entries.every((entry) => entry.startsWith(lockFile) || entry === ownerFile),
    release() {
      rmSync(join(path, ownerFile), { force: true });
      lock.close();
    },
  };
}

/** Not `recursive`: that never returns where the system refuses a folder in one that exists, as under /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  if (!existsSync(dirname(path))) makeFolder(dirname(path));
  mkdirSync(path);
}

function acquire(path: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(join(path, lockFile));
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    if (error instanceof Error && /locked/.test(error.message)) {
      throw new StartRefused(`The data folder ${path} is in use by another process${owner(path)}.`, { cause: error });
    }
    throw new StartRefused(`The data folder ${path} cannot be written: ${reasonOf(error)}.`, { cause: error });
  }
}

function owner(path: string): string {
  try {
    return ` (${readFileSync(join(path, ownerFile), 'utf8')})`;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    ENOENT: 'the system does not let a folder be made there',
    ENOTDIR: 'it is a file, or lies below one',
    EROFS: 'it is on a read-only disk',
    ENOSPC: 'the disk is full',
  };
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
