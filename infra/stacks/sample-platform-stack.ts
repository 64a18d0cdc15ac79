import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { DataMap, StoreBinding } from '../../functions/shared/organisation.ts';
import { type SampleTable, sampleBuckets, sampleTables } from '../../local/sample/sample-tables.ts';
import { closedBucket } from '../constructs/closed-bucket.ts';
import { sampleDatabases } from '../sample-database.ts';
import type { PhysicalStores } from '../stores.ts';

/** The tables and buckets of the sample platform. Made-up data, so all of it goes with the stack. */
export class SamplePlatformStack extends Stack {
  private readonly tables: Readonly<Record<string, string>>;
  private readonly buckets: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.tables = Object.fromEntries(
      Object.entries<SampleTable>(sampleTables).map(([name, table]) => [name, this.table(name, table).tableName]),
    );
    this.buckets = Object.fromEntries(
      sampleBuckets.map((name) => {
        const bucket = closedBucket(this, `Bucket-${name}`, {
          encryption: BucketEncryption.S3_MANAGED,
          removalPolicy: RemovalPolicy.DESTROY,
        });
        return [name, bucket.bucketName];
      }),
    );
  }

  /** Binds those stores of a policy that the sample platform has; others stay as the policy says. */
  storesOf(dataMap: DataMap): PhysicalStores {
    return Object.fromEntries(dataMap.stores.map((store) => [store.id, this.namesOf(store, dataMap)]));
  }

  private namesOf(store: StoreBinding, dataMap: DataMap): PhysicalStores[string] {
    switch (store.kind) {
      case 'dynamodb':
        return { tables: this.tablesOf(store.id, dataMap) };
      case 's3':
        return { bucket: this.buckets[store.bucket] ?? store.bucket };
      case 'postgres':
        return sampleDatabases[store.id] ?? {};
      case 'manual':
        return {};
    }
  }

  private tablesOf(store: string, dataMap: DataMap): Record<string, string> {
    const locations = dataMap.collections
      .filter((collection) => collection.store === store)
      .map(({ location }) => location);
    return Object.fromEntries(
      locations.flatMap((location) => {
        const table = this.tables[location];
        return table === undefined ? [] : [[location, table]];
      }),
    );
  }

  private table(name: string, { partitionKey, sortKey, indexes }: SampleTable): TableV2 {
    const text = (key: string) => ({ name: key, type: AttributeType.STRING });
    return new TableV2(this, `Table-${name}`, {
      partitionKey: text(partitionKey),
      ...(sortKey ? { sortKey: text(sortKey) } : {}),
      billing: Billing.onDemand(),
      removalPolicy: RemovalPolicy.DESTROY,
      globalSecondaryIndexes: indexes.map((index) => ({
        indexName: index.name,
        partitionKey: text(index.partitionKey),
        projectionType: ProjectionType[index.projection],
      })),
    });
  }
}
