import { text } from 'node:stream/consumers';
import type { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoConnector } from '../../../functions/discovery/connector.dynamo.ts';
import { postgresConnector } from '../../../functions/discovery/connector.postgres.ts';
import { s3Connector } from '../../../functions/discovery/connector.s3.ts';
import { s3Findings } from '../../../functions/discovery/findings.s3.ts';
import type { Finding } from '../../../functions/discovery/findings-store.ts';
import { collectionGatherer } from '../../../functions/discovery/gather-collection.ts';
import { gatheringProgress } from '../../../functions/discovery/gathering-progress.ts';
import { gatheringPlanner } from '../../../functions/discovery/plan-gathering.ts';
import type { StoreConnector } from '../../../functions/discovery/store-connector.ts';
import type { Ask } from '../../../functions/requests/index.ts';
import { accepted } from '../../../functions/shared/result.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { makeSample } from '../../../local/sample/make-sample.ts';
import { compileOrganisation } from '../../../policy/compiler/index.ts';
import { aDataSubject, anAsk, Story, theWorkflow } from '../../support/a-request.ts';
import { type SamplePlatform, startSamplePlatform } from './sample-platform.ts';

const compiled = compileOrganisation('policy/ferronex');
if (!compiled.ok) throw new Error('the policy of FerroNex does not compile');
const { dataMap } = compiled.value;
const sample = makeSample('default');

describe('gathering from the sample platform', () => {
  let platform: SamplePlatform;
  let s3: S3Client;
  let connectors: Record<string, StoreConnector>;

  beforeAll(async () => {
    platform = await startSamplePlatform();
    s3 = platform.s3;
    const { dynamodb: client, pool, tables } = platform;
    connectors = {
      members: dynamoConnector({
        client,
        binding: { id: 'members', kind: 'dynamodb', tables },
        pause: async () => undefined,
      }),
      trade: postgresConnector({ pool }),
      archive: s3Connector({ client: s3, binding: { id: 'archive', kind: 's3', bucket: 'archive' } }),
    };
  }, 120_000);

  afterAll(() => platform.close());

  it('seeds once', async () => {
    expect(await platform.seed()).toEqual({ seeded: false });
  });

  it('finds in every store what belongs to a member, as counted in the sample', async () => {
    const { found, story } = await gather('li.wei@hengxin-steel.example');
    const made = sample.members[0];
    const devices = new Set(made?.devices.map(({ device_id }) => device_id));
    const company = made?.member.company_id;
    expect(counts(found)).toEqual({
      'members.members': 1,
      'members.devices': 2,
      'members.vouchers': 3,
      'members.authentications': 2,
      'trade.companies': 1,
      'trade.orders': [...sample.orders()].filter((order) =>
        [order.buyer_company_id, order.seller_company_id].includes(company ?? ''),
      ).length,
      'trade.consumption': [...sample.consumption()].filter(({ member_id }) => member_id === 'M000001').length,
      'trade.listings': [...sample.listings()].filter(({ company_id }) => company_id === company).length,
      'trade.messages': [...sample.messages()].filter((message) =>
        [message.sender_member_id, message.recipient_member_id].includes('M000001'),
      ).length,
      'archive.access_logs': [...sample.logs()]
        .flatMap(({ lines }) => lines)
        .filter(({ device_id }) => devices.has(device_id)).length,
      'archive.uploads': 2,
      'archive.company_material': sample.companies[0]?.equipment ? 1 : 0,
    });
    expect(Object.values(story.known.collections).every(({ outcome }) => outcome !== 'waiting')).toBe(true);
  });

  it('copies the files themselves', async () => {
    const { found, requestId } = await gather('anna.keller@keller-stahl.example');
    const [upload] = found.get('archive.uploads') ?? [];
    expect(upload?.fields).toMatchObject({ member_id: 'M000003', type: 'text/plain; charset=utf-8' });
    const body = await s3Findings({ client: s3, bucket: 'exports' }).openFile(
      requestId,
      'archive.uploads',
      upload?.file ?? '',
    );
    expect(await text(body)).toBe('Product sheet uploaded by Anna Keller.\n');
  });

  it('finds what somebody without an account left, however the address was typed', async () => {
    const tom = counts((await gather('tom.byrne@visitor.example')).found);
    expect(tom).toEqual({ 'trade.messages': 1 });
    const { found } = await gather('liu.yang@visitor.example');
    expect(counts(found)).toEqual({ 'trade.messages': 1, 'trade.listings': 1 });
    expect(found.get('trade.listings')?.[0]?.fields.contact_name).toBe('刘洋');
  });

  it('finds no trace of other members', async () => {
    const { found } = await gather('sean.murphy@murphy-metals.example');
    const members = new Set(
      [...found.values()].flat().flatMap(({ fields }) => (fields.member_id ? [fields.member_id] : [])),
    );
    expect([...members]).toEqual(['M000005']);
  });

  it('keeps to a period, and still reaches what lies behind older records', async () => {
    const { found } = await gather('li.wei@hengxin-steel.example', {
      period: { from: '2026-10-01', to: '2026-10-07' },
    });
    const lines = found.get('archive.access_logs') ?? [];
    expect(lines.length).toBeGreaterThan(0);
    expect(
      lines.every(({ fields }) => String(fields.at) >= '2026-09-30T23:00' && String(fields.at) < '2026-10-07T23:00'),
    ).toBe(true);
    expect(counts(found)['members.members']).toBe(1);
  });

  async function gather(email: string, asked: Partial<Ask> = {}) {
    const requestId = `request-${email.replace(/\W/g, '-')}-${Object.keys(asked).length}`;
    const story = Story.of(
      [{ type: 'submit', ask: { ...anAsk, ...asked } }, aDataSubject],
      [{ type: 'confirm_email' }, aDataSubject],
      [{ type: 'match_account', account: 'on_record' }, theWorkflow],
    );
    const progress = gatheringProgress({
      requests: { load: async () => story.state },
      handle: async ({ command, actor }) => {
        story.give(command, actor);
        return accepted(story.known);
      },
    });
    const findings = s3Findings({ client: s3, bucket: 'exports' });
    const gatherers = Object.fromEntries(dataMap.stores.map(({ id }) => [id, id]));
    const { waves } = await gatheringPlanner({ dataMap, progress, gatherers })(requestId);
    let calls = 0;
    for (const wave of waves)
      for (const { collection, gatherer } of wave) {
        const connector = connectors[gatherer];
        if (!connector) throw new Error(gatherer);
        const identifiers = { of: async () => new Sensitive({ email: [email] }) };
        const read = collectionGatherer({
          dataMap,
          connector,
          findings,
          identifiers,
          progress,
          newId: () => `call${++calls}`,
        });
        // One page a call: everything is carried on from a checkpoint at least once.
        let result = await read({ requestId, collection, hasTime: () => calls % 2 === 0 });
        while (result.outcome === 'more')
          result = await read({ requestId, collection, hasTime: () => calls % 2 === 0 });
      }
    const found = new Map<string, Finding[]>();
    for (const { collection } of await findings.listFindings(requestId)) {
      const all: Finding[] = [];
      for await (const batch of findings.streamFindings(requestId, collection)) all.push(...batch);
      found.set(collection, all);
    }
    return { found, story, requestId };
  }
});

function counts(found: ReadonlyMap<string, readonly Finding[]>): Record<string, number> {
  return Object.fromEntries(
    [...found].filter(([, findings]) => findings.length > 0).map(([id, findings]) => [id, findings.length]),
  );
}
