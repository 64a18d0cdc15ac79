import type { Milestone } from '../requests/index.ts';
import { accepted, type Result, refused } from '../shared/result.ts';

/** What a code opens: the request itself, its tracking pages, or one download. */
export const codePurposes = ['confirm', 'track', 'download'] as const;
export type CodePurpose = (typeof codePurposes)[number];

/** The mail that brings the code of a purpose. */
export const milestoneOf = {
  confirm: 'confirmation_code',
  track: 'tracking_code',
  download: 'download_code',
} as const satisfies Record<CodePurpose, Milestone>;

export function purposeOf(milestone: Milestone): CodePurpose | undefined {
  return codePurposes.find((purpose) => milestoneOf[purpose] === milestone);
}

export const codeValidMinutes = 10;
export const triesPerCode = 5;

/** A code as kept: never the digits. */
export interface CodeRecord {
  /** Keyed hash of request, purpose and digits; absent while the mail is on its way, and once the code was used. */
  readonly codeHash?: string;
  /** Instant, ISO in UTC. */
  readonly validUntil: string;
  readonly triesLeft: number;
  /** Instants of the mails asked for in the last day, oldest first. */
  readonly asks: readonly string[];
  /** Mails asked for since the record is there; the condition of the next ask. */
  readonly asked: number;
}

/** How often a code may be asked for, per request and purpose: a wait between two, and a most within an hour and a day. */
export const askLimits = { waitSeconds: 60, perHour: 5, perDay: 10 } as const;

const second = 1000;
const hour = 3600 * second;

export interface TooOften {
  readonly code: 'too_often';
  /** Whole seconds until the next ask is allowed. */
  readonly waitSeconds: number;
}

/**
 * Asks for one more code. The tries start anew and the code before it stops working.
 * @param earlier instants of mails that were asked for without this record, such as the first one of a request
 */
export function askAgain(
  record: CodeRecord | undefined,
  now: string,
  earlier: readonly string[] = [],
): Result<CodeRecord, TooOften> {
  const at = Date.parse(now);
  const within = (span: number): number[] =>
    [...earlier, ...(record?.asks ?? [])].map((ask) => Date.parse(ask)).filter((ask) => at - ask < span);
  const waits = [
    ...within(askLimits.waitSeconds * second).map((ask) => ask + askLimits.waitSeconds * second - at),
    ...untilBelow(within(hour), askLimits.perHour, hour, at),
    ...untilBelow(within(24 * hour), askLimits.perDay, 24 * hour, at),
  ];
  if (waits.length > 0) return refused({ code: 'too_often', waitSeconds: Math.ceil(Math.max(...waits) / second) });
  const asks = (record?.asks ?? []).filter((ask) => at - Date.parse(ask) < 24 * hour);
  return accepted({
    validUntil: validUntil(now),
    triesLeft: triesPerCode,
    asks: [...asks, now],
    asked: (record?.asked ?? 0) + 1,
  });
}

function untilBelow(asks: readonly number[], most: number, span: number, at: number): number[] {
  const blocking = asks.toSorted((a, b) => a - b).at(-most);
  return blocking === undefined ? [] : [blocking + span - at];
}

export function validUntil(now: string): string {
  return new Date(Date.parse(now) + codeValidMinutes * 60 * second).toISOString();
}

/** The digits a person meant: full-width digits, spaces and dashes are forgiven. Undefined when there are not six. */
export function readCode(typed: string): string | undefined {
  const digits = typed.normalize('NFKC').replace(/[\s\-\u2013\u2014.]/g, '');
  return /^[0-9]{6}$/.test(digits) ? digits : undefined;
}

/** Six digits, each as likely as any other, from bytes that are. */
export function drawDigits(randomBytes: (size: number) => Uint8Array): string {
  const limit = 0x1_0000_0000 - (0x1_0000_0000 % 1_000_000);
  for (;;) {
    const [a = 0, b = 0, c = 0, d = 0] = randomBytes(4);
    const number = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
    // A number beyond the last full million would make small codes likelier: draw again.
    if (number < limit) return String(number % 1_000_000).padStart(6, '0');
  }
}

/** What a code's hash is made of: bound to one request and one purpose, so it opens nothing else. */
export function hashedPart(requestId: string, purpose: CodePurpose, digits: string): string {
  return `${requestId}\0${purpose}\0${digits}`;
}
