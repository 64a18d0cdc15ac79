import { randomUUID } from 'node:crypto';
import { type Invoker, PayloadTooLargeError } from '../function-host/index.ts';
import { type HttpRequest, type HttpResponse, headerOf, jsonResponse } from './http-message.ts';
import type { JwtAuthorizer } from './jwt-authorizer.ts';
import { type EventContext, toEvent, toResponse } from './payload-format.ts';
import { RouteTable } from './route-table.ts';
import { createThrottle } from './throttle.ts';

export interface Route {
  readonly routeKey: string;
  readonly functionName: string;
  readonly timeoutMilliseconds: number;
  readonly authorizer?: { readonly jwt: JwtAuthorizer; readonly scopes: readonly string[] } | undefined;
}

export interface Throttling {
  readonly rate: number;
  readonly burst: number;
}

export interface HttpApi {
  readonly domainName: string;
  addRoute(route: Route): void;
  /** The stage's default throttling, and that of single routes by route key. */
  throttle(all: Throttling | undefined, byRoute: Readonly<Record<string, Throttling>>): void;
  /** Writes a line per request in the stage's access log format (`$context.…`). */
  logAccess(format: string, write: (line: string) => void): void;
  handle(request: HttpRequest): Promise<HttpResponse>;
}

export interface HttpApiOptions {
  readonly apiId: string;
  readonly domainName: string;
  readonly accountId: string;
  readonly invoker: Pick<Invoker, 'invoke'>;
  readonly now: () => number;
}

/** API Gateway's limit for a request body, in bytes. */
export const bodyLimit = 10 * 1024 * 1024;

export function createHttpApi(options: HttpApiOptions): HttpApi {
  const routes = new RouteTable<Route>();
  const throttles = new Map<string, { admit(): boolean }>();
  let stageThrottle: { admit(): boolean } | undefined;
  let logLine: ((values: Record<string, string>) => void) | undefined;

  const bucket = ({ rate, burst }: Throttling) => createThrottle(rate, burst, () => performance.now());

  async function answer(request: HttpRequest, context: { requestId: string; routeKey: string }): Promise<HttpResponse> {
    if (request.body.length > bodyLimit) return jsonResponse(413, { message: 'Request Entity Too Large' });
    const path = decodePath(request.path);
    const match = path === undefined ? undefined : routes.match(request.method, path);
    if (path === undefined || !match) return jsonResponse(404, { message: 'Not Found' });
    context.routeKey = match.routeKey;
    const throttle = throttles.get(match.routeKey) ?? stageThrottle;
    if (throttle && !throttle.admit()) {
      return jsonResponse(429, { message: 'Too Many Requests' });
    }
    const { authorizer, functionName, timeoutMilliseconds } = match.route;
    let jwt: EventContext['jwt'];
    if (authorizer) {
      const authorization = await authorizer.jwt.authorize(headerOf(request, 'authorization'), authorizer.scopes);
      if (!authorization.ok) {
        const refused = jsonResponse(authorization.status, {
          message: authorization.status === 401 ? 'Unauthorized' : 'Forbidden',
        });
        return { ...refused, headers: [...refused.headers, ['www-authenticate', 'Bearer']] };
      }
      jwt = { claims: authorization.claims, scopes: authorization.scopes };
    }
    const event = toEvent(request, path, {
      ...options,
      stage: '$default',
      routeKey: match.routeKey,
      pathParameters: match.pathParameters,
      requestId: context.requestId,
      time: options.now(),
      ...(jwt ? { jwt } : {}),
    });
    return integrate(functionName, JSON.stringify(event), timeoutMilliseconds);
  }

  async function integrate(functionName: string, payload: string, timeout: number): Promise<HttpResponse> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, timeout, 'late' as const);
    });
    try {
      const outcome = await Promise.race([options.invoker.invoke(functionName, payload), late]);
      if (outcome === 'late') return jsonResponse(503, { message: 'Service Unavailable' });
      const response = outcome.functionError ? undefined : toResponse(outcome.payload);
      return response ?? jsonResponse(500, { message: 'Internal Server Error' });
    } catch (error) {
      if (error instanceof PayloadTooLargeError) return jsonResponse(413, { message: 'Request Entity Too Large' });
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    domainName: options.domainName,
    addRoute: (route) => routes.add(route.routeKey, route),
    throttle(all, byRoute) {
      stageThrottle = all ? bucket(all) : undefined;
      for (const [routeKey, limits] of Object.entries(byRoute)) throttles.set(routeKey, bucket(limits));
    },
    logAccess(format, write) {
      logLine = (values) =>
        write(`${format.replace(/\$context\.([\w.]+)/g, (_, name: string) => values[name] ?? '-')}\n`);
    },
    async handle(request) {
      const context = { requestId: randomUUID(), routeKey: '-' };
      const response = await answer(request, context);
      logLine?.({
        requestId: context.requestId,
        routeKey: context.routeKey,
        httpMethod: request.method,
        status: String(response.status),
        responseLength: String(response.body.length),
        requestTime: new Date(options.now()).toISOString(),
        requestTimeEpoch: String(options.now()),
        protocol: 'HTTP/1.1',
        stage: '$default',
        apiId: options.apiId,
        accountId: options.accountId,
        'identity.sourceIp': request.sourceIp,
      });
      return { ...response, headers: [...response.headers, ['apigw-requestid', context.requestId]] };
    },
  };
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
