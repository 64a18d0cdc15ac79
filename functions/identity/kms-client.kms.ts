import { KMSClient } from '@aws-sdk/client-kms';

let shared: KMSClient | undefined;

/** One client per process, so connections are kept. */
export function kmsClient(): KMSClient {
  shared ??= new KMSClient({});
  return shared;
}
