import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import type { CollectionBinding } from '../shared/organisation.ts';
import { linesOf } from './object-lines.ts';
import type { RecordMatch } from './record-match.ts';
import { faultCode, type ObjectPlace, type StoredRecord, StoreRefusal, StoreUnavailable } from './store-connector.ts';
import { patiently } from './store-patience.ts';

export interface OpenedRecords {
  readonly place: ObjectPlace;
  /** What S3 said of the object. */
  readonly head: Omit<GetObjectCommandOutput, 'Body'>;
  /** Unzipped where the collection is zipped. Who does not read to the end destroys `body`. */
  readonly bytes: Readable;
  readonly body: Readable;
}

/** Opens an object of lines, or an older version of one. @throws whatever the SDK throws */
export async function openRecords(
  client: S3Client,
  { gzip }: CollectionBinding,
  at: { readonly bucket: string; readonly key: string; readonly version?: string },
): Promise<OpenedRecords> {
  const { Body, ...head } = await client.send(
    new GetObjectCommand({ Bucket: at.bucket, Key: at.key, ...(at.version ? { VersionId: at.version } : {}) }),
  );
  if (!(Body instanceof Readable)) throw new StoreUnavailable('NoBody');
  const bytes = gzip ? Body.pipe(createGunzip()) : Body;
  // pipe() does not carry errors on, and a body cut off would otherwise wait for ever.
  if (bytes !== Body) Body.on('error', (error) => bytes.destroy(error));
  const version = at.version === undefined ? {} : { version: at.version };
  return { place: { object: at.key, etag: head.ETag ?? '', ...version }, head, bytes, body: Body };
}

/**
 * One item per line, so that lines can be counted: the record, or undefined where it does not match. In chunks.
 * @throws StoreRefusal `record_unreadable` or StoreUnavailable
 */
export async function* recordsIn(
  { bytes, body }: OpenedRecords,
  { format }: CollectionBinding,
  match: RecordMatch,
  patienceMs?: number,
): AsyncIterable<(StoredRecord | undefined)[]> {
  const giveUp = () => body.destroy(new StoreUnavailable('TimeoutError'));
  try {
    if (format === 'csv') {
      const { parse: parseCsv } = await import('csv-parse');
      const rows = bytes.pipe(
        parseCsv({ columns: withSearchedColumns(match), bom: true, relax_column_count: true, skip_empty_lines: true }),
      );
      bytes.on('error', (error) => rows.destroy(error));
      for await (const row of patiently(rows as AsyncIterable<StoredRecord>, giveUp, patienceMs))
        yield [match.matches(row) ? row : undefined];
    } else
      for await (const lines of linesOf(patiently<Uint8Array>(bytes, giveUp, patienceMs)))
        yield lines.map(match.matchLine);
  } catch (error) {
    throw asReadFault(error);
  } finally {
    body.destroy();
  }
}

/** A search for a column that is not there would find nothing, and say so. */
function withSearchedColumns({ fields }: RecordMatch): (header: string[]) => string[] {
  return (header) => {
    if (fields.some((field) => !header.includes(field))) throw new StoreRefusal('collection_missing');
    return header;
  };
}

const PERMANENT: Readonly<Record<string, 'collection_missing' | 'store_refused'>> = {
  NoSuchBucket: 'collection_missing',
  AccessDenied: 'store_refused',
  InvalidObjectState: 'store_refused',
  PermanentRedirect: 'store_refused',
};

/** What a caller may know of a fault: whether to try again, and a code. */
export function asS3Fault(error: unknown): StoreRefusal | StoreUnavailable {
  if (error instanceof StoreRefusal || error instanceof StoreUnavailable) return error;
  const code = faultCode(error);
  const reason = PERMANENT[error instanceof Error ? error.name : code];
  return reason ? new StoreRefusal(reason) : new StoreUnavailable(code);
}

/** The same of a fault in the middle of an object. */
export function asReadFault(error: unknown): StoreRefusal | StoreUnavailable {
  // Corrupt gzip and malformed CSV stay so; a connection cut off does not.
  return /^(Z_DATA|CSV_)/.test(faultCode(error)) ? new StoreRefusal('record_unreadable') : asS3Fault(error);
}
