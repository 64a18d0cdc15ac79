import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a command needs to find the embedded cloud that runs on a data folder. */
export interface Running {
  /** Where Step Functions answers. */
  readonly stepFunctions: string;
  /** ARN of the workflow `replay-erasures`. */
  readonly replayErasures: string;
}

const fileIn = (dataDir: string) => join(dataDir, 'running.json');

/** Says in the data folder where this process answers; until the function given back is called. */
export function announceRunning(dataDir: string, running: Running): () => void {
  writeFileSync(fileIn(dataDir), JSON.stringify(running));
  return () => rmSync(fileIn(dataDir), { force: true });
}

/** What was announced last; undefined where nothing was. Whether that process still runs shows when it is asked. */
export function readRunning(dataDir: string): Running | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as Running;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
