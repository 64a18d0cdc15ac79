import { join } from 'node:path';
import { accountId, region } from './cloud-plan.ts';
import type { BusEvent } from './event-bus/index.ts';
import { startKeyService } from './key-service/index.ts';
import { type MailboxServer, startMailbox } from './mailbox/index.ts';
import type { Ports } from './ports.ts';
import type { Shutdown } from './shutdown.ts';
import { type RunningSignIn, startSignIn } from './sign-in/index.ts';
import { staffFor } from './staff.ts';
import type { Cloud, UserPool } from './template/index.ts';

export interface FrontServices {
  readonly mailbox: MailboxServer;
  /** Undefined when the templates have no user pool. */
  readonly signIn: RunningSignIn | undefined;
}

/** Starts keys, mailbox and sign-in with what the templates declare of them. */
export async function startFrontServices(options: {
  readonly cloud: Cloud;
  readonly host: string;
  readonly ports: Ports;
  readonly dataDir: string;
  readonly onEvent: (event: BusEvent) => void;
  readonly onFault: (part: string) => (error: unknown) => void;
  readonly shutdown: Shutdown;
}): Promise<FrontServices> {
  const { cloud, host, ports, onFault, shutdown } = options;
  const at = (name: keyof Ports) => ({ host, port: ports[name], dataDir: join(options.dataDir, name), now: cloud.now });
  const closing = <T extends { close(): Promise<void> }>(part: T): T => {
    shutdown.add(() => part.close());
    return part;
  };
  const [pool] = cloud.userPools.values();
  const [mailbox, signIn] = await Promise.all([
    startMailbox({
      ...at('mailbox'),
      region,
      account: accountId,
      identities: [...cloud.senders],
      configurationSets: publishedEvents(cloud),
      onEvent: (event) => options.onEvent({ ...event }),
      onFault: onFault('mailbox'),
    }).then(closing),
    pool && startSignIn({ ...at('sign-in'), ...signInSettings(pool, cloud) }).then(closing),
    startKeyService({
      ...at('key-service'),
      keys: cloud.keys,
      region,
      accountId,
      onFault: onFault('key service'),
    }).then(closing),
  ]);
  return { mailbox, signIn };
}

function signInSettings(pool: UserPool, { signInUrl }: Cloud) {
  return {
    issuer: signInUrl,
    users: staffFor(pool.groups),
    clients: pool.clients.map((client) => ({
      clientId: client.id,
      redirectUris: client.callbackUrls,
      postLogoutRedirectUris: client.logoutUrls,
      origins: [...new Set(client.callbackUrls.map((url) => new URL(url).origin))],
    })),
  };
}

/** Names as SES publishes them; types that the mailbox never produces are left out. */
function publishedEvents(cloud: Cloud): Record<string, ('Send' | 'Delivery' | 'Bounce' | 'Complaint')[]> {
  const names = { send: 'Send', delivery: 'Delivery', bounce: 'Bounce', complaint: 'Complaint' } as const;
  return Object.fromEntries(
    [...cloud.configurationSets.values()].map((set) => [
      set.name,
      Object.entries(names).flatMap(([type, name]) => (set.eventTypes.has(type) ? [name] : [])),
    ]),
  );
}
