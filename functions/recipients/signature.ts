import { createHmac, timingSafeEqual } from 'node:crypto';

/** Header of what we send and what recipients send back: `t=<seconds since the epoch>,v1=<HMAC-SHA-256 in hex>`. */
export const signatureHeader = 'x-opendsr-signature';

/** A signature older or newer than this is a replay, or of a clock that is wrong. */
export const signatureValidSeconds = 300;

/** Over the time and the exact bytes of the body, so that neither can be changed. */
export function sign(secret: string, body: string, seconds: number): string {
  return `t=${seconds},v1=${mac(secret, body, seconds).toString('hex')}`;
}

export function isSigned(secret: string, body: string, header: string | undefined, now: string): boolean {
  const [, time, given] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? [];
  if (time === undefined || given === undefined) return false;
  const fresh = Math.abs(Date.parse(now) / 1000 - Number(time)) <= signatureValidSeconds;
  return timingSafeEqual(mac(secret, body, Number(time)), Buffer.from(given, 'hex')) && fresh;
}

function mac(secret: string, body: string, seconds: number): Buffer {
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest();
}
