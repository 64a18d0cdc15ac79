import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { storeRequests } from './store-patience.ts';

/**
 * A client for reading much, which waits for its store only so long. Without the SDK's log middleware: it prepares a copy of every answer for a log, also when
 * there is none, which is a tenth of the work of reading.
 */
export function storeClient(config: DynamoDBClientConfig): DynamoDBClient {
  const client = new DynamoDBClient({ requestHandler: storeRequests, ...config });
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}
