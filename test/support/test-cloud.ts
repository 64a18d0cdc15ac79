import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedCloud, type EmbeddedCloudOptions, startEmbeddedCloud } from '../../local/embedded-cloud.ts';

export interface TestCloud extends EmbeddedCloud {
  readonly dataDir: string;
  /** What the embedded cloud said while running. */
  readonly said: readonly string[];
}

/**
 * The product and its sample platform in the embedded cloud, in a data folder of its own that goes with it. With the variable
 * SYNTHESISED_APP an app synthesised before is run instead of synthesising one.
 */
export async function startTestCloud(options: Partial<EmbeddedCloudOptions> = {}): Promise<TestCloud> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'privacy-requests-'));
  const said: string[] = [];
  const assembly = options.assembly ?? process.env.SYNTHESISED_APP;
  const cloud = await startEmbeddedCloud({
    sample: 'default',
    log: (text) => void said.push(text),
    ...options,
    ...(assembly === undefined ? {} : { assembly }),
    dataDir,
  });
  return {
    ...cloud,
    dataDir,
    said,
    async close() {
      await cloud.close();
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
