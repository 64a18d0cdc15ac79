import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const schema = z.object({
  /** Milliseconds since the epoch, by the demo clock: requests received before are demo requests. */
  startedAt: z.number(),
  /** Steps done, as `<request>/<step>`. */
  done: z.array(z.string()),
  /** Ids of requests by their name in the demo. */
  requests: z.record(z.string(), z.string()),
  complete: z.boolean(),
});

export type Progress = Readonly<z.infer<typeof schema>>;

export interface ProgressFile {
  read(): Progress;
  write(progress: Progress): void;
}

/**
 * How far the demo requests of a data folder are. A folder that was empty gets the file; one from before demo requests were asked
 * for has none, and gets none.
 */
export function openProgressFile(dataDir: string, isNewFolder: boolean, now: number): ProgressFile | undefined {
  const file = join(dataDir, 'demo-requests.json');
  const write = (progress: Progress) => {
    writeFileSync(`${file}.new`, JSON.stringify(progress));
    renameSync(`${file}.new`, file);
  };
  if (!existsSync(file)) {
    if (!isNewFolder) return undefined;
    write({ startedAt: now, done: [], requests: {}, complete: false });
  }
  return { read: () => schema.parse(JSON.parse(readFileSync(file, 'utf8'))), write };
}
