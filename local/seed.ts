import type { Endpoints } from './cloud-plan.ts';
import { type SampleSize, sampleBuckets, sampleTables, seedSample } from './sample/index.ts';
import { constructPath, type DeployedResource } from './template/index.ts';

/** Construct paths of the sample platform's tables and buckets begin so (`infra/stacks/sample-platform-stack.ts`). */
const tablePath = 'SamplePlatform/Table-';
const bucketPath = 'SamplePlatform/Bucket-';

/** Fills the sample platform's stores unless they are filled. */
export async function seed(
  size: SampleSize,
  endpoints: Endpoints,
  postgres: string,
  deployed: readonly DeployedResource[],
  log: (text: string) => void,
): Promise<void> {
  const names = new Map(deployed.map(({ path, realised }) => [constructPath(path), realised.ref]));
  const physical = <Name extends string>(prefix: string, logical: readonly Name[]): Record<Name, string> =>
    Object.fromEntries(
      logical.map((name) => {
        const found = names.get(prefix + name);
        if (found === undefined) throw new Error(`the templates have no ${prefix}${name}`);
        return [name, found];
      }),
    ) as Record<Name, string>;
  log('Filling the sample platform');
  await seedSample({
    size,
    endpoints: { dynamodb: endpoints.dynamodb, s3: endpoints.objectStore, postgres },
    names: {
      tables: physical(tablePath, Object.keys(sampleTables) as (keyof typeof sampleTables)[]),
      buckets: physical(bucketPath, sampleBuckets),
    },
  });
}
