import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { ErasureReceipt } from '../../functions/fulfilment/erasure-claims.ts';
import {
  keys,
  type MailItem,
  type RecordedEvent,
  type RequestState,
  type WorkItem,
} from '../../functions/requests/index.ts';
import type { EmbeddedCloud } from '../../local/embedded-cloud.ts';

export const localCredentials = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const;

export interface StoredItem {
  readonly pk: string;
  readonly sk: string;
  readonly [attribute: string]: unknown;
}

/** Everything kept of one request. */
export interface StoredRequest {
  readonly state: RequestState;
  readonly history: readonly RecordedEvent[];
  readonly mails: readonly MailItem[];
  readonly work: readonly WorkItem[];
  /** Of what was changed in stores. */
  readonly receipts: readonly ErasureReceipt[];
}

/** The requests table of an embedded cloud, read past the product. */
export interface StoredItems {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  all(): Promise<StoredItem[]>;
  request(id: string): Promise<StoredRequest>;
  close(): void;
}

export function storedItems({ endpoints, resources }: Pick<EmbeddedCloud, 'endpoints' | 'resources'>): StoredItems {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ ...localCredentials, endpoint: endpoints.dynamodb }));
  const table = resources['PrivacyRequestsData/Requests'];
  if (table === undefined) throw new Error('the templates have no PrivacyRequestsData/Requests');

  return {
    client,
    table,
    async all() {
      const items: StoredItem[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new ScanCommand({ TableName: table, ConsistentRead: true, ...(start ? { ExclusiveStartKey: start } : {}) }),
        );
        items.push(...((page.Items ?? []) as StoredItem[]));
        start = page.LastEvaluatedKey;
      } while (start);
      return items;
    },
    async request(id) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': keys.requestPk(id) },
          ConsistentRead: true,
        }),
      );
      const of = <Item>(prefix: string): Item[] => Items.filter(({ sk }) => String(sk).startsWith(prefix)) as Item[];
      const [stored] = of<{ state: RequestState }>('STATE');
      if (!stored) throw new Error(`no request ${id} in the table`);
      return {
        state: stored.state,
        history: of<{ recorded: RecordedEvent }>(keys.eventPrefix).map(({ recorded }) => recorded),
        mails: of<MailItem>(keys.mailPrefix),
        work: of<WorkItem>(keys.workPrefix),
        receipts: of<ErasureReceipt>('ERASURE#'),
      };
    },
    close: () => client.destroy(),
  };
}
