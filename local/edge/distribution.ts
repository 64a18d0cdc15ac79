import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type HttpRequest, type HttpResponse, headerOf } from '../gateway/index.ts';
import { type ForwardingPolicy, forwardedCookies, forwardedQuery, forwardsHeader } from './forwarding-policies.ts';
import { applyResponseHeaders, type ResponseHeaders } from './response-headers.ts';
import type { ViewerFunction } from './viewer-function.ts';

/** Something a distribution fetches from; its requests carry the origin's own host name. */
export interface Origin {
  readonly domainName: string;
  /** Prefixed to every path. */
  readonly path: string;
  readonly customHeaders: readonly (readonly [name: string, value: string])[];
  fetch(request: HttpRequest): Promise<HttpResponse>;
}

export interface Behaviour {
  /** `/staff/*`; undefined for the default behaviour. */
  readonly pathPattern: string | undefined;
  readonly origin: Origin;
  readonly allowedMethods: readonly string[];
  readonly policies: readonly ForwardingPolicy[];
  readonly compress: boolean;
  readonly onRequest?: ViewerFunction | undefined;
  readonly onResponse?: ViewerFunction | undefined;
  readonly responseHeaders?: ResponseHeaders | undefined;
}

export interface ErrorResponse {
  readonly code: number;
  readonly responseCode?: number | undefined;
  readonly pagePath?: string | undefined;
}

export interface Distribution {
  handle(request: HttpRequest): Promise<HttpResponse>;
}

export interface DistributionOptions {
  /** In the order of the template; the first whose pattern matches is taken. */
  readonly behaviours: readonly Behaviour[];
  readonly defaultBehaviour: Behaviour;
  readonly defaultRootObject?: string | undefined;
  readonly errorResponses: readonly ErrorResponse[];
}

export function createDistribution(options: DistributionOptions): Distribution {
  const behaviours = options.behaviours.map((behaviour) => ({
    behaviour,
    matches: wildcard(behaviour.pathPattern ?? '*'),
  }));
  const behaviourFor = (path: string): Behaviour =>
    behaviours.find(({ matches }) => matches(path))?.behaviour ?? options.defaultBehaviour;

  async function fetchFrom(behaviour: Behaviour, viewer: HttpRequest): Promise<HttpResponse> {
    const rewritten = behaviour.onRequest ? await behaviour.onRequest.onRequest(viewer) : viewer;
    if ('status' in rewritten) return rewritten;
    const rooted =
      rewritten.path === '/' && options.defaultRootObject
        ? { ...rewritten, path: `/${options.defaultRootObject}` }
        : rewritten;
    return behaviour.origin.fetch(toOrigin(behaviour, rooted));
  }

  async function errorPage(response: HttpResponse, viewer: HttpRequest): Promise<HttpResponse> {
    const rule = options.errorResponses.find(({ code }) => code === response.status);
    if (!rule?.pagePath) return rule?.responseCode ? { ...response, status: rule.responseCode } : response;
    const page = await fetchFrom(behaviourFor(rule.pagePath), {
      ...viewer,
      method: 'GET',
      path: rule.pagePath,
      query: '',
    });
    return { ...page, status: rule.responseCode ?? response.status };
  }

  return {
    async handle(viewer) {
      const behaviour = behaviourFor(viewer.path);
      if (!behaviour.allowedMethods.includes(viewer.method)) return notAllowed();
      const fetched = await fetchFrom(behaviour, viewer);
      let response = fetched.status >= 400 ? await errorPage(fetched, viewer) : fetched;
      if (behaviour.onResponse) response = await behaviour.onResponse.onResponse(viewer, response);
      if (behaviour.responseHeaders) response = applyResponseHeaders(response, behaviour.responseHeaders);
      return behaviour.compress ? compressed(response, viewer, behaviour) : response;
    },
  };
}

function toOrigin(behaviour: Behaviour, viewer: HttpRequest): HttpRequest {
  const { origin, policies } = behaviour;
  const headers: [string, string][] = [];
  for (const [name, value] of viewer.headers) {
    if (name === 'cookie') {
      const cookies = forwardedCookies(policies, value);
      if (cookies !== '') headers.push([name, cookies]);
    } else if (!hopByHop.has(name) && name !== 'x-forwarded-for' && forwardsHeader(policies, name)) {
      headers.push([name, value]);
    }
  }
  const has = (name: string) => headers.some(([key]) => key === name);
  if (!has('host')) headers.push(['host', origin.domainName]);
  if (!has('user-agent')) headers.push(['user-agent', 'Amazon CloudFront']);
  const forwardedFor = headerOf(viewer, 'x-forwarded-for');
  headers.push(
    ['x-forwarded-for', forwardedFor ? `${forwardedFor}, ${viewer.sourceIp}` : viewer.sourceIp],
    ['via', '2.0 localhost (CloudFront)'],
    ['x-amz-cf-id', randomUUID()],
    ...origin.customHeaders.map(([name, value]): [string, string] => [name.toLowerCase(), value]),
  );
  return { ...viewer, path: origin.path + viewer.path, query: forwardedQuery(policies, viewer.query), headers };
}

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'proxy-connection',
  'expect',
]);

function notAllowed(): HttpResponse {
  const body = '<h1>403 ERROR</h1><p>This distribution is not configured to allow the HTTP request method.</p>';
  return { status: 403, headers: [['content-type', 'text/html']], body: Buffer.from(body) };
}

/** CloudFront's path patterns: `*` for any characters, `?` for one; case-sensitive, the leading slash optional. */
function wildcard(pattern: string): (path: string) => boolean {
  const source = (pattern.startsWith('/') || pattern.startsWith('*') ? pattern : `/${pattern}`)
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, 's');
  return (path) => expression.test(path);
}

const compressible = /^(text\/|application\/(javascript|json|xml|manifest\+json|wasm)|image\/svg\+xml)/;

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html (gzip only) */
function compressed(response: HttpResponse, viewer: HttpRequest, behaviour: Behaviour): HttpResponse {
  const accepts = /\bgzip\b/.test(headerOf(viewer, 'accept-encoding') ?? '');
  const type = headerOf(response, 'content-type') ?? '';
  const { length } = response.body;
  if (!accepts || response.status !== 200 || length < 1_000 || length > 10_000_000) return response;
  if (!behaviour.policies.some((policy) => policy.gzip) || !compressible.test(type)) return response;
  if (headerOf(response, 'content-encoding') !== undefined) return response;
  const headers = response.headers.filter(([name]) => name !== 'content-length');
  return {
    ...response,
    headers: [...headers, ['content-encoding', 'gzip'], ['vary', 'accept-encoding']],
    body: gzipSync(response.body),
  };
}
