import { describe, expect, it } from 'vitest';
import { clientImports, moduleOf } from '../../../bench/sdk-alone.ts';

const adapter = `
  import { randomUUID } from 'node:crypto';
  import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
  import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
  import type { S3Client } from '@aws-sdk/client-s3';
  import { z } from 'zod';
`;
const store = `
  import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
  import pg from 'pg';
`;

describe('the SDK alone', () => {
  it('is what the sources import at run time, types left out', () => {
    const imports = clientImports([adapter, store]);
    expect(Object.fromEntries([...imports].map(([module, names]) => [module, [...names]]))).toEqual({
      '@aws-sdk/client-dynamodb': ['DynamoDBClient', 'ConditionalCheckFailedException'],
      '@aws-sdk/lib-dynamodb': ['GetCommand'],
      pg: ['default'],
    });
  });

  it('becomes a module that makes each client and keeps the rest', () => {
    expect(moduleOf(clientImports([adapter]))).toBe(
      [
        "import { DynamoDBClient as DynamoDBClient_0 } from '@aws-sdk/client-dynamodb';",
        'export { DynamoDBClient_0 };',
        'export const made_DynamoDBClient_0 = new DynamoDBClient_0({});',
        "import { GetCommand as GetCommand_1 } from '@aws-sdk/lib-dynamodb';",
        'export { GetCommand_1 };',
        '',
      ].join('\n'),
    );
  });

  it('is the same whatever the order of the sources', () => {
    expect(moduleOf(clientImports([store, adapter]))).toBe(moduleOf(clientImports([adapter, store])));
  });
});
