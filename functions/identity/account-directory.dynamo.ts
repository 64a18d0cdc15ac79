import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { DataMap, DynamoStoreBinding } from '../shared/organisation.ts';
import type { AccountDirectory } from './account-directory.ts';

/**
 * The collection that the data map names as account directory, on DynamoDB.
 *
 * @param binding the store with the physical table names of this deployment
 * @throws Error named `AccountDirectoryUnusable` when the data map's directory is not a collection of that store, or its
 *   identity is neither the partition key nor indexed
 */
export function dynamoAccountDirectory(
  client: DynamoDBDocumentClient,
  dataMap: DataMap,
  binding: DynamoStoreBinding,
): AccountDirectory {
  const { collection: id, identity } = dataMap.accountDirectory;
  const collection = dataMap.collections.find((candidate) => candidate.id === id);
  const field = collection?.fields.find((candidate) => candidate.identity === identity)?.name;
  if (!collection || field === undefined) throw new AccountDirectoryUnusable(`${id} has no field for ${identity}`);
  if (collection.store !== binding.id) throw new AccountDirectoryUnusable(`${id} is not kept in store ${binding.id}`);
  const index = collection.indexes?.[field];
  if (index === undefined && collection.primaryKey[0] !== field) {
    throw new AccountDirectoryUnusable(`${id}: no index by ${field}`);
  }
  const table = binding.tables?.[collection.location] ?? collection.location;

  return {
    async hasAccount(email) {
      const { Count = 0 } = await client.send(
        new QueryCommand({
          TableName: table,
          ...(index === undefined ? {} : { IndexName: index }),
          KeyConditionExpression: '#identity = :identity',
          ExpressionAttributeNames: { '#identity': field },
          ExpressionAttributeValues: { ':identity': email.reveal() },
          Select: 'COUNT',
          Limit: 1,
        }),
      );
      return Count > 0;
    },
  };
}

/** The policy and the deployment don't fit together; retrying does not help. */
export class AccountDirectoryUnusable extends Error {
  override readonly name = 'AccountDirectoryUnusable';
}
