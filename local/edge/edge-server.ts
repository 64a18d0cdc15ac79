import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bodyLimit, type HttpRequest, type HttpResponse } from '../gateway/index.ts';

export interface EdgeServer {
  readonly url: string;
  readonly port: number;
  /** From now on requests go to this handler; before, all but `/health` are told to wait. */
  serve(handler: (request: HttpRequest) => Promise<HttpResponse>): void;
  close(): Promise<void>;
}

export interface EdgeServerOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Told of faults behind the edge; the viewer sees 502. */
  readonly onError: (error: unknown) => void;
}

const starting: HttpResponse = {
  status: 503,
  headers: [
    ['content-type', 'application/json'],
    ['retry-after', '1'],
  ],
  body: Buffer.from('{"ok":false,"message":"starting"}'),
};

/** Listens at once, so that `/health` can say 503 while the rest is being set up. Rejects when the port can't be had. */
export async function startEdgeServer(options: EdgeServerOptions): Promise<EdgeServer> {
  let handler: ((request: HttpRequest) => Promise<HttpResponse>) | undefined;

  async function answer(incoming: IncomingMessage): Promise<HttpResponse> {
    if (!handler) return starting;
    if (incoming.url === '/health' && incoming.method === 'GET') {
      return { status: 200, headers: [['content-type', 'application/json']], body: Buffer.from('{"ok":true}') };
    }
    try {
      return await handler(await toRequest(incoming));
    } catch (error) {
      options.onError(error);
      return { status: 502, headers: [['content-type', 'text/plain']], body: Buffer.from('502 Bad Gateway') };
    }
  }

  const server = createServer((incoming, outgoing) => {
    void answer(incoming).then((response) => send(incoming, outgoing, response));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    port,
    serve(next) {
      handler = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Reads at most one byte more than a gateway takes, so that it can refuse what is larger without all of it in memory. */
async function toRequest(incoming: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    if (size <= bodyLimit) chunks.push(chunk);
    size += chunk.length;
  }
  const target = incoming.url ?? '/';
  const question = target.indexOf('?');
  const headers: [string, string][] = [];
  for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
    headers.push([(incoming.rawHeaders[index] ?? '').toLowerCase(), incoming.rawHeaders[index + 1] ?? '']);
  }
  return {
    method: incoming.method ?? 'GET',
    path: question < 0 ? target : target.slice(0, question),
    query: question < 0 ? '' : target.slice(question + 1),
    headers,
    body: Buffer.concat(chunks),
    sourceIp: incoming.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '127.0.0.1',
  };
}

const ownHeaders = new Set(['content-length', 'transfer-encoding', 'connection', 'keep-alive']);

function send(incoming: IncomingMessage, outgoing: ServerResponse, response: HttpResponse): void {
  const headers = new Map<string, string | string[]>();
  for (const [name, value] of response.headers) {
    if (ownHeaders.has(name)) continue;
    const known = headers.get(name);
    headers.set(name, known === undefined ? value : [known, value].flat());
  }
  outgoing.writeHead(response.status, Object.fromEntries(headers));
  if (incoming.method === 'HEAD' || response.status === 204 || response.status === 304) outgoing.end();
  else outgoing.end(response.body);
}
