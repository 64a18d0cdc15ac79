/**
 * A key service that plays AWS KMS for one developer's machine, over AWS JSON 1.1, on Node and zod.
 *
 * Covers: GenerateMac, VerifyMac (HMAC_256); Encrypt, Decrypt, GenerateDataKey with encryption context (SYMMETRIC_DEFAULT);
 * Sign, Verify (ECC_NIST_P256, ECDSA_SHA_256 over RAW messages), GetPublicKey; DescribeKey. Keys are those given at start,
 * named by id, ARN or alias; their material is made once and kept in files only the owner can read.
 *
 * Does not cover, and answers 501 NotImplemented naming what was asked: creating, changing, rotating and deleting keys by
 * request, key policies and grants, DryRun, MessageType DIGEST, other specs and algorithms, everything else. Request
 * signatures are not verified; requests without any are refused.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type KeyDefinition, KeyRing } from './key-ring.ts';
import { KmsError, notImplemented } from './kms-error.ts';
import { OPERATIONS } from './operations.ts';

export type { KeyDefinition } from './key-ring.ts';

export interface KeyServiceOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly dataDir: string;
  /** Milliseconds since the epoch; dates new keys. */
  readonly now: () => number;
  readonly keys: readonly KeyDefinition[];
  /** For ARNs the definitions leave out. */
  readonly region?: string;
  readonly accountId?: string;
  /** Told of every fault that is not a refusal; the client gets KMSInternalException. */
  readonly onFault?: (error: unknown) => void;
}

export interface KeyService {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const TARGET = 'TrentService.';
const LARGEST_BODY = 64 * 1024;

/** Starts the service. Rejects if the port is taken, a key file is unreadable or a key's spec has changed. */
export async function startKeyService(options: KeyServiceOptions): Promise<KeyService> {
  const arnPrefix = `arn:aws:kms:${options.region ?? 'eu-central-1'}:${options.accountId ?? '000000000000'}:`;
  const ring = new KeyRing(options.dataDir, options.keys, arnPrefix, options.now());
  const report = options.onFault ?? ((error: unknown) => console.error('key service:', error));
  const server = createServer((message, response) => void serve(ring, message, response, report));
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    url: `http://${options.host}:${port}`,
    port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  ring: KeyRing,
  message: IncomingMessage,
  response: ServerResponse,
  report: (error: unknown) => void,
): Promise<void> {
  try {
    answer(response, 200, call(ring, message, await readBody(message)));
  } catch (error) {
    if (error instanceof KmsError) answer(response, error.status, { __type: error.type, message: error.message });
    else if (!message.destroyed || message.complete) {
      answer(response, 500, { __type: 'KMSInternalException', message: 'The request failed inside the key service.' });
      report(error);
    }
  }
}

function call(ring: KeyRing, { method, headers }: IncomingMessage, body: string): Readonly<Record<string, unknown>> {
  if (!headers.authorization?.startsWith('AWS4-HMAC-SHA256 '))
    throw new KmsError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  const target = headers['x-amz-target'];
  if (method !== 'POST' || typeof target !== 'string' || !target.startsWith(TARGET))
    throw new KmsError('UnknownOperationException', 'A request needs POST and an X-Amz-Target of TrentService.');
  const name = target.slice(TARGET.length);
  const operation = OPERATIONS.get(name);
  if (operation === undefined) throw notImplemented(name);
  return operation.call(ring, parseJson(body));
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  if (size > LARGEST_BODY) throw new KmsError('RequestEntityTooLargeException', 'The request is too large.', 413);
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new KmsError('SerializationException', String(error));
  }
}

/** Byte strings are base64 in AWS JSON. */
function answer(response: ServerResponse, status: number, content: Readonly<Record<string, unknown>>): void {
  const encoded = Object.entries(content).map(([name, value]) => [
    name,
    Buffer.isBuffer(value) ? value.toString('base64') : value,
  ]);
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(Object.fromEntries(encoded)));
}
