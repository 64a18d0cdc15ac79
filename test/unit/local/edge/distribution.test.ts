import { describe, expect, it } from 'vitest';
import {
  type Behaviour,
  createDistribution,
  createViewerFunction,
  managedPolicies,
} from '../../../../local/edge/index.ts';
import type { HttpRequest, HttpResponse } from '../../../../local/gateway/index.ts';

const request = (given: Partial<HttpRequest>): HttpRequest => ({
  method: 'GET',
  path: '/',
  query: '',
  headers: [
    ['host', 'localhost:4400'],
    ['cookie', 'a=1'],
    ['x-own', 'yes'],
    ['user-agent', 'test'],
  ],
  body: Buffer.alloc(0),
  sourceIp: '192.0.2.1',
  ...given,
});

function setUp(given: Partial<Behaviour> = {}, respond: (request: HttpRequest) => Partial<HttpResponse> = () => ({})) {
  const seen: HttpRequest[] = [];
  const behaviour: Behaviour = {
    pathPattern: undefined,
    origin: {
      domainName: 'origin.example',
      path: '',
      customHeaders: [['X-Secret', 's']],
      fetch: async (forwarded) => {
        seen.push(forwarded);
        return {
          status: 200,
          headers: [['content-type', 'text/html']],
          body: Buffer.from(forwarded.path),
          ...respond(forwarded),
        };
      },
    },
    allowedMethods: ['GET', 'HEAD'],
    policies: [policy('4135ea2d-6df8-44a3-9df3-4b5a84be39ad')],
    compress: false,
    ...given,
  };
  return { behaviour, seen };
}

function policy(id: string) {
  const found = managedPolicies[id];
  if (!found) throw new Error(`no managed policy ${id}`);
  return found;
}

const header = (message: { headers: readonly (readonly [string, string])[] } | undefined, name: string) =>
  message?.headers.find(([key]) => key === name)?.[1];

describe('what reaches the origin', () => {
  it('is next to nothing without an origin request policy', async () => {
    const { behaviour, seen } = setUp();
    await createDistribution({ behaviours: [], defaultBehaviour: behaviour, errorResponses: [] }).handle(
      request({ query: 'a=1' }),
    );
    expect(seen[0]?.query).toBe('');
    expect(header(seen[0], 'cookie')).toBeUndefined();
    expect(header(seen[0], 'x-own')).toBeUndefined();
    expect(header(seen[0], 'user-agent')).toBe('Amazon CloudFront');
    expect(header(seen[0], 'x-secret')).toBe('s');
  });

  it('is all but the host under AllViewerExceptHostHeader', async () => {
    const { behaviour, seen } = setUp({ policies: [policy('b689b0a8-53d0-40ab-baf2-68738e2966ac')] });
    await createDistribution({ behaviours: [], defaultBehaviour: behaviour, errorResponses: [] }).handle(
      request({ query: 'a=1&b=%20' }),
    );
    expect(seen[0]).toMatchObject({ query: 'a=1&b=%20' });
    expect(header(seen[0], 'host')).toBe('origin.example');
    expect(header(seen[0], 'cookie')).toBe('a=1');
    expect(header(seen[0], 'x-forwarded-for')).toBe('192.0.2.1');
  });
});

describe('behaviours', () => {
  it('are chosen by the first pattern that matches, and refuse methods they do not allow', async () => {
    const files = setUp({ pathPattern: '/staff/*' });
    const pages = setUp({ allowedMethods: ['GET', 'POST'] });
    const distribution = createDistribution({
      behaviours: [files.behaviour],
      defaultBehaviour: pages.behaviour,
      errorResponses: [],
    });
    await distribution.handle(request({ path: '/staff/a/b' }));
    await distribution.handle(request({ path: '/staffed' }));
    expect([files.seen.length, pages.seen.length]).toEqual([1, 1]);
    expect((await distribution.handle(request({ method: 'POST', path: '/staff/a' }))).status).toBe(403);
    expect((await distribution.handle(request({ method: 'POST', path: '/a' }))).status).toBe(200);
  });

  it('show the page for an error', async () => {
    const { behaviour } = setUp({}, ({ path }) => (path === '/error.html' ? {} : { status: 403 }));
    const errorResponses = [{ code: 403, responseCode: 404, pagePath: '/error.html' }];
    const response = await createDistribution({ behaviours: [], defaultBehaviour: behaviour, errorResponses }).handle(
      request({ path: '/gone' }),
    );
    expect([response.status, response.body.toString()]).toEqual([404, '/error.html']);
  });

  it('set, keep and remove headers of the response', async () => {
    const { behaviour } = setUp(
      {
        responseHeaders: {
          set: [
            { name: 'x-frame-options', value: 'DENY', override: true },
            { name: 'content-security-policy', value: 'ours', override: false },
          ],
          remove: ['server'],
        },
      },
      () => ({
        headers: [
          ['server', 'x'],
          ['x-frame-options', 'ALLOW'],
          ['content-security-policy', 'page'],
          ['set-cookie', 'a'],
          ['set-cookie', 'b'],
        ],
      }),
    );
    const { headers } = await createDistribution({
      behaviours: [],
      defaultBehaviour: behaviour,
      errorResponses: [],
    }).handle(request({}));
    expect(headers).toEqual([
      ['content-security-policy', 'page'],
      ['set-cookie', 'a'],
      ['set-cookie', 'b'],
      ['x-frame-options', 'DENY'],
    ]);
  });

  it('compress text where the cache policy says so', async () => {
    const { behaviour } = setUp({ compress: true, policies: [policy('658327ea-f89d-4fab-a63d-7e88639e58f6')] }, () => ({
      body: Buffer.alloc(5_000, 'a'),
    }));
    const distribution = createDistribution({ behaviours: [], defaultBehaviour: behaviour, errorResponses: [] });
    const compressed = await distribution.handle(request({ headers: [['accept-encoding', 'gzip, br']] }));
    expect(header(compressed, 'content-encoding')).toBe('gzip');
    expect(compressed.body.length).toBeLessThan(200);
    expect(header(await distribution.handle(request({})), 'content-encoding')).toBeUndefined();
  });
});

describe('viewer functions', () => {
  it('rewrite requests and keep repeated values', async () => {
    const rewrite = createViewerFunction(
      'rewrite',
      'function handler(event) { var r = event.request; r.uri = "/x" + r.uri; r.headers["x-added"] = { value: "1" }; return r; }',
    );
    const result = await rewrite.onRequest(request({ query: 'a=1&a=2&b', headers: [['cookie', 'c=1; d=2']] }));
    expect(result).toMatchObject({
      path: '/x/',
      query: 'a=1&a=2&b',
      headers: [
        ['x-added', '1'],
        ['cookie', 'c=1; d=2'],
      ],
    });
  });

  it('answer by themselves', async () => {
    const redirect = createViewerFunction(
      'redirect',
      'async function handler(event) { return { statusCode: 301, headers: { location: { value: "/new" } } }; }',
    );
    expect(await redirect.onRequest(request({}))).toMatchObject({ status: 301, headers: [['location', '/new']] });
  });

  it('see nothing of this process', async () => {
    const nosy = createViewerFunction(
      'nosy',
      'function handler(event) { event.request.uri = typeof process + typeof require; return event.request; }',
    );
    expect(await nosy.onRequest(request({}))).toMatchObject({ path: 'undefinedundefined' });
  });

  it('are refused when they cannot run here', () => {
    expect(() =>
      createViewerFunction('imports', 'import cf from "cloudfront"; function handler(e) { return e.request; }'),
    ).toThrow(SyntaxError);
  });
});
