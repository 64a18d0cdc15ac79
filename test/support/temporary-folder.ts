import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Everything tests leave in the folder for temporary files goes with the run, also what a failed or killed one left. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'privacy-tests-'));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
