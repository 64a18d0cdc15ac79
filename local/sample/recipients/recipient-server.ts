import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { recipientPage } from './recipient-page.ts';
import { isBehaviour, RecipientStore, type TakenRequest } from './recipient-store.ts';

export interface RecipientOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly name: string;
  /** Shared with who sends requests. */
  readonly secret: string;
  /** JSON file with what it was told. */
  readonly file: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Before an answer is sent, and between attempts that grow to ten times that; 300 ms unless given. */
  readonly pauseMs?: number;
}

export interface RecipientServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const signatureHeader = 'x-opendsr-signature';
const largestBody = 64 * 1024;
/** Attempts to say what was done, each after a longer pause. */
const attempts = 30;

/** https://github.com/opengdpr/OpenDSR/blob/master/OpenDSR_specification.md, as far as a small company has it. */
const requestSchema = z.looseObject({
  regulation: z.enum(['gdpr', 'ccpa']),
  subject_request_id: z.uuid({ version: 'v4' }),
  subject_request_type: z.enum(['erasure', 'rectification', 'restriction']),
  submitted_time: z.iso.datetime(),
  subject_identities: z
    .array(z.strictObject({ identity_type: z.string(), identity_value: z.string(), identity_format: z.literal('raw') }))
    .min(1),
  api_version: z.string(),
  status_callback_urls: z.array(z.url()).min(1),
  /** What is right instead, and whether the use is restricted. */
  extensions: z.optional(
    z.looseObject({
      'privacy-requests': z.optional(
        z.looseObject({
          corrections: z.array(z.looseObject({ field: z.string(), value: z.unknown() })),
          restricted: z.boolean(),
        }),
      ),
    }),
  ),
});

/**
 * A company that takes requests to erase, correct and restrict (`POST /requests`), and says a little later what it did, signed with the same
 * secret. `GET /` shows what it was told and how it is made to misbehave; `GET /told` the same as JSON.
 */
export async function startRecipient(options: RecipientOptions): Promise<RecipientServer> {
  const { host, name, secret, now, pauseMs = 300 } = options;
  const store = new RecipientStore(options.file);
  const timers = new Set<NodeJS.Timeout>();
  let open = true;

  async function take(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(message);
    switch (store.behaviour) {
      case 'never':
        return;
      case 'error-500':
        return answer(response, 500, { error: 'out of order' });
      case 'not-found':
        return answer(response, 404, { error: 'not found' });
      case 'garbage':
        return answer(response, 201, '<html>Welcome</html>');
      case 'redirect':
        response.setHeader('location', 'http://127.0.0.1:1/elsewhere');
        return answer(response, 307, '');
    }
    if (body === undefined) return answer(response, 413, { error: 'too large' });
    if (!isSigned(body, message.headers[signatureHeader])) return answer(response, 401, { error: 'not signed' });
    const parsed = requestSchema.safeParse(parse(body));
    if (!parsed.success) return answer(response, 400, { error: 'not a request of a data subject' });
    const {
      subject_request_id: id,
      subject_request_type: type,
      subject_identities,
      status_callback_urls,
    } = parsed.data;
    const { corrections = [], restricted = false } = parsed.data.extensions?.['privacy-requests'] ?? {};
    const known = store.find(id);
    const taken: TakenRequest = known
      ? { ...known, asked: known.asked + 1 }
      : {
          id,
          type,
          corrections: corrections.map(({ field, value }) => ({ field, value: value === null ? '' : String(value) })),
          restricted,
          identities: subject_identities.map((one) => ({ type: one.identity_type, value: one.identity_value })),
          takenAt: instant(),
          callbackUrl: status_callback_urls[0] ?? '',
          asked: 1,
          ...(store.behaviour === 'silent'
            ? {}
            : { answer: store.behaviour === 'cancels' ? 'cancelled' : 'completed' }),
        };
    store.put(taken);
    if (!known) sayLater(id, 1);
    const received_time = taken.takenAt;
    answer(response, 201, {
      controller_id: 'sample',
      subject_request_id: id,
      received_time,
      expected_completion_time: received_time,
    });
  }

  function sayLater(id: string, attempt: number): void {
    if (attempt > attempts || !open) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void say(id).then((said) => {
        if (!said) sayLater(id, attempt + 1);
      });
    }, pauseMs * Math.min(attempt, 10));
    timers.add(timer);
  }

  /** Whether there is nothing left to say of it. */
  async function say(id: string): Promise<boolean> {
    const request = store.find(id);
    if (!request?.answer || request.answeredAt) return true;
    const body = JSON.stringify({
      controller_id: 'sample',
      subject_request_id: id,
      request_status: request.answer,
      expected_completion_time: request.takenAt,
      api_version: '3.0',
    });
    const seconds = Math.floor(now() / 1000);
    const headers = { 'content-type': 'application/json', [signatureHeader]: `t=${seconds},v1=${mac(body, seconds)}` };
    const status = await fetch(request.callbackUrl, { method: 'POST', headers, body, redirect: 'manual' }).then(
      (response) => response.status,
      // Who asked is not there now; it is told later.
      () => 0,
    );
    if (status < 200 || status >= 300 || !open) return false;
    store.put({ ...(store.find(id) ?? request), answeredAt: instant() });
    return true;
  }

  async function behave(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { origin, host: asked } = message.headers;
    if (origin !== undefined && origin !== `http://${asked}`)
      return answer(response, 403, { error: 'from its own page only' });
    const behaviour = new URLSearchParams(await readBody(message)).get('behaviour');
    if (!isBehaviour(behaviour)) return answer(response, 400, { error: 'no such behaviour' });
    store.behave(behaviour);
    response.setHeader('location', '/');
    answer(response, 303, '');
  }

  const server = createServer((message, response) => {
    void route(message, response).catch(() => response.destroy());
  });

  async function route(message: IncomingMessage, response: ServerResponse): Promise<void> {
    switch (`${message.method} ${message.url}`) {
      case 'POST /requests':
        return take(message, response);
      case 'POST /behaviour':
        return behave(message, response);
      case 'GET /told':
        return answer(response, 200, { behaviour: store.behaviour, requests: store.requests });
      case 'GET /':
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.setHeader(
          'content-security-policy',
          "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
        );
        return answer(response, 200, recipientPage(name, store));
      default:
        return answer(response, 404, { error: 'not found' });
    }
  }

  function mac(body: string, seconds: string | number): string {
    return createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  }

  function isSigned(body: string, header: string | string[] | undefined): boolean {
    const [, seconds, given] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(String(header)) ?? [];
    if (seconds === undefined || given === undefined) return false;
    return timingSafeEqual(Buffer.from(mac(body, seconds)), Buffer.from(given));
  }

  function instant(): string {
    return new Date(now()).toISOString();
  }

  server.listen(options.port, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  for (const { id, answer: owed, answeredAt } of store.requests) if (owed && !answeredAt) sayLater(id, 1);
  return {
    url: `http://${host}:${port}`,
    port,
    async close() {
      open = false;
      for (const timer of timers) clearTimeout(timer);
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer(response: ServerResponse, status: number, body: object | string): void {
  if (typeof body === 'object') response.setHeader('content-type', 'application/json');
  response.writeHead(status);
  response.end(typeof body === 'object' ? JSON.stringify(body) : body);
}

/** Undefined when it is larger than any request here. */
async function readBody(message: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  return size <= largestBody ? Buffer.concat(chunks).toString('utf8') : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
