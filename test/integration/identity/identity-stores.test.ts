import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoCodeStore } from '../../../functions/identity/code-store.dynamo.ts';
import { dynamoLimitStore } from '../../../functions/identity/limit-store.dynamo.ts';
import { dynamoSessionStore } from '../../../functions/identity/session-store.dynamo.ts';
import { dynamoOutboxStore } from '../../../functions/requests/index.ts';
import { fakeCodeStore, fakeLimitStore, fakeSessionStore } from '../../support/fake-identity-stores.ts';
import { type RequestsTables, startRequestsTables } from '../../support/requests-table.ts';
import { codeStoreContract, limitStoreContract, sessionStoreContract } from './identity-stores.contract.ts';

let tables: RequestsTables;
beforeAll(async () => {
  tables = await startRequestsTables();
});
afterAll(() => tables.close());

codeStoreContract('in memory', async () => fakeCodeStore());
codeStoreContract('in DynamoDB', async () => dynamoCodeStore(tables.client, await tables.make()));
sessionStoreContract('in memory', async () => fakeSessionStore());
sessionStoreContract('in DynamoDB', async () => dynamoSessionStore(tables.client, await tables.make()));
limitStoreContract('in memory', async () => fakeLimitStore());
limitStoreContract('in DynamoDB', async () => dynamoLimitStore(tables.client, await tables.make()));

describe('asking for a code in DynamoDB', () => {
  const after = { validUntil: '2026-11-02T10:10:00.000Z', triesLeft: 5, asks: [], asked: 1 };
  const ask = {
    purpose: 'track',
    outboxId: 'code-20261102100000000-tracking_code',
    at: '2026-11-02T10:00:00.000Z',
  } as const;

  it('puts the mail where the mailer finds it; a decoy writes as many items and no mail', async () => {
    const table = await tables.make();
    const codes = dynamoCodeStore(tables.client, table);
    const outbox = dynamoOutboxStore(tables.client, table);
    await codes.ask({ ...ask, requestId: 'r-1', before: undefined, after, decoy: false });
    await codes.ask({ ...ask, requestId: 'decoy-1', before: undefined, after, decoy: true });
    expect(await outbox.findMail('r-1', ask.outboxId)).toMatchObject({ status: 'pending', milestone: 'tracking_code' });
    expect(await outbox.mails('decoy-1')).toEqual([]);
    const itemsOf = async (id: string) =>
      (
        await tables.client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': `REQ#${id}` },
          }),
        )
      ).Items ?? [];
    expect(await itemsOf('decoy-1')).toHaveLength((await itemsOf('r-1')).length);
    // Nothing of a decoy stays, and the sweep never meets it.
    for (const item of await itemsOf('decoy-1')) {
      expect(item.expiresAt).toBeGreaterThan(0);
      expect(item.duePk).toBeUndefined();
    }
  });
});
