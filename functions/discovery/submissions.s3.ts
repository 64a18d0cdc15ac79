import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { s3Connector } from './connector.s3.ts';
import { type StoreConnector, type StoredRecord, StoreRefusal } from './store-connector.ts';

/** Files that people hand in of sources that no system reaches. What is written under a name never changes. */
export interface SubmissionStore {
  write(requestId: string, submission: string, records: readonly StoredRecord[]): Promise<void>;
}

const keyOf = (requestId: string, submission: string) => `requests/${requestId}/submissions/${submission}.jsonl`;

/** In the exports bucket, beside the findings that come of them; they go when the findings go. */
export function s3Submissions(client: S3Client, bucket: string): SubmissionStore {
  return {
    async write(requestId, submission, records) {
      const Body = Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: keyOf(requestId, submission), Body }));
    },
  };
}

export interface SubmissionSource {
  readonly client: S3Client;
  readonly bucket: string;
  readonly requestId: string;
  /** Name of the file that was handed in of a collection; undefined when there is none. */
  readonly submissionOf: (collection: string) => Promise<string | undefined>;
}

/** Reads what people handed in for one request like any other store: only records that meet the criteria are found. */
export function manualConnector({ client, bucket, requestId, submissionOf }: SubmissionSource): StoreConnector {
  const files = s3Connector({ client, binding: { id: 'submissions', kind: 's3', bucket } });
  return {
    valuesAtOnce: files.valuesAtOnce,
    async *find({ collection, ...query }, page) {
      const submission = await submissionOf(collection.id);
      if (submission === undefined) throw new StoreRefusal('collection_missing');
      const location = keyOf(requestId, submission);
      yield* files.find({ ...query, collection: { ...collection, location, format: 'jsonl', gzip: false } }, page);
    },
  };
}
