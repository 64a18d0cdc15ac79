import { type EmbeddedCloud, type EmbeddedCloudOptions, startEmbeddedCloud } from '../local/embedded-cloud.ts';

/** Runs the product and the default sample platform on free ports for as long as `use` takes. */
export async function withCloud<Result>(
  options: Pick<EmbeddedCloudOptions, 'dataDir' | 'reset' | 'preload'>,
  use: (cloud: EmbeddedCloud) => Promise<Result>,
): Promise<Result> {
  const said: string[] = [];
  const cloud = await startEmbeddedCloud({ ...options, sample: 'default', log: (text) => void said.push(text) });
  try {
    return await use(cloud);
  } catch (error) {
    throw new Error(`the embedded cloud said:\n${said.slice(-20).join('\n')}`, { cause: error });
  } finally {
    await cloud.close();
  }
}
