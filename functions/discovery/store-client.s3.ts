import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { S3StoreBinding } from '../shared/organisation.ts';
import { storeRequests } from './store-patience.ts';

/** A client for one store of objects, which waits for it only so long. */
export function objectStoreClient({ region }: Pick<S3StoreBinding, 'region'>, config: S3ClientConfig = {}): S3Client {
  return new S3Client({ requestHandler: storeRequests, ...(region ? { region } : {}), ...config });
}
