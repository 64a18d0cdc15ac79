import type { RecipientEndpoints } from './notice.ts';

const prefix = 'secretsmanager:';

/** What is shared with each recipient, read once while the process is warm. */
export function secretReader(endpoints: RecipientEndpoints, readSecret: (arn: string) => Promise<string>) {
  const read = new Map<string, Promise<string>>();
  return async (recipient: string): Promise<string | undefined> => {
    const secret = endpoints[recipient]?.secret;
    if (secret === undefined || !secret.startsWith(prefix)) return secret;
    const reading = read.get(recipient) ?? readSecret(secret.slice(prefix.length));
    read.set(recipient, reading);
    // One that failed is read again by the next call.
    reading.catch(() => read.delete(recipient));
    return reading;
  };
}
