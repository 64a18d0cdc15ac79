import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s3Findings } from '../../../functions/discovery/index.ts';
import {
  commandHandler,
  dynamoRequestStore,
  type RequestStore,
  requestSubmitter,
} from '../../../functions/requests/index.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { writeOrganisation } from '../../../policy/compiler/index.ts';
import { aDataSubject, anAsk, theWorkflow } from '../../support/a-request.ts';
import { type SamplePlatform, startSamplePlatform } from './sample-platform.ts';

type Handler = (event: unknown, context?: { getRemainingTimeInMillis(): number }) => Promise<unknown>;

describe('the functions that gather, told what they need by their environment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gather-handlers-'));
  const before = { ...process.env };
  let platform: SamplePlatform;
  let requests: RequestStore;
  let plan: Handler;
  let gatherers: Readonly<Record<string, Handler>>;

  beforeAll(async () => {
    platform = await startSamplePlatform();
    const table = await platform.makeRequestsTable();
    requests = dynamoRequestStore(platform.dynamodb, table);
    expect(writeOrganisation('policy/ferronex', join(folder, 'organisation.json')).ok).toBe(true);
    Object.assign(process.env, {
      ORGANISATION_FILE: 'organisation.json',
      LAMBDA_TASK_ROOT: folder,
      REQUESTS_TABLE: table,
      EXPORTS_BUCKET: 'exports',
      GATHERERS: JSON.stringify({ members: 'gather-members', trade: 'gather-trade', archive: 'gather-archive' }),
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: platform.endpoints.dynamodb,
      AWS_ENDPOINT_URL_S3: platform.endpoints.s3,
    });
    plan = (await import('../../../functions/discovery/plan-gathering.handler.ts')).handler;
    process.env.STORE = JSON.stringify({ id: 'members', kind: 'dynamodb', tables: platform.tables });
    const members = (await import('../../../functions/discovery/gather-dynamodb.handler.ts')).handler;
    const asGatherer = new URL(platform.endpoints.postgres);
    asGatherer.username = 'gatherer';
    process.env.STORE = JSON.stringify({ id: 'trade', kind: 'postgres', connection: asGatherer.href });
    const trade = (await import('../../../functions/discovery/gather-postgres.handler.ts')).handler;
    process.env.STORE = JSON.stringify({ id: 'archive', kind: 's3', bucket: 'archive' });
    const archive = (await import('../../../functions/discovery/gather-s3.handler.ts')).handler;
    gatherers = { 'gather-members': members, 'gather-trade': trade, 'gather-archive': archive };
  }, 120_000);

  afterAll(async () => {
    process.env = before;
    rmSync(folder, { recursive: true });
    await platform.close();
  });

  it('bring a confirmed request to an outcome in every collection', async () => {
    const requestId = await confirmedRequest('li.wei@hengxin-steel.example');
    await gatherAll(requestId, 300_000);
    const state = await requests.load(requestId);
    const outcomes = Object.entries(state?.collections ?? {}).map(([id, { outcome }]) => [id, outcome]);
    expect(outcomes).toHaveLength(12);
    expect(outcomes.filter(([, outcome]) => outcome !== 'found')).toEqual([]);
    expect(await plan({ requestId })).toEqual({ waves: [] });
  });

  it('could change nothing in PostgreSQL if they tried, and who erases could add nothing', async () => {
    const as = async (user: string, statement: string) => {
      const url = new URL(platform.endpoints.postgres);
      url.username = user;
      const client = new pg.Client({ connectionString: url.href });
      await client.connect();
      try {
        // Rolled back, so that all that matters is whether it may.
        await client.query('BEGIN');
        return await client.query(statement).then(
          () => 'done',
          (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
        );
      } finally {
        await client.end();
      }
    };
    const denied = '42501';
    const statements = {
      'SELECT FROM messages LIMIT 1': ['done', 'done'],
      'SELECT FROM messages FOR UPDATE': [denied, 'done'],
      "UPDATE messages SET body = ''": [denied, 'done'],
      'DELETE FROM messages': [denied, 'done'],
      "INSERT INTO messages (message_id) VALUES ('new')": [denied, denied],
      'TRUNCATE messages': [denied, denied],
      'DROP TABLE messages': [denied, denied],
    };
    for (const [statement, outcomes] of Object.entries(statements))
      expect([statement, await as('gatherer', statement), await as('eraser', statement)]).toEqual([
        statement,
        ...outcomes,
      ]);
  });

  it('come to the same end when their time is always short', async () => {
    const requestId = await confirmedRequest('anna.keller@keller-stahl.example');
    const calls = await gatherAll(requestId, 1_000);
    expect(calls).toBeGreaterThan(20);
    const findings = s3Findings({ client: platform.s3, bucket: 'exports' });
    const state = await requests.load(requestId);
    for (const { collection, count } of await findings.listFindings(requestId))
      expect(state?.collections[collection]?.count).toBe(count);
  });

  it('find nothing for who was not verified', async () => {
    const requestId = await submittedRequest('sean.murphy@murphy-metals.example');
    expect(await plan({ requestId })).toEqual({ waves: [] });
    const call = gatherers['gather-members']?.({ requestId, collection: 'members.members' });
    await expect(call).rejects.toMatchObject({ name: 'UnknownCollection' });
  });

  it('refuse an event that is not theirs', async () => {
    for (const handler of [plan, ...Object.values(gatherers)])
      await expect(handler({ requestId: '../other', collection: 'members.members' })).rejects.toMatchObject({
        name: 'EventInvalid',
      });
  });

  async function gatherAll(requestId: string, remaining: number): Promise<number> {
    const planned = (await plan({ requestId })) as { waves: { collection: string; gatherer: string }[][] };
    let calls = 0;
    for (const { collection, gatherer } of planned.waves.flat())
      for (let outcome = 'more'; outcome === 'more'; calls++) {
        const result = await gatherers[gatherer]?.(
          { requestId, collection },
          { getRemainingTimeInMillis: () => remaining },
        );
        ({ outcome } = result as { outcome: string });
      }
    return calls;
  }

  async function submittedRequest(email: string): Promise<string> {
    const submit = requestSubmitter({
      requests,
      now: () => '2026-11-02T10:00:00.000Z',
      newId: randomUUID,
      randomBytes: (size) => randomBytes(size),
    });
    const result = await submit({ ask: anAsk, subject: new Sensitive({ email }), formHash: randomUUID() });
    if (!result.ok) throw new Error(result.refusal.code);
    return result.value.id;
  }

  async function confirmedRequest(email: string): Promise<string> {
    const requestId = await submittedRequest(email);
    const handle = commandHandler({ requests, now: () => '2026-11-02T10:05:00.000Z' });
    await handle({ requestId, actor: aDataSubject, command: { type: 'confirm_email' } });
    await handle({ requestId, actor: theWorkflow, command: { type: 'match_account', account: 'on_record' } });
    return requestId;
  }
});
