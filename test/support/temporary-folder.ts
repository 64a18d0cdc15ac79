import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Linux keeps files in memory. */
const inMemory = '/dev/shm';
const gigabyte = 2 ** 30;

/**
 * Everything tests leave in the folder for temporary files goes with the run, also what a failed or killed one left. Where there
 * is memory to spare it is kept there: the stores of many clouds wait for a disk a fifth of their time.
 */
export default function setup(): () => void {
  const folder = mkdtempSync(join(roomInMemory() ? inMemory : tmpdir(), 'privacy-tests-'));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function roomInMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync(inMemory);
    return bavail * bsize > 4 * gigabyte && freemem() > 8 * gigabyte;
  } catch {
    // There is no such folder on this system.
    return false;
  }
}
