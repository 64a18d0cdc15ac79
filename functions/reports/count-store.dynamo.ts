import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { keys } from '../requests/index.ts';
import type { CountedWeek, CountStore } from './count-store.ts';

/** Sorts behind every date and request id. */
const last = '\uFFFF';

/** The counts in the requests table. Keys: `functions/requests/keys.ts`. */
export function dynamoCountStore(client: DynamoDBDocumentClient, table: string): CountStore {
  return {
    async between(from, to) {
      const weeks = new Map<string, { month: string; week: string; counts: Record<string, number> }>();
      for (let shard = 0; shard < keys.countShards; shard++) {
        const pages = paginateQuery(
          { client },
          {
            TableName: table,
            KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
            ExpressionAttributeValues: { ':pk': keys.countsPk(shard), ':from': `${from}#`, ':to': `${to}#${last}` },
          },
        );
        for await (const { Items = [] } of pages) {
          for (const { pk: _, sk, ...counts } of Items) {
            const [month = '', week = ''] = String(sk).split('#');
            const known = weeks.get(String(sk)) ?? { month, week, counts: {} };
            for (const [name, number] of Object.entries(counts))
              known.counts[name] = (known.counts[name] ?? 0) + Number(number);
            weeks.set(String(sk), known);
          }
        }
      }
      return [...weeks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, week]): CountedWeek => week);
    },

    async openDue(from, to) {
      const pages = paginateQuery(
        { client },
        {
          TableName: table,
          IndexName: 'queue',
          Select: 'COUNT',
          KeyConditionExpression: 'queuePk = :open AND queueSk BETWEEN :from AND :to',
          ExpressionAttributeValues: {
            ':open': keys.queuePk('open'),
            ':from': `${from ?? '0000'}#`,
            ':to': `${to ?? '9999'}#${last}`,
          },
        },
      );
      let count = 0;
      for await (const page of pages) count += page.Count ?? 0;
      return count;
    },
  };
}
