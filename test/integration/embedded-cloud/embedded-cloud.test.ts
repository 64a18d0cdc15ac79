import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type EmbeddedCloud, startEmbeddedCloud } from '../../../local/embedded-cloud.ts';
import { synthesiseFixture } from './fixture/app.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const region = 'eu-central-1';

let cloud: EmbeddedCloud;
let dataDir: string;
let folder: string;
let outside: Server;
/** Events that the `record` function was given. */
const recorded: {
  Records?: { dynamodb: { Keys: { sk: { S: string } } } }[];
  source?: string;
  [field: string]: unknown;
}[] = [];
/** Lets the answer to a slow event go. */
const slow = Promise.withResolvers<void>();
let tokenFor: (claims: Record<string, unknown>) => Promise<string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'embedded-cloud-'));
  dataDir = join(folder, 'data');
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  outside = createServer(async (request, response) => {
    const address = `http://localhost:${(outside.address() as AddressInfo).port}`;
    if (request.method === 'POST') {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const event = JSON.parse(Buffer.concat(chunks).toString());
      recorded.push(event);
      if (event.slow) await slow.promise;
      response.end();
    } else if (request.url === '/jwks') response.end(JSON.stringify({ keys: [jwk] }));
    else response.end(JSON.stringify({ issuer: address, jwks_uri: `${address}/jwks` }));
  });
  await new Promise<void>((resolve) => outside.listen(0, 'localhost', resolve));
  const address = `http://localhost:${(outside.address() as AddressInfo).port}`;
  tokenFor = (claims) =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(address)
      .setExpirationTime(String(claims.expires ?? '1h'))
      .sign(privateKey);
  synthesiseFixture({ outdir: join(folder, 'cdk.out'), sink: address, issuer: address });
  cloud = await start();
});

afterAll(async () => {
  await cloud?.close();
  outside?.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(): Promise<EmbeddedCloud> {
  return startEmbeddedCloud({ dataDir, assembly: join(folder, 'cdk.out'), log: () => undefined });
}

async function get(path: string, init?: RequestInit) {
  const response = await fetch(cloud.url + path, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) };
}

describe('HTTP', () => {
  it('is healthy once everything is up', async () => {
    expect((await get('/health')).json()).toEqual({ ok: true });
  });

  it('gives functions events in payload format 2.0 and passes cookies on', async () => {
    const response = await get('/requests/new?step=1&step=2', {
      headers: { cookie: 'session=abc; other=d', 'x-custom': 'kept' },
    });
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/']);
    expect(response.json()).toMatchObject({
      version: '2.0',
      routeKey: 'GET /{proxy+}',
      rawPath: '/requests/new',
      rawQueryString: 'step=1&step=2',
      cookies: ['session=abc', 'other=d'],
      queryStringParameters: { step: '1,2' },
      pathParameters: { proxy: 'requests/new' },
      headers: { 'x-custom': 'kept', host: expect.stringMatching(/execute-api/), 'x-forwarded-proto': 'https' },
      requestContext: { http: { method: 'GET', path: '/requests/new' }, stage: '$default' },
      isBase64Encoded: false,
    });
    expect(response.json().headers).not.toHaveProperty('cookie');
  });

  it('carries forms and binary bodies as base64', async () => {
    const form = await get('/form', { method: 'POST', body: new URLSearchParams({ name: '李雷 🎉' }) });
    expect(form.json().isBase64Encoded).toBe(true);
    expect(Buffer.from(form.json().body, 'base64').toString()).toBe('name=%E6%9D%8E%E9%9B%B7+%F0%9F%8E%89');
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const response = await fetch(`${cloud.url}/binary`, { method: 'POST', body: bytes });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  it('refuses what no route takes, what is too large, and what fails', async () => {
    expect((await get('/anything', { method: 'PUT' })).status).toBe(404);
    const large = await get('/form', { method: 'POST', body: Buffer.alloc(11 * 1024 * 1024) });
    expect([large.status, large.text]).toEqual([413, '{"message":"Request Entity Too Large"}']);
    const fault = await get('/fault');
    expect([fault.status, fault.text]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect((await get('/sleep')).status).toBe(500);
  });

  it('lets only valid tokens pass to staff routes', async () => {
    const call = (token?: string) =>
      get('/api/staff/queue', token ? { headers: { authorization: `Bearer ${token}` } } : {});
    const none = await call();
    expect([none.status, none.text]).toEqual([401, '{"message":"Unauthorized"}']);
    expect((await call('not.a.token')).status).toBe(401);
    expect((await call(await tokenFor({ aud: 'another' }))).status).toBe(401);
    expect((await call(await tokenFor({ aud: 'console', expires: '-1m' }))).status).toBe(401);
    const passed = await call(
      await tokenFor({ client_id: 'console', 'cognito:groups': ['agent', 'legal'], auth_time: 7 }),
    );
    expect(passed.json().requestContext.authorizer.jwt).toMatchObject({
      claims: { client_id: 'console', 'cognito:groups': '[agent legal]', auth_time: '7' },
      scopes: null,
    });
  });

  it('serves files from the bucket, rewritten by the viewer function, with the policy of headers', async () => {
    const page = await get('/staff/requests/42');
    expect(page.status).toBe(200);
    expect(page.text).toContain('the one page');
    expect(page.headers.get('content-type')).toBe('text/html');
    expect(page.headers.get('x-fixture')).toBe('yes');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await get('/staff/site.css')).headers.get('content-type')).toBe('text/css');
    expect((await get('/staff/missing.js')).status).toBe(403);
    expect((await get('/staff/site.css', { method: 'POST' })).status).toBe(403);
    const tag = (await get('/staff/site.css')).headers.get('etag') ?? '';
    expect((await get('/staff/site.css', { headers: { 'if-none-match': tag } })).status).toBe(304);
  });
});

describe('functions', () => {
  it('see their own environment and nothing of the host', async () => {
    const { payload } = (await cloud.functions.environment?.({})) ?? {};
    expect(payload).toMatchObject({
      ACT: 'environment',
      TABLE: cloud.resources['Data/Table'],
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: cloud.endpoints.dynamodb,
      TZ: 'UTC',
    });
    expect(payload).not.toHaveProperty('PATH');
    expect(payload).not.toHaveProperty('HOME');
  });

  it('fail as on Lambda: thrown errors, exits, timeouts', async () => {
    expect(await cloud.functions.fault?.({})).toMatchObject({
      functionError: 'Unhandled',
      payload: { errorType: 'TypeError', errorMessage: 'on purpose', trace: expect.any(Array) },
    });
    expect(await cloud.functions.exit?.({})).toMatchObject({
      functionError: 'Unhandled',
      payload: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('exit status 3') },
    });
    expect(await cloud.functions.sleep?.({})).toMatchObject({
      functionError: 'Unhandled',
      payload: { errorType: 'Sandbox.Timedout', errorMessage: expect.stringContaining('timed out after 1.00 seconds') },
    });
    expect((await cloud.functions.fault?.({}))?.functionError).toBe('Unhandled');
  });

  it('run side by side', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => get(`/many?number=${index}`)));
    expect(answers.map((answer) => answer.json().queryStringParameters.number)).toEqual(
      answers.map((_, index) => String(index)),
    );
  });
});

describe('events', () => {
  const table = () => new DynamoDBClient({ region, credentials, endpoint: cloud.endpoints.dynamodb });
  const put = (sk: string) =>
    table().send(
      new PutItemCommand({ TableName: cloud.resources['Data/Table'], Item: { pk: { S: 'REQ#1' }, sk: { S: sk } } }),
    );
  const keysSeen = () => recorded.flatMap((event) => event.Records ?? []).map((record) => record.dynamodb.Keys.sk.S);

  it('carries matching stream records to the function, and those that fail for good to the queue', async () => {
    await put('STATE');
    await put('OUTBOX#poison');
    for (const name of ['a', 'b', 'c']) await put(`OUTBOX#${name}`);
    await vi.waitFor(() => {
      expect(keysSeen()).toEqual(expect.arrayContaining(['OUTBOX#a', 'OUTBOX#b', 'OUTBOX#c']));
      expect(cloud.deadLetters()).toHaveLength(1);
    }, 20_000);
    expect(keysSeen()).not.toContain('STATE');
    expect(JSON.parse(cloud.deadLetters()[0]?.body ?? '')).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
      DDBStreamBatchInfo: { batchSize: 1 },
    });
  });

  it('hands mail events to the rule that matches', async () => {
    const ses = new SESv2Client({ region, credentials, endpoint: cloud.endpoints.mailbox });
    const send = ses.send(
      new SendEmailCommand({
        FromEmailAddress: 'privacy@example.com',
        Destination: { ToAddresses: ['member@example.com'] },
        ConfigurationSetName: 'none',
        Content: { Simple: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'Hello' } } } },
      }),
    );
    // The fixture has no sender: SES refuses, as it would.
    await expect(send).rejects.toThrow();
  });

  it('runs schedules by the demo clock, and shows functions its time', async () => {
    const before = cloud.now();
    const runs = () => recorded.filter((event) => event.Records === undefined && event.source === undefined).length;
    const already = runs();
    const response = await get('/api/demo/clock', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"advance":"2d"}',
    });
    expect(response.status).toBe(200);
    expect(cloud.now() - before).toBeGreaterThanOrEqual(2 * 86_400_000);
    expect(runs()).toBe(already + 2);
    const { payload } = (await cloud.functions.clock?.({})) ?? {};
    expect(payload).toMatchObject({ made: true });
    expect((payload as { now: number }).now - before).toBeGreaterThanOrEqual(2 * 86_400_000);
    expect((await get('/api/demo/clock', { method: 'POST', body: '{"advance":"soon"}' })).status).toBe(400);
    const foreign = { method: 'POST', body: '{"advance":"1h"}', headers: { origin: 'http://elsewhere.example' } };
    expect((await get('/api/demo/clock', foreign)).status).toBe(403);
  });
});

describe('workflows, keys and restarts', () => {
  it('runs state machines that call functions', async () => {
    const sfn = new SFNClient({ region, credentials, endpoint: cloud.stepFunctionsUrl });
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: cloud.resources['Service/Machine'] }),
    );
    await vi.waitFor(async () => {
      const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      expect(execution.status).toBe('SUCCEEDED');
      expect(execution.output).toContain('workflow');
    }, 20_000);
  });

  it('lets the clock jump only when no function of a workflow runs, and stop for each retry', async () => {
    const client = new SFNClient({ region, credentials, endpoint: cloud.stepFunctionsUrl });
    const stateMachineArn = cloud.resources['Service/Patient'];
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    await vi.waitFor(() => expect(recorded.some((event) => event.slow === true)).toBe(true), 10_000);
    const before = cloud.now();
    const jump = cloud.advanceClock(2 * 86_400_000);
    slow.resolve();
    await jump;
    expect(cloud.now() - before).toBeGreaterThanOrEqual(2 * 86_400_000);
    const { status, stopDate } = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(status).toBe('SUCCEEDED');
    expect((stopDate?.getTime() ?? 0) - before).toBeLessThan(3_600_000);
    client.destroy();
  });

  it('keeps keys, tables, clock and checkpoints over a restart', async () => {
    const mac = async () => {
      const kms = new KMSClient({ region, credentials, endpoint: cloud.endpoints.keyService });
      const command = new GenerateMacCommand({
        KeyId: cloud.resources['Data/Hmac'],
        MacAlgorithm: 'HMAC_SHA_256',
        Message: Buffer.from('x'),
      });
      return Buffer.from((await kms.send(command)).Mac ?? []).toString('hex');
    };
    const before = await mac();
    const seen = recorded.length;
    const time = cloud.now();
    await cloud.close();
    cloud = await start();
    expect(await mac()).toBe(before);
    expect(cloud.now()).toBeGreaterThanOrEqual(time);
    expect(cloud.deadLetters()).toHaveLength(1);
    expect((await get('/health')).status).toBe(200);
    expect(recorded.slice(seen).flatMap((event) => event.Records ?? [])).toEqual([]);
  });

  it('refuses a data folder that another process holds', async () => {
    await expect(start()).rejects.toThrow(/is in use by another process/);
  });
});
