import { createServer, type Socket } from 'node:net';

/** What a store does to a connection instead of answering properly. */
export type Weather =
  /** Takes the connection and never says a word. */
  | { readonly kind: 'silent' }
  /** Answers, and stops in the middle without hanging up. */
  | { readonly kind: 'stalls'; readonly answer: string }
  /** Answers, and hangs up in the middle. */
  | { readonly kind: 'hangs_up'; readonly answer: string }
  | { readonly kind: 'answers'; readonly answer: string };

export interface StormyServer {
  readonly port: number;
  readonly url: string;
  weather: Weather;
  /** Requests so far, by their first bytes. */
  readonly asked: number;
  close(): Promise<void>;
}

/** A server that plays a store in bad weather, byte by byte, so that no HTTP library mends anything. */
export async function startStormyServer(): Promise<StormyServer> {
  let weather: Weather = { kind: 'silent' };
  let asked = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', () => {
      asked++;
      if (weather.kind === 'silent') return;
      socket.write(weather.answer, () => {
        if (weather.kind === 'hangs_up') socket.destroy();
      });
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    get weather() {
      return weather;
    },
    set weather(next: Weather) {
      weather = next;
      for (const socket of sockets) socket.destroy();
    },
    get asked() {
      return asked;
    },
    close: () =>
      new Promise((closed) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => closed());
      }),
  };
}

/** An HTTP answer; `missing` bytes of its body are announced and never come. */
export function httpAnswer(
  status: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
  missing = 0,
): string {
  const all = { 'content-length': String(Buffer.byteLength(body) + missing), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`;
}
