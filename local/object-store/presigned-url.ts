import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';

export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const LONGEST_EXPIRY_S = 7 * 24 * 3600;
const CLOCK_SKEW_MS = 15 * 60 * 1000;

/**
 * Lets a request pass or throws the S3Error a client would get. A presigned URL has its signature and its expiry (against
 * `now`, in milliseconds) verified in full; a request with an `Authorization` header is taken at its word; anything else is
 * refused. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function authorize(request: S3Request, key: SigningKey, now: number): void {
  if (request.query.has('X-Amz-Signature') || request.query.has('X-Amz-Algorithm')) verifyPresigned(request, key, now);
  else if (!request.headers.get('authorization')?.startsWith(`${ALGORITHM} `)) throw denied('Access Denied');
}

function verifyPresigned(request: S3Request, key: SigningKey, now: number): void {
  const [accessKeyId, ...scope] = parameter(request, 'X-Amz-Credential').split('/');
  const [day = '', region = '', service, terminator] = scope;
  const date = parameter(request, 'X-Amz-Date');
  const expires = parameter(request, 'X-Amz-Expires');
  const signedHeaders = parameter(request, 'X-Amz-SignedHeaders').split(';');
  const signedAt = parseDate(date);
  if (parameter(request, 'X-Amz-Algorithm') !== ALGORITHM) throw badParameter(`X-Amz-Algorithm must be ${ALGORITHM}`);
  if (scope.length !== 4 || service !== 's3' || terminator !== 'aws4_request' || !date.startsWith(day))
    throw badParameter('X-Amz-Credential is malformed or does not match X-Amz-Date');
  if (!/^\d{1,6}$/.test(expires) || Number(expires) > LONGEST_EXPIRY_S || Number(expires) < 1)
    throw badParameter(`X-Amz-Expires must be between 1 and ${LONGEST_EXPIRY_S} seconds`);
  if (!signedHeaders.includes('host')) throw badParameter('X-Amz-SignedHeaders must contain host');
  if (accessKeyId !== key.accessKeyId)
    throw new S3Error(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.');

  const canonical = canonicalRequest(request, signedHeaders);
  const toSign = [ALGORITHM, date, scope.join('/'), createHash('sha256').update(canonical).digest('hex')].join('\n');
  const signingKey = [day, region, service, terminator].reduce<string | Buffer>(hmac, `AWS4${key.secretAccessKey}`);
  if (!isSame(hmac(signingKey, toSign).toString('hex'), parameter(request, 'X-Amz-Signature')))
    throw new S3Error(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    );
  refuseUnsignedHeaders(request, signedHeaders);
  if (signedAt > now + CLOCK_SKEW_MS) throw denied('Request is not yet valid');
  const expiresAt = signedAt + Number(expires) * 1000;
  if (now > expiresAt)
    throw denied('Request has expired', {
      'X-Amz-Expires': expires,
      Expires: new Date(expiresAt).toISOString(),
      ServerTime: new Date(now).toISOString(),
    });
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html#create-canonical-request */
function canonicalRequest(request: S3Request, signedHeaders: readonly string[]): string {
  const query = [...request.query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encodeRfc3986(name), encodeRfc3986(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map((pair) => pair.join('='));
  const sent = request.body.headers;
  const headers = signedHeaders.map(
    (name) =>
      `${name}:${String(sent[name] ?? '')
        .replace(/\s+/g, ' ')
        .trim()}\n`,
  );
  return [
    request.method,
    request.path.split('/').map(normaliseSegment).join('/'),
    query.join('&'),
    headers.join(''),
    signedHeaders.join(';'),
    request.headers.get('x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD',
  ].join('\n');
}

/** Otherwise whoever holds the link could add, say, metadata its signer never agreed to. */
function refuseUnsignedHeaders(request: S3Request, signedHeaders: readonly string[]): void {
  const unsigned = Object.keys(request.body.headers).filter(
    (name) => name.startsWith('x-amz-') && !signedHeaders.includes(name) && name !== 'x-amz-content-sha256',
  );
  if (unsigned.length > 0)
    throw denied('There were headers present in the request which were not signed', {
      HeadersNotSigned: unsigned.join(', '),
    });
}

function normaliseSegment(segment: string): string {
  return encodeRfc3986(decodeURIComponent(segment));
}

function encodeRfc3986(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1'));
}

function parameter(request: S3Request, name: string): string {
  const [value, ...more] = request.query.getAll(name);
  if (value === undefined || more.length > 0)
    throw badParameter('Query-string authentication needs each of its X-Amz- parameters exactly once');
  return value;
}

function parseDate(date: string): number {
  const iso = date.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z');
  const time = Date.parse(iso);
  if (iso === date || Number.isNaN(time)) throw badParameter('X-Amz-Date must be in the form 20130524T000000Z');
  return time;
}

function badParameter(message: string): S3Error {
  return new S3Error(400, 'AuthorizationQueryParametersError', message);
}

function denied(message: string, details: Readonly<Record<string, string>> = {}): S3Error {
  return new S3Error(403, 'AccessDenied', message, details);
}
