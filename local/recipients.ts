import { join } from 'node:path';
import { sampleRecipients } from '../infra/sample-recipients.ts';
import type { Ports } from './ports.ts';
import { type RecipientServer, startRecipient } from './sample/recipients/recipient-server.ts';
import type { Shutdown } from './shutdown.ts';

export type SampleRecipient = keyof typeof sampleRecipients;

const names: Readonly<Record<SampleRecipient, string>> = {
  'payment-institution': 'Sample payment institution',
  'authentication-bureau': 'Sample real-name authentication bureau',
  'advertising-partner': 'Sample advertising partner',
};

export interface RunningRecipients {
  /** Where each shows what it was told. */
  readonly urls: Readonly<Record<SampleRecipient, string>>;
  /** Their addresses in the templates, and what they are here. */
  readonly addresses: readonly (readonly [string, string])[];
}

/** Starts the recipients of the sample platform, each a server of its own. */
export async function startRecipients(options: {
  readonly host: string;
  readonly ports: Ports;
  readonly dataDir: string;
  readonly now: () => number;
  readonly shutdown: Shutdown;
}): Promise<RunningRecipients> {
  const { host, ports, now, shutdown } = options;
  const keys = Object.keys(names) as SampleRecipient[];
  const started = await Promise.all(
    keys.map(async (key): Promise<readonly [SampleRecipient, RecipientServer]> => {
      const file = join(options.dataDir, 'recipients', `${key}.json`);
      const { secret } = sampleRecipients[key];
      const server = await startRecipient({ host, port: ports[key], name: names[key], secret, file, now });
      shutdown.add(() => server.close());
      return [key, server];
    }),
  );
  return {
    urls: Object.fromEntries(started.map(([key, { url }]) => [key, url])) as Record<SampleRecipient, string>,
    addresses: started.map(([key, { url }]) => [new URL(sampleRecipients[key].url).origin, url] as const),
  };
}
