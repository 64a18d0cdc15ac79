import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Engine } from './engine.ts';
import { ServiceFault } from './faults.ts';
import { parseJson } from './json.ts';
import { requests } from './requests.ts';

/** The largest request: a definition of 1 MiB, and JSON's escapes for it. */
const LARGEST_BODY = 8 * 1024 * 1024;
const TYPE = 'application/x-amz-json-1.0';

export interface Served {
  url: string;
  close(): Promise<void>;
}

/**
 * Serves an engine by the AWS JSON 1.0 protocol, so that an AWS SDK pointed at `url` works. Signatures are not checked: whoever
 * reaches the address may act. A web page cannot, for its browser may not send this content type without leave, which is never given.
 */
export async function serveEngine(engine: Engine, at: { host: string; port: number }): Promise<Served> {
  const server = createServer((request, response) => {
    respond(engine, request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${at.host.includes(':') ? `[${at.host}]` : at.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(engine: Engine, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const answer = await call(engine, request);
    send(response, 200, answer);
  } catch (error) {
    if (error instanceof ServiceFault) {
      const type = `com.amazonaws.swf.service.v2.model#${error.name}`;
      return send(response, 400, { __type: type, message: error.message });
    }
    send(response, 500, { __type: 'InternalServerError', message: 'The engine failed' });
  }
}

async function call(engine: Engine, request: IncomingMessage): Promise<object> {
  const [service, operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
  const name = `${operation.charAt(0).toLowerCase()}${operation.slice(1)}`;
  if (request.method !== 'POST' || service !== 'AWSStepFunctions' || !isOperation(name)) {
    throw new ServiceFault('UnknownOperationException', `Unknown operation: '${operation}'`);
  }
  if (request.headers['content-type'] !== TYPE)
    throw new ServiceFault('SerializationException', `The content type must be ${TYPE}`);
  const body = parseJson(await read(request));
  if (!body) throw new ServiceFault('SerializationException', 'The request is not JSON');
  // Each operation checks its own request.
  return (engine[name] as (request: unknown) => Promise<object>)(body.value);
}

function isOperation(name: string): name is keyof typeof requests {
  return Object.hasOwn(requests, name);
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new ServiceFault('SerializationException', 'The request is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(secondsForDates(body));
  response.writeHead(status, {
    'content-type': TYPE,
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
  });
  response.end(text);
}

/** The protocol carries timestamps as seconds since 1970. */
function secondsForDates(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(secondsForDates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, secondsForDates(inner)]));
}
