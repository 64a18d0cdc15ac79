import { afterAll, beforeAll } from 'vitest';
import { dynamoErasureClaims } from '../../../functions/fulfilment/erasure-claims.dynamo.ts';
import { dynamoErasureReplays } from '../../../functions/fulfilment/erasure-replays.dynamo.ts';
import { dynamoHoldStore } from '../../../functions/holds/index.ts';
import { dynamoRequestStore } from '../../../functions/requests/index.ts';
import { type RequestsTables, startRequestsTables } from '../../support/requests-table.ts';
import { erasureClaimsContract } from './erasure-claims.contract.ts';
import { erasureReplaysContract } from './erasure-replays.contract.ts';

let tables: RequestsTables;
beforeAll(async () => {
  tables = await startRequestsTables();
});
afterAll(() => tables.close());

erasureClaimsContract(async () => {
  const table = await tables.make();
  return {
    claims: dynamoErasureClaims(tables.client, table),
    holds: dynamoHoldStore(tables.client, table),
    requests: dynamoRequestStore(tables.client, table),
  };
});

erasureReplaysContract(async () => {
  const table = await tables.make();
  return { replays: dynamoErasureReplays(tables.client, table), holds: dynamoHoldStore(tables.client, table) };
});
