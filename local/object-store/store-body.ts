import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AwsChunkedDecoder } from './aws-chunked.ts';
import type { Blobs } from './blobs.ts';
import { type ChecksumAlgorithm, checksumHeader, startChecksum } from './checksums.ts';
import { S3Error } from './s3-error.ts';

/** What the sender said about the body, to be checked against what arrived. */
export interface BodyClaims {
  readonly chunked: boolean;
  readonly size?: number;
  readonly md5?: string;
  readonly sha256?: string;
  /** Base64 value, or `trailer` where the value follows the body. */
  readonly checksums: ReadonlyMap<ChecksumAlgorithm, string>;
}

export interface StoredBody {
  readonly blob: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly md5: string;
  /** Base64. */
  readonly checksums: ReadonlyMap<ChecksumAlgorithm, string>;
}

export const NO_CLAIMS: BodyClaims = { chunked: false, checksums: new Map() };

/**
 * Streams a body into a new blob and checks every claim made about it; `compute` names checksums wanted beyond those
 * claimed. When a claim fails or the sender goes away, the blob is removed and the promise rejects.
 */
export async function storeBody(
  source: Readable,
  blobs: Blobs,
  claims: BodyClaims,
  compute: readonly ChecksumAlgorithm[] = [],
): Promise<StoredBody> {
  const blob = randomUUID();
  const md5 = createHash('md5');
  const sha256 = claims.sha256 === undefined ? undefined : createHash('sha256');
  const running = new Map([...claims.checksums.keys(), ...compute].map((name) => [name, startChecksum(name)] as const));
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      md5.update(chunk);
      sha256?.update(chunk);
      for (const checksum of running.values()) checksum.update(chunk);
      done(null, chunk);
    },
  });
  const decoder = claims.chunked ? new AwsChunkedDecoder() : undefined;
  const file = blobs.write(blob);
  try {
    await pipeline([source, ...(decoder ? [decoder] : []), measure, file]);
    const checksums = new Map([...running].map(([name, checksum]) => [name, checksum.digest().toString('base64')]));
    const stored = { blob, size, md5: md5.digest('hex'), checksums };
    checkClaims(claims, stored, decoder?.trailers ?? new Map(), sha256?.digest('hex'));
    return stored;
  } catch (error) {
    if (!file.closed) await once(file, 'close');
    blobs.discard([blob]);
    throw error;
  }
}

function checkClaims(
  claims: BodyClaims,
  body: StoredBody,
  trailers: ReadonlyMap<string, string>,
  sha256: string | undefined,
): void {
  if (claims.size !== undefined && claims.size !== body.size)
    throw new S3Error(400, 'IncompleteBody', `The body has ${body.size} bytes where ${claims.size} were announced.`);
  if (claims.md5 !== undefined && claims.md5 !== Buffer.from(body.md5, 'hex').toString('base64'))
    throw new S3Error(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.');
  if (claims.sha256 !== undefined && claims.sha256 !== sha256)
    throw new S3Error(
      400,
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  for (const [algorithm, claimed] of claims.checksums) {
    const expected = claimed === 'trailer' ? trailers.get(checksumHeader(algorithm)) : claimed;
    if (expected === undefined)
      throw new S3Error(400, 'InvalidRequest', `The trailer ${checksumHeader(algorithm)} is missing.`);
    if (expected !== body.checksums.get(algorithm))
      throw new S3Error(400, 'BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
}
