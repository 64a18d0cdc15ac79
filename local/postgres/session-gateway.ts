import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import {
  actAs,
  fatalError,
  isCopyFromClient,
  isTerminate,
  NOT_ENCRYPTED,
  ROLLBACK,
  readOpening,
  SYNC,
  splitMessages,
  type TransactionStatus,
  watchError,
  watchReadyForQuery,
} from './wire-protocol.ts';

/** What the gateway needs of PGlite: one message in, the server's output out, in pieces. */
export interface ProtocolDatabase {
  runExclusive<T>(action: () => Promise<T>): Promise<T>;
  execProtocolRawStream(message: Uint8Array, options: { onRawData: (data: Uint8Array) => void }): Promise<void>;
}

export interface SessionGatewayOptions {
  host: string;
  port: number;
  database: ProtocolDatabase;
  turnWithinMs: number;
  beforeTurn(): Promise<void>;
}

export interface SessionGateway {
  port: number;
  close(): Promise<void>;
}

interface Connection {
  socket: Socket;
  /** Received, not yet a complete message. */
  partial: Buffer;
  opened: boolean;
  /** As whom it acts. */
  user: string;
  gone: boolean;
  /** Complete messages in order of arrival. */
  inbox: Buffer[];
  patience?: NodeJS.Timeout | undefined;
}

const noOutput = () => undefined;

/**
 * Lets many connections share PGlite's one session. A connection keeps its turn from its first message until the server
 * reports that it is idle: between Parse and Sync, inside a transaction, and while a cursor is open nobody else's messages come in between.
 * (pglite-socket hands out turns per message, so another client's Sync destroys an open cursor.)
 */
export async function openSessionGateway(options: SessionGatewayOptions): Promise<SessionGateway> {
  const { database, turnWithinMs } = options;
  const connections = new Set<Connection>();
  const queue: Connection[] = [];
  let arrived: () => void = noOutput;
  let closing = false;

  const server = createServer((socket) => {
    const connection: Connection = {
      socket,
      partial: Buffer.alloc(0),
      opened: false,
      user: '',
      gone: false,
      inbox: [],
    };
    connections.add(connection);
    socket.setNoDelay(true);
    socket.on('data', (bytes) => {
      try {
        receive(connection, Buffer.concat([connection.partial, bytes]));
      } catch {
        socket.end(fatalError('08P01', 'This is not the PostgreSQL protocol, version 3.'));
      }
    });
    // 'close' follows every error; a peer that vanishes is no news here.
    socket.on('error', () => leave(connection));
    socket.on('close', () => leave(connection));
  });

  function receive(connection: Connection, bytes: Buffer): void {
    if (!connection.opened) {
      const opening = readOpening(bytes);
      connection.partial = bytes;
      if (opening.kind === 'encryption') {
        connection.socket.write(NOT_ENCRYPTED);
        receive(connection, opening.rest);
      } else if (opening.kind === 'startup') {
        connection.opened = true;
        connection.user = opening.user;
        connection.inbox.push(opening.message);
        askForTurn(connection);
        receive(connection, opening.rest);
      } else if (opening.kind === 'cancel') {
        connection.socket.end();
      } else if (opening.kind === 'foreign') {
        throw new Error('Not a PostgreSQL client');
      }
      return;
    }
    const { messages, rest } = splitMessages(bytes);
    connection.partial = rest;
    for (const message of messages) {
      if (isTerminate(message)) connection.socket.end();
      // PGlite's only session ends when it waits for rows from outside, and the database with it.
      else if (isCopyFromClient(message)) {
        dismiss(connection, '0A000', 'COPY FROM STDIN is not possible here.');
        return;
      } else connection.inbox.push(message);
    }
    if (connection.inbox.length > 0) askForTurn(connection);
  }

  function leave(connection: Connection): void {
    connection.gone = true;
    connections.delete(connection);
    clearTimeout(connection.patience);
    arrived();
  }

  function dismiss(connection: Connection, sqlState: string, text: string): void {
    connection.socket.write(fatalError(sqlState, text));
    connection.socket.destroySoon();
    leave(connection);
  }

  function askForTurn(connection: Connection): void {
    if (connection !== holder && !queue.includes(connection)) {
      queue.push(connection);
      connection.patience = setTimeout(() => {
        const text = `Waited ${turnWithinMs} ms while another connection kept a transaction or cursor open; this PostgreSQL serves one connection at a time.`;
        dismiss(connection, '55P03', text);
      }, turnWithinMs);
    }
    arrived();
  }

  let holder: Connection | undefined;
  const nextArrival = () =>
    new Promise<void>((resolve) => {
      arrived = resolve;
    });

  /** Passes one message to PostgreSQL and its output to `sink`; returns the status if the server is ready for the next query. */
  async function run(message: Buffer, sink: (data: Uint8Array) => void): Promise<TransactionStatus | undefined> {
    const watch = watchReadyForQuery();
    let status: TransactionStatus | undefined;
    await database.runExclusive(() =>
      database.execProtocolRawStream(message, {
        onRawData: (data) => {
          status = watch(data) ?? status;
          sink(data);
        },
      }),
    );
    return status;
  }

  /** One turn: from the holder's first message until the server is idle or the holder has left. */
  async function serve(connection: Connection): Promise<void> {
    let status: TransactionStatus | undefined;
    while (status !== 'I') {
      const message = connection.inbox.shift();
      if (connection.gone || closing) break;
      if (!message) {
        await nextArrival();
        continue;
      }
      // The buffer PGlite hands out is reused, so it is copied before the socket sends it.
      status = await run(message, (data) => {
        if (connection.socket.writable) connection.socket.write(Buffer.from(data));
      });
    }
    if (status === 'I') return;
    // The client left in the middle: the next one must find the session as if this one had never been.
    if ((await run(SYNC, noOutput)) !== 'I') await run(ROLLBACK, noOutput);
  }

  let actingAs = '';
  /** The session takes on the privileges of the connection's user. False when there is no such role. */
  async function takeOn({ user }: Connection): Promise<boolean> {
    if (user === actingAs) return true;
    const watch = watchError();
    let failed = false;
    await run(actAs(user), (data) => {
      failed = watch(data);
    });
    if (!failed) actingAs = user;
    return !failed;
  }

  async function serveAll(): Promise<void> {
    while (!closing) {
      const next = queue.shift();
      if (!next) {
        await nextArrival();
        continue;
      }
      clearTimeout(next.patience);
      if (next.gone || next.inbox.length === 0) continue;
      await options.beforeTurn();
      if (!(await takeOn(next))) {
        dismiss(next, '28000', 'There is no such role.');
        continue;
      }
      holder = next;
      await serve(next);
      holder = undefined;
      if (next.inbox.length > 0 && !next.gone) askForTurn(next);
    }
  }

  server.listen(options.port, options.host);
  await once(server, 'listening');
  const served = serveAll();
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    close: async () => {
      closing = true;
      arrived();
      for (const { socket } of connections) {
        socket.destroySoon();
      }
      const closed = once(server, 'close');
      server.close();
      await Promise.all([served, closed]);
    },
  };
}
