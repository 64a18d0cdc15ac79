import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { entrancesOf } from '../functions/discovery/data-map.ts';
import { closing } from '../functions/fulfilment/erasing-right.ts';
import {
  decidingFields,
  type FieldActions,
  fieldActions,
  keptReferences,
  possibleActions,
} from '../functions/fulfilment/right-actions.ts';
import type {
  CollectionBinding,
  DataMap,
  DynamoStoreBinding,
  Organisation,
  RightRule,
  StoreBinding,
} from '../functions/shared/organisation.ts';

/** Where stores really are, by store id: tables by location, a bucket, a connection. */
export type PhysicalStores = Readonly<
  Record<
    string,
    {
      readonly tables?: Readonly<Record<string, string>>;
      readonly bucket?: string;
      readonly connection?: string;
      readonly eraserConnection?: string;
    }
  >
>;

/** The policy's store with the names this deployment gives. */
export function bindStore(store: StoreBinding, physical: PhysicalStores): StoreBinding {
  const names = physical[store.id];
  if (!names) return store;
  switch (store.kind) {
    case 'dynamodb':
      return names.tables ? { ...store, tables: names.tables } : store;
    case 'manual':
      return store;
    case 's3':
      return names.bucket ? { ...store, bucket: names.bucket } : store;
    case 'postgres':
      return {
        ...store,
        ...(names.connection ? { connection: names.connection } : {}),
        ...(names.eraserConnection ? { eraserConnection: names.eraserConnection } : {}),
      };
  }
}

/** A store as a function that only reads is told of it. */
export function toRead(store: StoreBinding): StoreBinding {
  if (store.kind !== 'postgres') return store;
  const { eraserConnection: _, ...reading } = store;
  return reading;
}

/** A store as its eraser is told of it: with the database role that may change records, in place of the other. */
export function toErase(store: StoreBinding): StoreBinding {
  if (store.kind !== 'postgres') return store;
  const { eraserConnection, ...rest } = store;
  if (eraserConnection === undefined) throw new Error(`the store ${store.id} names no connection to erase with`);
  return { ...rest, connection: eraserConnection };
}

/** Reading one store and nothing else: exactly the tables, indexes, prefixes or the secret its collections need. */
export function readStore(store: StoreBinding, dataMap: DataMap, rights: readonly RightRule[] = []): PolicyStatement[] {
  const collections = dataMap.collections.filter((collection) => collection.store === store.id);
  switch (store.kind) {
    case 'dynamodb':
      return collections.flatMap((collection) => readTable(store, collection, dataMap, countedBy(collection, rights)));
    case 'manual':
      // People hand in what they found; it lies with the findings.
      return [];
    case 's3':
      return readObjects(store, collections);
    case 'postgres':
      return mayReadSecret(store.connection);
  }
}

/** Finding records in one store and changing them as the company's rights may, and nothing else. */
export function changeStore(store: StoreBinding, { dataMap, rights }: Organisation): PolicyStatement[] {
  const changes = dataMap.collections
    .filter((collection) => collection.store === store.id)
    .map((collection) => ({ collection, ...changesOf(collection, rights, dataMap) }));
  const deleted = changes.flatMap(({ collection, deletes }) => (deletes ? [collection] : []));
  const changed = changes.flatMap(({ collection, changes }) => (changes ? [collection] : []));
  const reading = readStore(store, dataMap);
  switch (store.kind) {
    case 'dynamodb': {
      const tablesOf = (collections: readonly CollectionBinding[]) =>
        collections.map((collection) => tableArn(store, collection));
      return [
        ...reading,
        // What was restored from a backup is looked for in all there is: receipts hold keyed hashes of keys.
        ...allowingIfAny(['dynamodb:Scan'], tablesOf([...new Set([...deleted, ...changed])])),
        // Once more by key, before they are deleted in batches or changed one by one.
        ...allowingIfAny(['dynamodb:BatchGetItem'], tablesOf([...new Set([...deleted, ...changed])])),
        ...allowingIfAny(['dynamodb:BatchWriteItem'], tablesOf(deleted)),
        ...allowingIfAny(['dynamodb:UpdateItem'], tablesOf(changed)),
      ];
    }
    case 'manual':
      return reading;
    case 's3':
      return [
        ...reading,
        ...readVersions(store, dataMap),
        ...changeObjects(store, [...new Set([...deleted, ...changed])]),
      ];
    case 'postgres':
      // What the connection may do in the database, its own role says.
      return reading;
  }
}

/** What any right may do to records of a collection, whichever categories are asked about. */
function changesOf(
  collection: CollectionBinding,
  rights: readonly RightRule[],
  dataMap: DataMap,
): { readonly deletes: boolean; readonly changes: boolean } {
  const leaves = new Set(['return', 'keep']);
  const variants = rights.flatMap((right) => (right.company ? [right, closing(right)] : [right]));
  const each = variants.map((right) => {
    const fields = fieldActions(right, collection, dataMap);
    const deciding = decidingFields(fields);
    const mayGo = ({ rule }: FieldActions) => rule !== undefined && possibleActions(rule).includes('delete');
    const mayChange = ({ rule, key, explicit }: FieldActions) =>
      rule !== undefined &&
      key !== 'primary' &&
      possibleActions(rule).some(
        (action) => !leaves.has(action) && (key === undefined || explicit || !['delete', 'null'].includes(action)),
      );
    return {
      deletes:
        deciding.length > 0 && deciding.every(mayGo) && keptReferences(right, collection, dataMap, []).length === 0,
      changes: fields.some(mayChange),
    };
  });
  return { deletes: each.some(({ deletes }) => deletes), changes: each.some(({ changes }) => changes) };
}

/** Asking one collection of a DynamoDB store whether it has a value. */
export function queryCollection(store: StoreBinding, dataMap: DataMap, collectionId: string): PolicyStatement[] {
  if (store.kind !== 'dynamodb')
    throw new Error(`the account directory must be in DynamoDB, but ${store.id} is ${store.kind}`);
  const collection = dataMap.collections.find(({ id }) => id === collectionId);
  if (!collection) throw new Error(`the account directory ${collectionId} is no collection of the data map`);
  const { identity } = dataMap.accountDirectory;
  const field = collection.fields.find((candidate) => candidate.identity === identity)?.name;
  const index = field === undefined ? undefined : collection.indexes?.[field];
  const table = tableArn(store, collection);
  return [allowing(['dynamodb:Query'], [index === undefined ? table : `${table}/index/${index}`])];
}

/**
 * What reading records by key takes, for the fields the data map leads into a collection by: Query on their indexes; on the
 * table BatchGetItem where a field is the whole key or an index holds keys only, Query where it is only the key's first part.
 */
function readTable(
  store: DynamoStoreBinding,
  collection: CollectionBinding,
  dataMap: DataMap,
  countedBy: readonly string[],
): PolicyStatement[] {
  const { indexes = {}, keyOnlyIndexes = [], primaryKey } = collection;
  const table = tableArn(store, collection);
  const entrances = entrancesOf(collection, dataMap).map(({ field }) => field);
  const asked = [...new Set([...entrances, ...countedBy].map((field) => indexes[field]))];
  const ofIndexes = asked.flatMap((index) => (index === undefined ? [] : [`${table}/index/${index}`]));
  const byTableKey = asked.includes(undefined);
  const onTable = [
    ...(byTableKey && primaryKey.length > 1 ? ['dynamodb:Query'] : []),
    ...((byTableKey && primaryKey.length === 1) || asked.some((index) => index && keyOnlyIndexes.includes(index))
      ? ['dynamodb:BatchGetItem']
      : []),
  ];
  return [
    ...(ofIndexes.length > 0 ? [allowing(['dynamodb:Query'], ofIndexes)] : []),
    ...(onTable.length > 0 ? [allowing(onTable, [table])] : []),
  ];
}

/** The fields by which accounts of a company are counted. */
function countedBy({ id }: CollectionBinding, rights: readonly RightRule[]): string[] {
  return rights.flatMap(({ company }) => (company?.accounts === id ? [company.number] : []));
}

function tableArn(store: DynamoStoreBinding, { location }: CollectionBinding): string {
  const region = store.region ?? Aws.REGION;
  return `arn:${Aws.PARTITION}:dynamodb:${region}:${Aws.ACCOUNT_ID}:table/${store.tables?.[location] ?? location}`;
}

function allowing(actions: string[], resources: string[]): PolicyStatement {
  return new PolicyStatement({ actions, resources });
}

function allowingIfAny(actions: string[], resources: string[]): PolicyStatement[] {
  return resources.length > 0 ? [allowing(actions, resources)] : [];
}

function readObjects(
  store: StoreBinding & { kind: 's3' },
  collections: readonly CollectionBinding[],
): PolicyStatement[] {
  const bucket = `arn:${Aws.PARTITION}:s3:::${store.bucket}`;
  const prefixes = prefixesOf(collections);
  return [
    new PolicyStatement({ actions: ['s3:GetObject'], resources: prefixes.map((prefix) => `${bucket}/${prefix}*`) }),
    new PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [bucket],
      conditions: { StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } },
    }),
  ];
}

/** What is only in older versions of objects is found there. */
function readVersions(store: StoreBinding & { kind: 's3' }, dataMap: DataMap): PolicyStatement[] {
  const prefixes = prefixesOf(dataMap.collections.filter((collection) => collection.store === store.id));
  const bucket = `arn:${Aws.PARTITION}:s3:::${store.bucket}`;
  return [
    allowing(
      ['s3:GetObjectVersion'],
      prefixes.map((prefix) => `${bucket}/${prefix}*`),
    ),
    new PolicyStatement({
      actions: ['s3:ListBucketVersions'],
      resources: [bucket],
      conditions: { StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } },
    }),
  ];
}

/** Deleting objects with their older versions, and rewriting those that hold lines. */
function changeObjects(
  store: StoreBinding & { kind: 's3' },
  collections: readonly CollectionBinding[],
): PolicyStatement[] {
  const below = (some: readonly CollectionBinding[]) =>
    prefixesOf(some).map((prefix) => `arn:${Aws.PARTITION}:s3:::${store.bucket}/${prefix}*`);
  return [
    ...allowingIfAny(['s3:DeleteObject', 's3:DeleteObjectVersion'], below(collections)),
    ...allowingIfAny(
      // An object keeps its tags when it is rewritten.
      ['s3:PutObject', 's3:AbortMultipartUpload', 's3:GetObjectTagging', 's3:PutObjectTagging'],
      below(collections.filter(({ format }) => format !== 'object')),
    ),
  ];
}

/** A prefix may hold {day} or {field}; what comes before the brace is the same for all objects. */
function prefixesOf(collections: readonly CollectionBinding[]): string[] {
  return [...new Set(collections.map(({ location }) => location.replace(/\{.*$/, '')))];
}

const secretPrefix = 'secretsmanager:';

/** Reading the secret that a setting names, if it names one: `secretsmanager:` and its ARN or name. */
export function mayReadSecret(setting: string): PolicyStatement[] {
  if (!setting.startsWith(secretPrefix)) return [];
  const secret = setting.slice(secretPrefix.length);
  const arn = secret.startsWith('arn:')
    ? secret
    : // Secrets Manager ends each ARN with a hyphen and six characters of its own.
      `arn:${Aws.PARTITION}:secretsmanager:${Aws.REGION}:${Aws.ACCOUNT_ID}:secret:${secret}-??????`;
  return [new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [arn] })];
}
