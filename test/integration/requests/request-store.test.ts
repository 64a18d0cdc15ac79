import { afterAll, beforeAll } from 'vitest';
import { dynamoRequestStore } from '../../../functions/requests/index.ts';
import { fakeRequestStore } from '../../support/fake-request-store.ts';
import { type RequestsTables, startRequestsTables } from '../../support/requests-table.ts';
import { requestStoreContract } from './request-store.contract.ts';

let tables: RequestsTables;
beforeAll(async () => {
  tables = await startRequestsTables();
});
afterAll(() => tables.close());

requestStoreContract('in memory', async () => fakeRequestStore());
requestStoreContract('in DynamoDB', async () => dynamoRequestStore(tables.client, await tables.make()));
