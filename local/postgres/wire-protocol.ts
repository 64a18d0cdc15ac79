/**
 * As much of PostgreSQL's protocol 3.0 as it takes to tell messages apart and to know when a session is at rest.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export const SYNC = Buffer.from([0x53, 0, 0, 0, 4]);
export const ROLLBACK = Buffer.from('Q\0\0\0\x0dROLLBACK\0', 'latin1');
/** "No" to TLS and to GSSAPI encryption. */
export const NOT_ENCRYPTED = Buffer.from('N');

const PROTOCOL_3 = 3;
const SSL_REQUEST = 80877103;
const GSS_REQUEST = 80877104;
const CANCEL_REQUEST = 80877102;
const LARGEST_STARTUP = 10_000;

export type Opening =
  | { kind: 'startup'; message: Buffer; user: string; rest: Buffer }
  | { kind: 'encryption'; rest: Buffer }
  | { kind: 'cancel' }
  | { kind: 'foreign' }
  | { kind: 'incomplete' };

/** Reads what a client may say before its session begins; these messages carry no type byte. */
export function readOpening(bytes: Buffer): Opening {
  if (bytes.length < 8) return { kind: 'incomplete' };
  const length = bytes.readInt32BE(0);
  const code = bytes.readInt32BE(4);
  if (code === CANCEL_REQUEST) return { kind: 'cancel' };
  if (code === SSL_REQUEST || code === GSS_REQUEST) return { kind: 'encryption', rest: bytes.subarray(8) };
  if (code >> 16 !== PROTOCOL_3 || length < 8 || length > LARGEST_STARTUP) return { kind: 'foreign' };
  if (bytes.length < length) return { kind: 'incomplete' };
  const message = bytes.subarray(0, length);
  return { kind: 'startup', message, user: userIn(message), rest: bytes.subarray(length) };
}

/** Names and values follow the protocol's version, each ended by a zero byte. */
function userIn(startup: Buffer): string {
  const words = startup.toString('utf8', 8).split('\0');
  const at = words.findIndex((word, index) => index % 2 === 0 && word === 'user');
  return at === -1 ? '' : (words[at + 1] ?? '');
}

/** A Query that lets the session act as a user, in quotes (PostgreSQL 4.1.1). */
export function actAs(user: string): Buffer {
  const text = Buffer.from(`SET SESSION AUTHORIZATION "${user.replaceAll('"', '""')}"\0`);
  const head = Buffer.alloc(5);
  head[0] = QUERY;
  head.writeInt32BE(text.length + 4, 1);
  return Buffer.concat([head, text]);
}

/** Whether the server's output holds an error. */
export function watchError(): (bytes: Uint8Array) => boolean {
  let first: number | undefined;
  return (bytes) => {
    first ??= bytes[0];
    return first === 0x45;
  };
}

/** Splits off the complete messages (type byte, length, body) at the head of `bytes`. */
export function splitMessages(bytes: Buffer): { messages: Buffer[]; rest: Buffer } {
  const messages: Buffer[] = [];
  let at = 0;
  while (bytes.length - at >= 5) {
    const end = at + 1 + bytes.readInt32BE(at + 1);
    if (end < at + 5) throw new Error('A PostgreSQL message with a negative length');
    if (end > bytes.length) break;
    messages.push(bytes.subarray(at, end));
    at = end;
  }
  return { messages, rest: bytes.subarray(at) };
}

export const isTerminate = (message: Buffer) => message[0] === 0x58;

const QUERY = 0x51;
const PARSE = 0x50;

/** Whether a Query or Parse message holds a COPY that would read rows from the client. */
export function isCopyFromClient(message: Buffer): boolean {
  if (message[0] !== QUERY && message[0] !== PARSE) return false;
  return /(^|[;\0])\s*copy\b[^;]*\bfrom\s+stdin\b/i.test(message.toString('latin1', 5));
}

/** Idle, in a transaction, or in a failed transaction. */
export type TransactionStatus = 'I' | 'T' | 'E';

/** Follows the server's output, however it is cut, and returns the status of the last ReadyForQuery it contained. */
export function watchReadyForQuery(): (bytes: Uint8Array) => TransactionStatus | undefined {
  const header = Buffer.alloc(5);
  let headerBytes = 0;
  let bodyBytes = 0;
  return (bytes) => {
    let status: TransactionStatus | undefined;
    let at = 0;
    while (at < bytes.length) {
      if (headerBytes < 5) {
        header[headerBytes] = bytes[at] ?? 0;
        headerBytes += 1;
        at += 1;
        if (headerBytes === 5) bodyBytes = header.readInt32BE(1) - 4;
      } else {
        const take = Math.min(bodyBytes, bytes.length - at);
        if (header[0] === 0x5a) status = String.fromCharCode(bytes[at] ?? 0) as TransactionStatus;
        bodyBytes -= take;
        at += take;
      }
      if (headerBytes === 5 && bodyBytes === 0) headerBytes = 0;
    }
    return status;
  };
}

/** A FATAL error, after which the server closes the connection. `sqlState` as in PostgreSQL's appendix of error codes. */
export function fatalError(sqlState: string, text: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${sqlState}\0M${text}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}
