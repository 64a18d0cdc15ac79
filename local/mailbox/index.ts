/**
 * A mailbox that plays Amazon SES (API v2) for one developer's machine, on Node, zod and hono/html.
 *
 * Covers: SendEmail with Simple content, tags, configuration set, Reply-To, Cc, Bcc and custom headers. Keeps every message
 * for its pages (`/`) and its JSON address (`GET|DELETE /api/messages?to=&tag.<name>=`, `GET /api/messages/<id>`,
 * `GET|PUT /api/faults`). Publishes Send, Delivery, Bounce and Complaint events as EventBridge delivers them, at least once
 * each, to `onEvent`. Fails on request: connection reset after accepting, 500, throttling, rejection, bounce, complaint.
 *
 * Does not cover, and answers 501 NotImplemented naming what was asked: Raw and Template content, attachments, list
 * management, every other operation. Nothing is ever delivered. One Delivery, Bounce or Complaint event names all recipients
 * where SES may send several. Request signatures are not verified; API requests without any are refused.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { EventOutbox, type OnEvent } from './event-outbox.ts';
import { MailStore } from './mail-store.ts';
import { answer, type Mailbox, type MailboxResponse } from './routes.ts';
import type { SesAccount } from './ses-api.ts';
import { SesError } from './ses-error.ts';

export type { Message } from './message.ts';
export type { SesEvent } from './ses-events.ts';

export interface MailboxOptions extends Partial<SesAccount> {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly dataDir: string;
  /** Milliseconds since the epoch; dates messages and events. */
  readonly now: () => number;
  /** Takes each event; one that throws or rejects is tried again with growing pauses, as EventBridge does. */
  readonly onEvent?: OnEvent;
  /** Told of every fault that is not a refusal, failing `onEvent` included. */
  readonly onFault?: (error: unknown) => void;
}

export interface MailboxServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const LARGEST_BODY = 40 * 1024 ** 2;

/** Starts the mailbox on what `dataDir` holds, handing on events a killed process left. Rejects if the port is taken. */
export async function startMailbox(options: MailboxOptions): Promise<MailboxServer> {
  const { host, dataDir, now, region = 'eu-central-1', account = '000000000000' } = options;
  const report = options.onFault ?? ((error: unknown) => console.error('mailbox:', error));
  const store = new MailStore(dataDir);
  const outbox = new EventOutbox(store, options.onEvent ?? ignore, report);
  const { configurationSets, identities } = options;
  const sesAccount: SesAccount = {
    region,
    account,
    ...(configurationSets ? { configurationSets } : {}),
    ...(identities ? { identities } : {}),
  };
  const mailbox: Mailbox = { store, outbox, account: sesAccount, now };
  const active = new Set<Promise<void>>();
  const server = createServer((message, response) => {
    const work = serve(mailbox, message, response, report);
    active.add(work);
    void work.finally(() => active.delete(work));
  });
  server.listen(options.port, host);
  await once(server, 'listening').catch((error: unknown) => {
    store.close();
    throw error;
  });
  // Not before the caller knows its mailbox.
  setImmediate(() => outbox.kick());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    url: `http://${host}:${port}`,
    port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await Promise.all(active);
      await outbox.close();
      store.close();
    },
  };
}

/** Without a listener events count as handed on: nobody will ever want them. */
function ignore(): void {
  return;
}

async function serve(
  mailbox: Mailbox,
  message: IncomingMessage,
  response: ServerResponse,
  report: (error: unknown) => void,
): Promise<void> {
  try {
    const url = new URL(message.url ?? '/', 'http://mailbox');
    const reply = answer(mailbox, {
      method: message.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      header: (name) => message.headers[name]?.toString(),
      body: await readBody(message),
    });
    if (reply.reset) message.socket.resetAndDestroy();
    else send(response, reply);
  } catch (error) {
    if (error instanceof SesError) send(response, refusal(error));
    else if (!message.destroyed || message.complete) {
      send(response, refusal(new SesError('InternalServiceErrorException', 'The request failed in the mailbox.', 500)));
      report(error);
    }
  }
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  if (size > LARGEST_BODY) throw new SesError('BadRequestException', 'A message has at most 40 MB.');
  return Buffer.concat(chunks).toString('utf8');
}

function refusal({ type, status, message }: SesError): MailboxResponse {
  return {
    status,
    type: 'application/json',
    body: JSON.stringify({ message }),
    headers: { 'x-amzn-errortype': type },
  };
}

function send(response: ServerResponse, { status, type, body, headers }: MailboxResponse): void {
  response.writeHead(status, {
    ...(type ? { 'content-type': type } : {}),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(body);
}
