import { S3Client } from '@aws-sdk/client-s3';
import { startObjectStore } from '../../../local/object-store/index.ts';

export const CHECKSUM_ALGORITHMS_UNDER_TEST = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;

export interface StoreUnderTest {
  readonly url: string;
  readonly port: number;
  readonly client: S3Client;
  /** Settable: the time the store believes it is. */
  readonly clock: { now: number };
  close(): Promise<void>;
}

/** A store on `dataDir` with bucket `exports`, and a client that knows of it what a deployed function would: the environment. */
export async function startStoreWithClient(dataDir: string): Promise<StoreUnderTest> {
  const clock = { now: Date.UTC(2026, 2, 1, 9, 30) };
  const store = await startObjectStore({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    now: () => clock.now,
    buckets: ['exports'],
  });
  process.env.AWS_ENDPOINT_URL_S3 = store.url;
  process.env.AWS_REGION = 'eu-central-1';
  process.env.AWS_ACCESS_KEY_ID = 'local';
  process.env.AWS_SECRET_ACCESS_KEY = 'local';
  const client = new S3Client({});
  return {
    url: store.url,
    port: store.port,
    client,
    clock,
    async close() {
      client.destroy();
      await store.close();
    },
  };
}
