import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { accepted, type Result, refused } from '../shared/result.ts';
import { Sensitive } from '../shared/sensitive.ts';
import { type Counts, countsOf } from './counts.ts';
import { nextDue } from './due-work.ts';
import { holdsUnchanged } from './holds-unchanged.dynamo.ts';
import {
  countsKey,
  dueKeys,
  eventKey,
  eventPrefix,
  formKey,
  queuePk,
  referenceKey,
  requestPk,
  sealedKey,
  stateKey,
  subjectPk,
} from './keys.ts';
import { pendingItem } from './outbox.ts';
import { queueOf } from './queue.ts';
import type { RecordedEvent } from './request-events.ts';
import type { RequestState } from './request-state.ts';
import type { AppendRefusal, QueuePage, RequestStore, StoredChange } from './request-store.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The requests table. Keys: `keys.ts`. */
export function dynamoRequestStore(client: DynamoDBDocumentClient, table: string): RequestStore {
  const putNew = (item: Record<string, unknown>): TransactItem => ({
    Put: { TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' },
  });

  const statePut = ({ before, after }: StoredChange): TransactItem => {
    const item = stateItem(after);
    if (!before) return putNew(item);
    return {
      Put: {
        TableName: table,
        Item: item,
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': before.version },
      },
    };
  };

  const countsUpdate = ({ day, add }: Counts, requestId: string): TransactItem => {
    const names = Object.keys(add);
    return {
      Update: {
        TableName: table,
        Key: countsKey(day, requestId),
        UpdateExpression: `ADD ${names.map((_, index) => `#n${index} :n${index}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#n${index}`, name])),
        ExpressionAttributeValues: Object.fromEntries(names.map((name, index) => [`:n${index}`, add[name]])),
      },
    };
  };

  const get = async (key: { pk: string; sk: string }): Promise<Record<string, unknown> | undefined> => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
    return Item;
  };

  return {
    async load(id) {
      const item = await get(stateKey(id));
      return item ? (item.state as RequestState) : undefined;
    },

    async history(id) {
      const events: RecordedEvent[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
            ExpressionAttributeValues: { ':pk': requestPk(id), ':prefix': eventPrefix },
            ConsistentRead: true,
            ...(start ? { ExclusiveStartKey: start } : {}),
          }),
        );
        for (const item of page.Items ?? []) events.push(item.recorded as RecordedEvent);
        start = page.LastEvaluatedKey;
      } while (start);
      return events;
    },

    async append(change): Promise<Result<void, AppendRefusal>> {
      const { after, events, effects, sealed, formHash, holdsVersion } = change;
      const items: TransactItem[] = [
        statePut(change),
        ...events.map((recorded) => putNew({ ...eventKey(after.id, recorded.sequence), recorded })),
        ...effects.map((effect) => putNew(pendingItem(effect, after.id, after.changedAt))),
        ...sealed.map(({ name, value }) => ({
          Put: { TableName: table, Item: { ...sealedKey(after.id, name), value: value.reveal() } },
        })),
      ];
      const counts = countsOf(change.before, after);
      if (counts) items.push(countsUpdate(counts, after.id));
      if (!change.before) items.push(putNew({ ...referenceKey(after.reference), requestId: after.id }));
      const formAt = items.length;
      if (formHash !== undefined) {
        items.push({
          Put: {
            TableName: table,
            Item: { ...formKey(formHash), requestId: after.id, expiresAt: daysAfter(after.receivedAt, 30) },
            ConditionExpression: 'attribute_not_exists(pk)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        });
      }
      const holdsAt = items.length;
      if (holdsVersion !== undefined) items.push(holdsUnchanged(table, holdsVersion));
      try {
        await client.send(new TransactWriteCommand({ TransactItems: items }));
        return accepted(undefined);
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const reasons = error.CancellationReasons ?? [];
        const form = formHash === undefined ? undefined : reasons[formAt];
        if (form?.Code === 'ConditionalCheckFailed') {
          const requestId = form.Item?.requestId?.S;
          if (requestId !== undefined) return refused({ code: 'form_replayed', requestId });
        }
        if (holdsVersion !== undefined && reasons[holdsAt]?.Code === 'ConditionalCheckFailed')
          return refused({ code: 'holds_changed' });
        const lost = reasons.some(({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict');
        if (lost) return refused({ code: 'conflict' });
        throw error;
      }
    },

    async readSealed(id, name) {
      const item = await get(sealedKey(id, name));
      return item && 'value' in item ? new Sensitive(item.value) : undefined;
    },

    async idOfReference(reference) {
      const item = await get(referenceKey(reference));
      return item ? String(item.requestId) : undefined;
    },

    async queue(name, { limit, cursor }): Promise<QueuePage> {
      const page = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'queue',
          KeyConditionExpression: 'queuePk = :queue',
          ExpressionAttributeValues: { ':queue': queuePk(name) },
          Limit: limit,
          ...(cursor ? { ExclusiveStartKey: decodeCursor(cursor) } : {}),
        }),
      );
      return {
        requests: (page.Items ?? []).map((item) => item.state as RequestState),
        ...(page.LastEvaluatedKey ? { cursor: encodeCursor(page.LastEvaluatedKey) } : {}),
      };
    },

    async ofSubject(subjectKey) {
      const page = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'subject',
          KeyConditionExpression: 'subjectPk = :subject',
          ExpressionAttributeValues: { ':subject': subjectPk(subjectKey) },
        }),
      );
      return (page.Items ?? []).map((item) => String(item.pk).slice('REQ#'.length));
    },
  };
}

function stateItem(state: RequestState): Record<string, unknown> {
  const key = stateKey(state.id);
  const due = nextDue(state);
  return {
    ...key,
    version: state.version,
    state,
    ...(state.recordErasedAt ? {} : listKeys(state)),
    ...(due ? dueKeys(due, key) : {}),
  };
}

/** Where lists find a request. */
function listKeys(state: RequestState): Record<string, string> {
  return {
    queuePk: queuePk(queueOf(state)),
    queueSk: `${state.replyBy}#${state.id}`,
    subjectPk: subjectPk(state.subjectKey),
    subjectSk: state.receivedAt,
  };
}

/** DynamoDB's time-to-live counts epoch seconds. */
function daysAfter(instant: string, days: number): number {
  return Math.floor(Date.parse(instant) / 1000) + days * 86_400;
}

function encodeCursor(key: Record<string, unknown>): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

const queueCursor = () => z.object({ pk: z.string(), sk: z.string(), queuePk: z.string(), queueSk: z.string() });

/** Cursors come back from browsers: anything but the keys of this index is refused. */
function decodeCursor(cursor: string): Record<string, string> {
  try {
    return queueCursor().parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new BadCursor('not a cursor of this queue', { cause });
  }
}

/** A page cursor that this store never gave out. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
}
