/**
 * Loaded into every function's worker before its own code: while the marker file exists, connections to the port it names
 * break and new ones are refused, as when a store is down. The file's path is this module's query.
 */
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { fileURLToPath } from 'node:url';

const marker = new URL(import.meta.url).searchParams.get('marker');
if (!marker) throw new Error('cut-connections.ts is loaded with ?marker=<file URL>');
const file = fileURLToPath(marker);

/** Sockets by the port they were opened to. */
const ports = new WeakMap<net.Socket, number>();

function cutPort(): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function refuse(socket: net.Socket, port: number): void {
  socket.destroy(Object.assign(new Error(`connect ECONNREFUSED 127.0.0.1:${port}`), { code: 'ECONNREFUSED', port }));
}

const { connect, write } = net.Socket.prototype;

net.Socket.prototype.connect = function cutOrConnect(this: net.Socket, ...args: unknown[]) {
  const [first] = args.flat(1) as [unknown];
  const port = Number(typeof first === 'object' && first !== null && 'port' in first ? first.port : first);
  ports.set(this, port);
  if (port === cutPort()) {
    refuse(this, port);
    return this;
  }
  return Reflect.apply(connect, this, args);
} as typeof connect;

net.Socket.prototype.write = function cutOrWrite(this: net.Socket, ...args: unknown[]) {
  const port = ports.get(this);
  if (port !== undefined && port === cutPort()) {
    refuse(this, port);
    return false;
  }
  return Reflect.apply(write, this, args);
} as typeof write;
