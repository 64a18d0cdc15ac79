import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, paginateQuery, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { deskItem, keys } from '../requests/index.ts';
import { accepted, refused } from '../shared/result.ts';
import { Sensitive } from '../shared/sensitive.ts';
import type { HoldState, RecordedHoldEvent } from './hold.ts';
import type { HoldStore } from './hold-store.ts';

/** Holds in the requests table. Keys: `functions/requests/keys.ts`. */
export function dynamoHoldStore(client: DynamoDBDocumentClient, table: string): HoldStore {
  const get = async (key: keys.ItemKey): Promise<Record<string, unknown> | undefined> => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
    return Item;
  };

  const query = async (pk: string, prefix: string): Promise<Record<string, unknown>[]> => {
    const items: Record<string, unknown>[] = [];
    const pages = paginateQuery(
      { client },
      {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of pages) items.push(...Items);
    return items;
  };

  const putNew = (item: Record<string, unknown>) => ({
    Put: { TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' },
  });

  return {
    async register() {
      const counter = await get(keys.holdsVersionKey);
      const holds = (await query(keys.holdsPk, keys.matterPrefix)).map((item) => item.state as HoldState);
      return {
        version: Number(counter?.version ?? 0),
        holds: holds.sort((a, b) => compare(a.placedAt, b.placedAt) || compare(a.matter, b.matter)),
      };
    },

    async load(matter) {
      const item = await get(keys.holdKey(matter));
      return item ? (item.state as HoldState) : undefined;
    },

    async history(matter) {
      return (await query(keys.holdPk(matter), keys.eventPrefix)).map((item) => item.recorded as RecordedHoldEvent);
    },

    async append({ before, after, events, sealed, mails }) {
      const state = { ...keys.holdKey(after.matter), version: after.version, state: after };
      const statePut = before
        ? {
            Put: {
              TableName: table,
              Item: state,
              ConditionExpression: '#version = :version',
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':version': before.version },
            },
          }
        : putNew(state);
      try {
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              statePut,
              ...events.map((recorded) => putNew({ ...keys.holdEventKey(after.matter, recorded.sequence), recorded })),
              ...mails.map((mail) => putNew(deskItem(mail, events.at(-1)?.at ?? after.placedAt))),
              ...sealed.map(({ name, value }) => ({
                Put: { TableName: table, Item: { ...keys.holdSealedKey(after.matter, name), value: value.reveal() } },
              })),
              {
                Update: {
                  TableName: table,
                  Key: keys.holdsVersionKey,
                  UpdateExpression: 'ADD #version :one',
                  ExpressionAttributeNames: { '#version': 'version' },
                  ExpressionAttributeValues: { ':one': 1 },
                },
              },
            ],
          }),
        );
        return accepted(undefined);
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const lost = (error.CancellationReasons ?? []).some(
          ({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict',
        );
        if (lost) return refused({ code: 'conflict' });
        throw error;
      }
    },

    async readSealed(name) {
      const prefix = keys.holdSealedPrefix(name);
      const items = await query(keys.holdsPk, prefix);
      return new Map(items.map((item) => [String(item.sk).slice(prefix.length), new Sensitive(item.value)]));
    },
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
