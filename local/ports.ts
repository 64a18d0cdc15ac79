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

/**
 * Ports for every service: `first` and those after it, or free ones when `first` is 0. All of them are tried before anything starts.
 * @throws StartRefused naming the port that is in use
 */
export async function reservePorts(host: string, first: number): Promise<Ports> {
  const held: Server[] = [];
  const ports: [Service, number][] = [];
  try {
    for (const [index, service] of services.entries()) {
      const server = await listen(host, first === 0 ? 0 : first + index, service);
      held.push(server);
      const address = server.address();
      ports.push([service, typeof address === 'object' && address !== null ? address.port : 0]);
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
