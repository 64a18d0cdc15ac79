import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { StartRefused } from './start-refused.ts';

/** What listens, in the order of the ports after the first. */
export const services = [
  'edge',
  'mailbox',
  'sign-in',
  'step-functions',
  'object-store',
  'dynamodb',
  'postgres',
  'key-service',
  'payment-institution',
  'authentication-bureau',
  'advertising-partner',
  'listings',
] as const;

export type Service = (typeof services)[number];

export type Ports = Readonly<Record<Service, number>>;

/** Below the ports that systems give to outgoing connections, which could take one between the trial and the start. */
const anywhere = { from: 10_240, below: 32_768 - services.length };
const attempts = 20;

/**
 * Ports for every service: `first` and those after it, or free ones when `first` is 0. All of them are tried before anything starts.
 * @throws StartRefused naming the port that is in use
 */
export async function reservePorts(host: string, first: number): Promise<Ports> {
  if (first !== 0) return tryPorts(host, first);
  for (let attempt = 1; ; attempt++) {
    try {
      return await tryPorts(host, randomInt(anywhere.from, anywhere.below));
    } catch (error) {
      if (attempt === attempts) throw error;
    }
  }
}

async function tryPorts(host: string, first: number): Promise<Ports> {
  const held: Server[] = [];
  const ports: [Service, number][] = [];
  try {
    for (const [index, service] of services.entries()) {
      held.push(await listen(host, first + index, service));
      ports.push([service, first + index]);
    }
  } finally {
    await Promise.all(held.map((server) => new Promise((closed) => server.close(closed))));
  }
  return Object.fromEntries(ports) as Ports;
}

function listen(host: string, port: number, service: Service): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${error.message})`;
      const advice = `Set PORT to the first of ${services.length} free ports.`;
      reject(new StartRefused(`Port ${port}, needed for ${service}, ${reason}. ${advice}`, { cause: error }));
    });
    server.listen(port, host, () => resolve(server));
  });
}
