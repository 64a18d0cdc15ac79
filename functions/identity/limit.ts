import type { KeyedHash } from './keyed-hash.ts';

/** A most per hour and per day; counted in fixed windows of UTC. */
export interface Limit {
  readonly perHour: number;
  readonly perDay: number;
}

/**
 * What one party can make us send. `address`: confirmation mails to one address, whoever asks. `network`: mails of any
 * kind asked for from one network, so one attacker can't have a thousand sent; an office behind one address fits in.
 */
export const mailLimits = {
  address: { perHour: 10, perDay: 30 },
  network: { perHour: 120, perDay: 600 },
} as const satisfies Record<string, Limit>;

export interface LimitStore {
  /** Counts one more in a window; false, and not counted, when `most` is reached. */
  count(
    window: { readonly of: string; readonly name: string; readonly endsAt: string },
    most: number,
  ): Promise<boolean>;
}

export interface LimitDependencies {
  readonly limits: LimitStore;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
}

/** Counts one use of a limit by a party, named by a keyed hash. */
export function limitCounter({ limits, now }: LimitDependencies) {
  return async (party: string, limit: Limit): Promise<'within' | 'reached'> => {
    const at = now();
    const day = at.slice(0, 10);
    const hour = at.slice(0, 13);
    const within =
      (await limits.count({ of: party, name: `hour-${hour}`, endsAt: `${hour}:59:59.999Z` }, limit.perHour)) &&
      (await limits.count({ of: party, name: `day-${day}`, endsAt: `${day}T23:59:59.999Z` }, limit.perDay));
    return within ? 'within' : 'reached';
  };
}

export type CountLimit = ReturnType<typeof limitCounter>;

/** The keyed hash that names a network in limits: an IPv4 /24 or an IPv6 /56, what one subscriber or site usually has. */
export async function networkParty(keyedHash: KeyedHash, address: string): Promise<string> {
  return keyedHash.of('network', networkPrefix(address));
}

export function networkPrefix(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  const four = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(mapped)?.[1];
  if (four !== undefined) return `${four}.0/24`;
  if (!/^[0-9a-f:.]{2,45}$/i.test(address)) return 'unknown';
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const before = head.split(':').filter(Boolean);
  const after = tail.split(':').filter(Boolean);
  const zeros = address.includes('::') ? Math.max(0, 8 - before.length - after.length) : 0;
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after]
    .slice(0, 4)
    .map((group) => group.padStart(4, '0'));
  return `${groups.join(':').slice(0, 17)}00::/56`;
}
