import { describe, expect, it } from 'vitest';
import { createHttpApi, type HttpRequest } from '../../../../local/gateway/index.ts';

const request: HttpRequest = {
  method: 'GET',
  path: '/',
  query: '',
  headers: [],
  body: Buffer.alloc(0),
  sourceIp: '192.0.2.1',
};
const route = { routeKey: 'GET /', functionName: 'page', timeoutMilliseconds: 50 };

function api(answer: () => Promise<string> | string) {
  const created = createHttpApi({
    apiId: 'abc',
    domainName: 'abc.example',
    accountId: '000000000000',
    invoker: { invoke: async () => ({ payload: await answer(), requestId: 'id' }) },
    now: () => 0,
  });
  created.addRoute(route);
  return created;
}

describe('an HTTP API', () => {
  it('refuses more than its stage allows', async () => {
    const limited = api(() => '"ok"');
    limited.throttle({ rate: 0.001, burst: 2 }, {});
    const statuses = [];
    for (let index = 0; index < 3; index += 1) statuses.push((await limited.handle(request)).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('does not wait longer than the integration may take', async () => {
    const slow = api(() => new Promise(() => undefined));
    const response = await slow.handle(request);
    expect([response.status, response.body.toString()]).toEqual([503, '{"message":"Service Unavailable"}']);
  });

  it('writes its access log without what the format does not name', async () => {
    const lines: string[] = [];
    const logged = api(() => '"ok"');
    logged.logAccess(
      '{"route":"$context.routeKey","status":"$context.status","error":"$context.error.message"}',
      (line) => lines.push(line),
    );
    await logged.handle({ ...request, path: '/unknown' });
    await logged.handle(request);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { route: '-', status: '404', error: '-' },
      { route: 'GET /', status: '200', error: '-' },
    ]);
  });

  it('finds nothing at a path that is not percent-encoded as it should be', async () => {
    expect((await api(() => '"ok"').handle({ ...request, path: '/%E0%A4%A' })).status).toBe(404);
  });
});
