import { constants, cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
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
  const said: string[] = [];
  const assembly = options.assembly ?? process.env.SYNTHESISED_APP;
  const common = {
    sample: 'default',
    log: (text: string) => void said.push(text),
    ...options,
    ...(assembly === undefined ? {} : { assembly }),
  } as const;
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'privacy-requests-'));
  if (options.dataDir === undefined && common.sample === 'default') await fill(dataDir, assembly);
  const cloud = await startEmbeddedCloud({ ...common, dataDir });
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

/**
 * Puts a filled sample platform into an empty data folder: filling one takes seconds, so the first to need one fills one for
 * the whole run, and the others copy it. Who comes while it is being filled is left to fill their own.
 */
async function fill(dataDir: string, assembly: string | undefined): Promise<void> {
  const filled = join(tmpdir(), 'filled-platform');
  if (!existsSync(filled)) {
    const unfinished = `${filled}.unfinished`;
    if (mkdirSync(unfinished, { recursive: true }) === undefined) return;
    const cloud = await startEmbeddedCloud({
      sample: 'default',
      log: () => undefined,
      ...(assembly === undefined ? {} : { assembly }),
      dataDir: unfinished,
    });
    await cloud.close();
    renameSync(unfinished, filled);
  }
  cpSync(filled, dataDir, { recursive: true, mode: constants.COPYFILE_FICLONE });
}
