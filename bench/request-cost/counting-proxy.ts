import { createServer, type IncomingHttpHeaders, request as send } from 'node:http';

/** A call that has passed, with both bodies. */
export interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly status: number;
  readonly answer: Buffer;
}

export interface CountingProxy {
  readonly url: string;
  /** Where calls are passed on to, once known. */
  leadTo(url: string): void;
  close(): Promise<void>;
}

/**
 * Stands before one service and shows every call to `count`. Headers pass unchanged, `Host` too, so that signed addresses
 * stay valid; `rewrite` may put another body in place.
 */
export async function startCountingProxy(
  count: (call: Call) => void,
  rewrite: (body: Buffer, headers: IncomingHttpHeaders) => Buffer = (body) => body,
): Promise<CountingProxy> {
  let target: URL | undefined;
  const server = createServer(async (incoming, outgoing) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const body = rewrite(Buffer.concat(await incoming.toArray()), headers);
    const { 'transfer-encoding': _, ...kept } = headers;
    const passed = send(
      {
        host: target?.hostname,
        port: target?.port,
        method,
        path: url,
        headers: { ...kept, 'content-length': body.length },
      },
      async (reply) => {
        const answer = Buffer.concat(await reply.toArray());
        count({ method, url, headers, body, status: reply.statusCode ?? 0, answer });
        const { 'transfer-encoding': _chunked, ...answered } = reply.headers;
        outgoing.writeHead(reply.statusCode ?? 502, {
          ...answered,
          ...(method === 'HEAD' ? {} : { 'content-length': answer.length }),
        });
        outgoing.end(answer);
      },
    );
    passed.on('error', () => outgoing.destroy());
    passed.end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    leadTo: (url) => {
      target = new URL(url);
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
