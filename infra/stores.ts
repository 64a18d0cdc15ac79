import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CollectionBinding, DataMap, StoreBinding } from '../functions/shared/organisation.ts';

/** Where stores really are, by store id: tables by location, a bucket, a connection. */
export type PhysicalStores = Readonly<
  Record<
    string,
    { readonly tables?: Readonly<Record<string, string>>; readonly bucket?: string; readonly connection?: string }
  >
>;

/** The policy's store with the names this deployment gives. */
export function bindStore(store: StoreBinding, physical: PhysicalStores): StoreBinding {
  const names = physical[store.id];
  if (!names) return store;
  switch (store.kind) {
    case 'dynamodb':
      return names.tables ? { ...store, tables: names.tables } : store;
    case 's3':
      return names.bucket ? { ...store, bucket: names.bucket } : store;
    case 'postgres':
      return names.connection ? { ...store, connection: names.connection } : store;
  }
}

/** Reading one store and nothing else: exactly the tables, indexes, prefixes or the secret its collections name. */
export function readStore(store: StoreBinding, dataMap: DataMap): PolicyStatement[] {
  const collections = dataMap.collections.filter((collection) => collection.store === store.id);
  switch (store.kind) {
    case 'dynamodb':
      return readTables(store, collections);
    case 's3':
      return readObjects(store, collections);
    case 'postgres':
      return readSecret(store.connection);
  }
}

/** Asking one collection of a DynamoDB store whether it has a value. */
export function queryCollection(store: StoreBinding, dataMap: DataMap, collectionId: string): PolicyStatement[] {
  if (store.kind !== 'dynamodb')
    throw new Error(`the account directory must be in DynamoDB, but ${store.id} is ${store.kind}`);
  const collections = dataMap.collections.filter(({ id }) => id === collectionId);
  return readTables(store, collections, ['dynamodb:Query']);
}

function readTables(
  store: StoreBinding & { kind: 'dynamodb' },
  collections: readonly CollectionBinding[],
  actions: readonly string[] = ['dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:BatchGetItem'],
): PolicyStatement[] {
  const resources = collections.flatMap(({ location, indexes = {} }) => {
    const table = `arn:${Aws.PARTITION}:dynamodb:${store.region ?? Aws.REGION}:${Aws.ACCOUNT_ID}:table/${store.tables?.[location] ?? location}`;
    return [table, ...Object.values(indexes).map((index) => `${table}/index/${index}`)];
  });
  return [new PolicyStatement({ actions: [...actions], resources: [...new Set(resources)] })];
}

function readObjects(
  store: StoreBinding & { kind: 's3' },
  collections: readonly CollectionBinding[],
): PolicyStatement[] {
  const bucket = `arn:${Aws.PARTITION}:s3:::${store.bucket}`;
  // A prefix may hold {day} or {field}; what comes before the brace is the same for all objects.
  const prefixes = [...new Set(collections.map(({ location }) => location.replace(/\{.*$/, '')))];
  return [
    new PolicyStatement({ actions: ['s3:GetObject'], resources: prefixes.map((prefix) => `${bucket}/${prefix}*`) }),
    new PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [bucket],
      conditions: { StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } },
    }),
  ];
}

const secretPrefix = 'secretsmanager:';

function readSecret(connection: string): PolicyStatement[] {
  if (!connection.startsWith(secretPrefix)) return [];
  const secret = connection.slice(secretPrefix.length);
  const arn = secret.startsWith('arn:')
    ? secret
    : // Secrets Manager ends each ARN with a hyphen and six characters of its own.
      `arn:${Aws.PARTITION}:secretsmanager:${Aws.REGION}:${Aws.ACCOUNT_ID}:secret:${secret}-??????`;
  return [new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [arn] })];
}
