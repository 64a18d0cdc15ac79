import type { HttpRequest, HttpResponse } from '../gateway/index.ts';

/**
 * A `fetch` whose requests go straight to a handler, as if they had come over the network from an address. What follows from
 * them is done in the asynchronous context of the caller. Redirects are not followed.
 */
export function fetchInProcess(
  handle: (request: HttpRequest) => Promise<HttpResponse>,
  sourceIp: string,
): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search, host } = new URL(request.url);
    const { status, headers, body } = await handle({
      method: request.method,
      path: pathname,
      query: search.slice(1),
      headers: [['host', host], ...request.headers],
      body: Buffer.from(await request.arrayBuffer()),
      sourceIp,
    });
    const hasBody = status !== 204 && status !== 304;
    return new Response(hasBody ? Uint8Array.from(body) : null, {
      status,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
    });
  };
}
