import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeDrawer, dynamoCodeStore, type KeyedHash, kmsKeyedHash } from '../../../functions/identity/index.ts';
import { dynamoRequestStore, type RequestStore } from '../../../functions/requests/index.ts';
import type { LambdaFunction } from '../../../functions/shared/handler.ts';
import { type KeyService, startKeyService } from '../../../local/key-service/index.ts';
import { writeOrganisation } from '../../../policy/compiler/index.ts';
import { encode, filledIn, formId } from '../../support/a-portal.ts';
import { type RequestsTables, startRequestsTables } from '../../support/requests-table.ts';

interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body: string;
}

const keyId = 'b3b2a6a0-0000-4000-8000-000000000001';
const folder = mkdtempSync(join(tmpdir(), 'identity-'));
const before = { ...process.env };
let tables: RequestsTables;
let keyService: KeyService;
let kms: KMSClient;
let table: string;
let requests: RequestStore;
let portal: LambdaFunction<unknown>;
let verifyIdentity: LambdaFunction<unknown>;

beforeAll(async () => {
  tables = await startRequestsTables();
  table = await tables.make();
  keyService = await startKeyService({
    host: '127.0.0.1',
    port: 0,
    dataDir: folder,
    now: () => Date.UTC(2026, 2, 1),
    keys: [{ keyId, aliases: [], spec: 'HMAC_256' }],
  });
  const organisation = join(folder, 'organisation.json');
  expect(writeOrganisation('policy/ferronex', organisation).ok).toBe(true);
  const dynamo = await tables.client.config.endpoint?.();
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: `http://${dynamo?.hostname}:${dynamo?.port}`,
    AWS_ENDPOINT_URL_KMS: keyService.url,
    ORGANISATION_FILE: organisation,
    REQUESTS_TABLE: table,
    IDENTIFIER_KEY_ID: keyId,
    PUBLIC_URL: 'https://privacy.example',
    STORE: JSON.stringify({ id: 'members', kind: 'dynamodb', tables: { members: 'physical-members' } }),
    LOG_LEVEL: 'error',
  });
  kms = new KMSClient({});
  requests = dynamoRequestStore(tables.client, table);
  // The account directory as the policy describes it: found by an index over the address.
  await tables.client.send(
    new CreateTableCommand({
      TableName: 'physical-members',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'member_id', AttributeType: 'S' },
        { AttributeName: 'email', AttributeType: 'S' },
      ],
      KeySchema: [{ AttributeName: 'member_id', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-email',
          KeySchema: [{ AttributeName: 'email', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    }),
  );
  const Item = { member_id: 'm-1', email: 'mei.chen@example.org' };
  await tables.client.send(new PutCommand({ TableName: 'physical-members', Item }));
  ({ handler: portal } = await import('../../../functions/portal/portal.handler.ts'));
  ({ handler: verifyIdentity } = await import('../../../functions/identity/verify-identity.handler.ts'));
});

afterAll(async () => {
  kms.destroy();
  await keyService.close();
  await tables.close();
  process.env = before;
  rmSync(folder, { recursive: true, force: true });
});

/** A form as API Gateway's HTTP API hands it over, payload format 2.0. */
async function post(path: string, fields: Parameters<typeof encode>[0], cookie?: string): Promise<Answer> {
  const event = {
    version: '2.0',
    routeKey: 'ANY /{proxy+}',
    rawPath: path,
    rawQueryString: '',
    headers: {
      host: 'api.example',
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      'x-forwarded-for': '203.0.113.9, 130.176.0.1',
    },
    ...(cookie === undefined ? {} : { cookies: [cookie] }),
    requestContext: { domainName: 'api.example', http: { method: 'POST', path, sourceIp: '130.176.0.1' } },
    body: Buffer.from(encode(fields)).toString('base64'),
    isBase64Encoded: true,
  };
  return (await portal(event, { awsRequestId: 'aws-1' })) as Answer;
}

const cookieOf = (answer: Answer): string => answer.cookies?.[0]?.split(';')[0] ?? '';

async function confirmed(email: string, relation: string, form: string): Promise<string> {
  const sent = await post('/en/request/send', { ...filledIn, email, relation, form_id: form });
  expect(sent).toMatchObject({ statusCode: 303, headers: { location: '/en/code' } });
  const keyedHash: KeyedHash = kmsKeyedHash(kms, keyId);
  const [id = ''] = await requests.ofSubject(await keyedHash.of('email', email));
  const now = () => new Date().toISOString();
  const draw = codeDrawer({ codes: dynamoCodeStore(tables.client, table), keyedHash, now, randomBytes });
  const code = (await draw(id, 'confirm')).reveal();
  const answer = await post('/en/code', { code }, cookieOf(sent));
  expect(answer).toMatchObject({ statusCode: 303, headers: { location: '/en/received' } });
  return id;
}

describe('the portal and identity functions, as they are wired', () => {
  it('take a request from form to confirmed, and accept an address on record', async () => {
    const id = await confirmed('mei.chen@example.org', 'member', formId);
    expect((await requests.load(id))?.status).toBe('verifying_identity');
    expect(await verifyIdentity({ requestId: id })).toEqual({ outcome: 'accepted' });
    expect((await requests.load(id))?.identity).toEqual({ method: 'code_to_address', account: 'on_record' });
  });

  it('ask staff about an address that is not on record', async () => {
    const id = await confirmed('stranger@example.org', 'member', formId.replace('A', 'B'));
    expect(await verifyIdentity({ requestId: id })).toEqual({ outcome: 'staff_needed' });
  });

  it('refuse an event of another shape', async () => {
    await expect(verifyIdentity({ requestId: '' })).rejects.toMatchObject({ name: 'EventInvalid' });
    await expect(portal({})).rejects.toMatchObject({ name: 'EventInvalid' });
  });
});

describe('a keyed hash of KMS', () => {
  it('is the same for the same value and purpose, and only then', async () => {
    const keyedHash = kmsKeyedHash(kms, keyId);
    const hash = await keyedHash.of('email', 'mei@example.org');
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await keyedHash.of('email', 'mei@example.org')).toBe(hash);
    expect(await keyedHash.of('email', 'max@example.org')).not.toBe(hash);
    expect(await keyedHash.of('code', 'mei@example.org')).not.toBe(hash);
  });
});
