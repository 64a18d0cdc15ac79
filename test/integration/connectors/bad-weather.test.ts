import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoConnector } from '../../../functions/discovery/connector.dynamo.ts';
import { postgresConnector } from '../../../functions/discovery/connector.postgres.ts';
import { s3Connector } from '../../../functions/discovery/connector.s3.ts';
import { postgresPool } from '../../../functions/discovery/postgres-pool.postgres.ts';
import { storeClient } from '../../../functions/discovery/store-client.dynamo.ts';
import { objectStoreClient } from '../../../functions/discovery/store-client.s3.ts';
import type { StoreConnector } from '../../../functions/discovery/store-connector.ts';
import { storeRequests } from '../../../functions/discovery/store-patience.ts';
import type { CollectionBinding } from '../../../functions/shared/organisation.ts';
import { httpAnswer, type StormyServer, startStormyServer } from '../../support/stormy-server.ts';

/** In place of a minute. */
const patienceMs = 400;
const settings = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  requestHandler: { ...storeRequests, requestTimeout: patienceMs },
};
const collection = {
  id: 'post.letters',
  store: 'post',
  location: 'letters',
  title: {},
  primaryKey: ['id'],
  fields: [{ name: 'id' }, { name: 'owner' }],
} satisfies CollectionBinding;

let server: StormyServer;
beforeAll(async () => {
  server = await startStormyServer();
});
afterAll(() => server.close());

async function readAll(connector: StoreConnector, binding: CollectionBinding = collection) {
  const found: unknown[] = [];
  const query = { collection: binding, criteria: [{ field: 'owner', values: ['mine'] }] };
  for await (const { records } of connector.find(query, { pageSize: 10 })) found.push(...records);
  return found;
}

const unavailable = { name: 'StoreUnavailable' };
const json = { 'content-type': 'application/x-amz-json-1.0' };
const throttled = (type: string) =>
  httpAnswer('400 Bad Request', JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}` }), json);

describe('a DynamoDB', () => {
  const binding = { id: 'post', kind: 'dynamodb' } as const;
  const letters = { ...collection, indexes: { owner: 'by-owner' } };
  const connector = () =>
    dynamoConnector({
      client: storeClient({ ...settings, endpoint: server.url }),
      binding,
      pause: async () => undefined,
    });

  it('that is silent is given up after its time, and after a bounded number of tries', async () => {
    server.weather = { kind: 'silent' };
    const before = server.asked;
    await expect(readAll(connector(), letters)).rejects.toMatchObject(unavailable);
    expect(server.asked - before).toBeLessThanOrEqual(4);
  });

  it.each(['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded'])(
    'that throttles with %s may be tried again later',
    async (type) => {
      server.weather = { kind: 'answers', answer: throttled(type) };
      const fault = await readAll(connector(), letters).catch((error: unknown) => error);
      expect(fault).toMatchObject({ ...unavailable, message: type });
    },
  );

  it('that hangs up in the middle of an answer has answered nothing', async () => {
    const half = httpAnswer('200 OK', '{"Items":[{"id":{"S":"1"},"ow', json, 500);
    server.weather = { kind: 'hangs_up', answer: half };
    await expect(readAll(connector(), letters)).rejects.toMatchObject(unavailable);
  });

  it('that answers with something else has answered nothing', async () => {
    server.weather = { kind: 'answers', answer: httpAnswer('200 OK', '<html>Maintenance</html>', json) };
    await expect(readAll(connector(), letters)).rejects.toMatchObject(unavailable);
    server.weather = { kind: 'answers', answer: httpAnswer('503 Service Unavailable', '<html></html>') };
    await expect(readAll(connector(), letters)).rejects.toMatchObject(unavailable);
  });

  it('whose clock differs is asked again with its own time', async () => {
    const date = 'Mon, 23 Nov 2026 03:00:00 GMT';
    const skewed = {
      __type: 'com.amazon.coral.service#InvalidSignatureException',
      message: 'Signature not yet current',
    };
    server.weather = {
      kind: 'answers',
      answer: httpAnswer('400 Bad Request', JSON.stringify(skewed), { ...json, date }),
    };
    const before = server.asked;
    await expect(readAll(connector(), letters)).rejects.toMatchObject(unavailable);
    expect(server.asked - before).toBeGreaterThan(1);
  });

  it('that does not know the mapped table or index, or refuses, is not asked again', async () => {
    for (const [type, reason] of [
      ['ResourceNotFoundException', 'collection_missing'],
      ['ValidationException', 'store_refused'],
      ['AccessDeniedException', 'store_refused'],
    ]) {
      server.weather = { kind: 'answers', answer: throttled(type ?? '') };
      const before = server.asked;
      await expect(readAll(connector(), letters)).rejects.toMatchObject({ name: 'StoreRefusal', reason });
      expect(server.asked - before).toBe(1);
    }
  });
});

describe('an object store', () => {
  const listed = `<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>letters/1</Key><ETag>"1"</ETag><Size>9</Size></Contents></ListBucketResult>`;
  const list = httpAnswer('200 OK', listed, { 'content-type': 'application/xml' });
  const letters = { ...collection, location: 'letters/', format: 'jsonl' } as const;
  const connector = () =>
    s3Connector({
      client: objectStoreClient({}, { ...settings, endpoint: server.url, forcePathStyle: true }),
      binding: { id: 'post', kind: 's3', bucket: 'post' },
      patienceMs,
    });
  const error = (code: string) =>
    httpAnswer('503 Slow Down', `<Error><Code>${code}</Code></Error>`, { 'content-type': 'application/xml' });

  /** Lists properly, and does this to whoever reads the object. */
  async function read(weather: StormyServer['weather']) {
    const reading = connector().find(
      { collection: letters, criteria: [{ field: 'owner', values: ['mine'] }] },
      { pageSize: 1 },
    );
    server.weather = { kind: 'answers', answer: list };
    const asked = server.asked;
    const first = reading[Symbol.asyncIterator]().next();
    first.catch(() => undefined);
    while (server.asked === asked) await new Promise((soon) => setImmediate(soon));
    server.weather = weather;
    const rest = reading[Symbol.asyncIterator]();
    await first;
    for (let next = await rest.next(); !next.done; next = await rest.next());
  }

  it('that is silent is given up after its time', async () => {
    server.weather = { kind: 'silent' };
    await expect(readAll(connector(), letters)).rejects.toMatchObject(unavailable);
  });

  it.each(['SlowDown', 'RequestTimeTooSkewed', 'InternalError'])(
    'that answers %s may be tried again later',
    async (code) => {
      server.weather = { kind: 'answers', answer: error(code) };
      const before = server.asked;
      const fault = await readAll(connector(), letters).catch((thrown: unknown) => thrown);
      expect(fault).toMatchObject({ ...unavailable, message: code });
      expect(server.asked - before).toBeLessThanOrEqual(4);
    },
  );

  it.each(['stalls', 'hangs_up'] as const)('whose object %s in the middle has not been read', async (kind) => {
    const body = '{"id":"1","owner":"mine"}\n{"id":"2","ow';
    const half = httpAnswer('200 OK', body, { etag: '"1"' }, 1_000);
    await expect(read({ kind, answer: half })).rejects.toMatchObject(unavailable);
  });
});

describe('a PostgreSQL', () => {
  const pool = () =>
    postgresPool(
      { id: 'post', kind: 'postgres', connection: `postgresql://gatherer@127.0.0.1:${server.port}/post` },
      async () => '',
    );

  it.each([
    ['is silent', { kind: 'silent' } as const],
    ['hangs up while it greets', { kind: 'hangs_up', answer: 'R\0\0' } as const],
    ['speaks something else', { kind: 'hangs_up', answer: 'HTTP/1.1 400 Bad Request\r\n\r\n' } as const],
  ])(
    'that %s is down',
    async (_, weather) => {
      server.weather = weather;
      const connections = await pool();
      await expect(readAll(postgresConnector({ pool: connections }))).rejects.toMatchObject(unavailable);
      await connections.end();
    },
    30_000,
  );

  it.each([
    ['53300', 'too many connections', 'StoreUnavailable'],
    ['57P03', 'starting up', 'StoreUnavailable'],
    ['28P01', 'wrong password', 'StoreRefusal'],
    ['3D000', 'no such database', 'StoreRefusal'],
  ])('that answers %s (%s) is told apart from one that is down: %s', async (code, _, name) => {
    const fields = `SFATAL\0VFATAL\0C${code}\0Mno\0\0`;
    const size = Buffer.alloc(4);
    size.writeInt32BE(fields.length + 4);
    server.weather = { kind: 'hangs_up', answer: `E${size.toString('latin1')}${fields}` };
    const connections = await pool();
    await expect(readAll(postgresConnector({ pool: connections }))).rejects.toMatchObject({ name });
    await connections.end();
  });
});
