import type { StoredObject } from './object-index.ts';
import { invalidArgument, notImplemented, S3Error } from './s3-error.ts';

export const READ_CONDITIONS = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'];
export const WRITE_CONDITIONS = ['if-match', 'if-none-match'];

type Headers = ReadonlyMap<string, string>;

/**
 * Whether a read may answer in full (`ok`) or should say nothing has changed (`not modified`); a failed If-Match or
 * If-Unmodified-Since throws. Precedence as RFC 9110, section 13.2.2. `prefix` serves the copy-source conditions.
 */
export function checkRead(object: StoredObject, headers: Headers, prefix = ''): 'ok' | 'not modified' {
  const ifMatch = headers.get(`${prefix}if-match`);
  const ifUnmodifiedSince = headers.get(`${prefix}if-unmodified-since`);
  if (ifMatch !== undefined) {
    if (!matches(object.etag, ifMatch)) throw preconditionFailed(`${prefix}if-match`);
  } else if (ifUnmodifiedSince !== undefined && seconds(object) > parseTime(ifUnmodifiedSince))
    throw preconditionFailed(`${prefix}if-unmodified-since`);
  const ifNoneMatch = headers.get(`${prefix}if-none-match`);
  if (ifNoneMatch !== undefined) return matches(object.etag, ifNoneMatch) ? 'not modified' : 'ok';
  const ifModifiedSince = headers.get(`${prefix}if-modified-since`);
  return ifModifiedSince !== undefined && seconds(object) <= parseTime(ifModifiedSince) ? 'not modified' : 'ok';
}

/**
 * Conditional writes, to be checked in the tick that writes.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function checkWrite(existing: StoredObject | undefined, headers: Headers): void {
  const ifNoneMatch = headers.get('if-none-match');
  const ifMatch = headers.get('if-match');
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*')
    throw notImplemented('If-None-Match on a write with anything but *');
  if (ifNoneMatch !== undefined && existing !== undefined) throw preconditionFailed('If-None-Match');
  if (ifMatch !== undefined && existing === undefined)
    throw new S3Error(404, 'NoSuchKey', 'The specified key does not exist.');
  if (ifMatch !== undefined && existing !== undefined && !matches(existing.etag, ifMatch))
    throw preconditionFailed('If-Match');
}

function matches(etag: string, condition: string): boolean {
  return condition === '*' || condition.split(',').some((one) => unquote(one.trim()) === unquote(etag));
}

function unquote(etag: string): string {
  return etag.replace(/^"|"$/g, '');
}

function seconds(object: StoredObject): number {
  return Math.floor(object.lastModified / 1000);
}

function parseTime(date: string): number {
  const time = Date.parse(date);
  if (Number.isNaN(time)) throw invalidArgument('A date in a conditional header cannot be read.', 'condition');
  return time / 1000;
}

function preconditionFailed(condition: string): S3Error {
  return new S3Error(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    Condition: condition,
  });
}
