/** A route key taken apart: `GET /requests/{id}`, `ANY /api/{proxy+}` or `$default`. */
interface Pattern {
  readonly routeKey: string;
  readonly method: string;
  readonly segments: readonly string[];
  readonly greedy: string | undefined;
}

export interface RouteMatch<Route> {
  readonly route: Route;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * Finds the most specific route, as HTTP APIs do: a full match before a greedy one, literal segments before variables, the longer
 * path before the shorter, the named method before `ANY`, `$default` last.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export class RouteTable<Route> {
  readonly #routes: { pattern: Pattern; route: Route }[] = [];
  #fallback: Route | undefined;

  add(routeKey: string, route: Route): void {
    if (routeKey === '$default') {
      this.#fallback = route;
      return;
    }
    this.#routes.push({ pattern: parse(routeKey), route });
    this.#routes.sort((left, right) => compare(left.pattern, right.pattern));
  }

  /** @param path percent-decoded */
  match(method: string, path: string): RouteMatch<Route> | undefined {
    const parts = segmentsOf(path);
    for (const { pattern, route } of this.#routes) {
      if (pattern.method !== 'ANY' && pattern.method !== method) continue;
      const pathParameters = parametersOf(pattern, parts);
      if (pathParameters) return { route, routeKey: pattern.routeKey, pathParameters };
    }
    return this.#fallback === undefined
      ? undefined
      : { route: this.#fallback, routeKey: '$default', pathParameters: {} };
  }
}

function parse(routeKey: string): Pattern {
  const [method, path] = routeKey.split(' ');
  if (!method || !path?.startsWith('/')) throw new Error(`route key ${routeKey} is not supported`);
  const segments = segmentsOf(path);
  const greedy = /^\{(.+)\+\}$/.exec(segments.at(-1) ?? '')?.[1];
  return { routeKey, method, segments: greedy === undefined ? segments : segments.slice(0, -1), greedy };
}

function segmentsOf(path: string): string[] {
  return path === '/' ? [] : path.slice(1).split('/');
}

function variable(segment: string): string | undefined {
  return /^\{(.+)\}$/.exec(segment)?.[1];
}

function compare(left: Pattern, right: Pattern): number {
  const rank = ({ greedy, segments, method }: Pattern) => [
    greedy === undefined ? 0 : 1,
    -segments.length,
    segments.filter((segment) => variable(segment) !== undefined).length,
    method === 'ANY' ? 1 : 0,
  ];
  const others = rank(right);
  for (const [index, value] of rank(left).entries()) {
    const difference = value - (others[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function parametersOf(pattern: Pattern, parts: readonly string[]): Record<string, string> | undefined {
  const { segments, greedy } = pattern;
  if (greedy === undefined ? parts.length !== segments.length : parts.length <= segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? '';
    const name = variable(segment);
    if (name !== undefined) parameters[name] = part;
    else if (segment !== part) return undefined;
  }
  if (greedy !== undefined) parameters[greedy] = parts.slice(segments.length).join('/');
  return parameters;
}
