/**
 * For who tries the product on a laptop: a page with all addresses and the demo clock, and the addresses behind it. Not part of
 * the product, never deployed. `GET /guide`, `GET|POST /api/demo/clock`, `GET /api/demo/requests`, `GET /api/demo/dead-letters`.
 */
import type { DeadLetters } from '../dead-letters/index.ts';
import { type DemoClock, parseJump } from '../demo-clock.file.ts';
import type { Standing } from '../demo-requests/index.ts';
import { type HttpRequest, type HttpResponse, headerOf, jsonResponse } from '../gateway/index.ts';
import { type GuideAddresses, guidePage } from './guide-page.ts';

export type { GuideAddresses } from './guide-page.ts';

export interface DemoRoutesOptions {
  readonly clock: DemoClock;
  /** Jumps the clock and lets everything due happen. */
  readonly advance: (milliseconds: number) => Promise<void>;
  readonly deadLetters: DeadLetters;
  /** How far the demo requests are; undefined where none are asked for. */
  readonly demoRequests: () => Standing | undefined;
  readonly addresses: GuideAddresses;
}

/** Answers requests that are the embedded cloud's own; undefined for the product's. */
export function createDemoRoutes(
  options: DemoRoutesOptions,
): (request: HttpRequest) => Promise<HttpResponse | undefined> {
  const { clock, addresses } = options;
  const time = () => ({ now: new Date(clock.now()).toISOString(), offsetMilliseconds: clock.offset() });

  async function jump(request: HttpRequest): Promise<HttpResponse> {
    const origin = headerOf(request, 'origin');
    if (origin !== undefined && origin !== `http://${headerOf(request, 'host')}`) {
      return jsonResponse(403, { message: 'The demo clock is moved from its own pages only.' });
    }
    const isForm = headerOf(request, 'content-type')?.startsWith('application/x-www-form-urlencoded') === true;
    const milliseconds = parseJump(wanted(request.body.toString(), isForm));
    if (milliseconds === undefined) {
      return jsonResponse(400, {
        message: 'Send {"advance":"7d"}: a number and one of s, m, h, d, w; at most ten years.',
      });
    }
    await options.advance(milliseconds);
    return isForm
      ? { status: 303, headers: [['location', '/guide']], body: Buffer.alloc(0) }
      : jsonResponse(200, time());
  }

  return async (request) => {
    switch (`${request.method} ${request.path}`) {
      case 'GET /guide':
        return html(guidePage(addresses, time().now, options.deadLetters.list().length, options.demoRequests()));
      case 'GET /api/demo/clock':
        return jsonResponse(200, time());
      case 'POST /api/demo/clock':
        return jump(request);
      case 'GET /api/demo/requests':
        return jsonResponse(200, { demoRequests: options.demoRequests() ?? null });
      case 'GET /api/demo/dead-letters':
        return jsonResponse(200, { deadLetters: options.deadLetters.list() });
      default:
        return request.path.startsWith('/api/demo/') ? jsonResponse(404, { message: 'Not Found' }) : undefined;
    }
  };
}

function wanted(body: string, isForm: boolean): unknown {
  if (isForm) return new URLSearchParams(body).get('advance');
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && 'advance' in value ? value.advance : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function html(text: string): HttpResponse {
  return {
    status: 200,
    headers: [
      ['content-type', 'text/html; charset=utf-8'],
      ['cache-control', 'no-store'],
      [
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
      ],
    ],
    body: Buffer.from(text),
  };
}
