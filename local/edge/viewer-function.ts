/**
 * CloudFront Functions on viewer requests and responses, run as they are in a sandbox of their own:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
 */
import { createContext, Script } from 'node:vm';
import type { HttpRequest, HttpResponse } from '../gateway/index.ts';

export interface ViewerFunction {
  onRequest(request: HttpRequest): Promise<HttpRequest | HttpResponse>;
  onResponse(request: HttpRequest, response: HttpResponse): Promise<HttpResponse>;
}

interface Value {
  value: string;
  multiValue?: { value: string }[];
}

interface FunctionRequest {
  method: string;
  uri: string;
  querystring: Record<string, Value>;
  headers: Record<string, Value>;
  cookies: Record<string, Value>;
}

interface FunctionResponse {
  statusCode: number;
  statusDescription?: string;
  headers?: Record<string, Value>;
  cookies?: Record<string, Value & { attributes?: string }>;
  body?: string | { data: string; encoding?: 'text' | 'base64' };
}

/** Compiles the function. Throws when its code can't run here: syntax errors, and imports, which are not supported. */
export function createViewerFunction(name: string, code: string): ViewerFunction {
  const script = new Script(`${code}\n;handler`, { filename: `${name}.js` });

  async function run(eventType: string, parts: object): Promise<unknown> {
    const sandbox = createContext({ console: { log: () => undefined, error: () => undefined } });
    const handler = script.runInContext(sandbox, { timeout: 1_000 }) as (event: unknown) => unknown;
    const event = {
      version: '1.0',
      context: { distributionDomainName: 'localhost', distributionId: 'LOCAL', eventType, requestId: '-' },
      viewer: { ip: '127.0.0.1' },
      ...parts,
    };
    return await handler(event);
  }

  return {
    async onRequest(request) {
      const result = (await run('viewer-request', { request: toFunction(request) })) as FunctionRequest &
        FunctionResponse;
      return result.statusCode === undefined ? fromFunction(request, result) : responseFrom(result, undefined);
    },
    async onResponse(request, response) {
      const result = (await run('viewer-response', {
        request: toFunction(request),
        response: { statusCode: response.status, headers: grouped(response.headers), cookies: {} },
      })) as FunctionResponse;
      return responseFrom(result, response);
    },
  };
}

function toFunction(request: HttpRequest): FunctionRequest {
  return {
    method: request.method,
    uri: request.path,
    querystring: grouped(pairs(request.query, '&')),
    headers: grouped(request.headers.filter(([name]) => name !== 'cookie')),
    cookies: grouped(
      request.headers.filter(([name]) => name === 'cookie').flatMap(([, value]) => pairs(value, /;\s*/)),
    ),
  };
}

function fromFunction(original: HttpRequest, result: FunctionRequest): HttpRequest {
  const cookies = ungrouped(result.cookies).map(([name, value]) => `${name}=${value}`);
  const headers = ungrouped(result.headers).map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  if (cookies.length > 0) headers.push(['cookie', cookies.join('; ')]);
  const query = ungrouped(result.querystring).map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  return { ...original, path: result.uri, query: query.join('&'), headers };
}

function responseFrom(result: FunctionResponse, original: HttpResponse | undefined): HttpResponse {
  const headers = ungrouped(result.headers ?? {}).map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  for (const [name, cookie] of Object.entries(result.cookies ?? {})) {
    headers.push(['set-cookie', [`${name}=${cookie.value}`, cookie.attributes].filter(Boolean).join('; ')]);
  }
  const { body } = result;
  if (body === undefined) return { status: result.statusCode, headers, body: original?.body ?? Buffer.alloc(0) };
  const content =
    typeof body === 'string'
      ? Buffer.from(body)
      : Buffer.from(body.data, body.encoding === 'base64' ? 'base64' : 'utf8');
  return { status: result.statusCode, headers, body: content };
}

function pairs(text: string, separator: string | RegExp): [string, string][] {
  return text
    .split(separator)
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    });
}

function grouped(entries: readonly (readonly [string, string])[]): Record<string, Value> {
  const result: Record<string, Value> = {};
  for (const [name, value] of entries) {
    const known = result[name];
    if (known) known.multiValue = [...(known.multiValue ?? [{ value: known.value }]), { value }];
    else result[name] = { value };
  }
  return result;
}

function ungrouped(values: Readonly<Record<string, Value>>): [string, string][] {
  return Object.entries(values).flatMap(([name, { value, multiValue }]) =>
    (multiValue ?? [{ value }]).map((item): [string, string] => [name, item.value]),
  );
}
