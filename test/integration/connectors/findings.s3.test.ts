import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { s3Findings } from '../../../functions/discovery/findings.s3.ts';
import { startObjectStore } from '../../../local/object-store/index.ts';
import { findingsStoreContract } from './findings-store.contract.ts';

findingsStoreContract('S3', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'findings-'));
  const server = await startObjectStore({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    now: () => Date.now(),
    buckets: ['exports'],
  });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new S3Client({ endpoint: server.url, region: 'eu-central-1', credentials });
  return {
    findings: s3Findings({ client, bucket: 'exports' }),
    async close() {
      client.destroy();
      await server.close();
    },
  };
});
