/**
 * A value of the same type and shape, drawn from bytes: what a column, a form or a check takes, it takes again. Each
 * place in a text is drawn from its own byte and keeps its class, so the same bytes give the same value when asked again
 * for a value that they gave. Addresses lie in ranges reserved for examples, where nobody is.
 *
 * @param bytes at least `bytesNeeded(value)`
 */
export function randomLike(value: Leaf, bytes: Uint8Array): Leaf {
  const at = (index: number) => bytes[index] ?? 0;
  if (typeof value === 'boolean') return at(0) % 2 === 1;
  if (typeof value === 'bigint') return BigInt(digits(String(value), at));
  if (typeof value === 'number') return Number.isFinite(value) ? Number(digits(exactDigits(value), at)) : 0;
  if (value instanceof Uint8Array) return Uint8Array.from(bytes.subarray(0, value.length));
  return textLike(value, at);
}

export type Leaf = string | number | bigint | boolean | Uint8Array;

export function bytesNeeded(value: Leaf): number {
  return Math.max(32, typeof value === 'string' || value instanceof Uint8Array ? value.length : 0);
}

type Draw = (index: number) => number;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const EMAIL = /^[^\s@]+@[^\s@]+$/;
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;
const IPV6 = /^(?=.*::|([^:]*:){7})[0-9a-f:]{2,39}$/i;
const NUMBER = /^-?\d+(\.\d+)?$/;
/** ISO 8601 dates and instants, as stores write them. */
const INSTANT = /^\d{4}-\d\d-\d\d(?:([T ])\d\d:\d\d(:\d\d(?:\.(\d+))?)?)?(Z|[+-]\d\d(?::?\d\d)?)?$/;

function textLike(text: string, at: Draw): string {
  if (UUID.test(text)) return uuid(at);
  // RFC 2606 (.invalid), RFC 2544 (198.18.0.0/15), RFC 3849 (2001:db8::/32).
  if (EMAIL.test(text)) return `${hex(at, 0, 8)}@example.invalid`;
  if (IPV4.test(text)) return `198.18.${at(0)}.${at(1)}`;
  if (IPV6.test(text)) return `2001:db8::1${hex(at, 0, 1)}0:1${hex(at, 1, 1)}0`;
  if (INSTANT.test(text)) return instantLike(text, at);
  if (NUMBER.test(text)) return digits(text, at);
  return Array.from(text, (character, index) => characterLike(character, at(index))).join('');
}

function characterLike(character: string, byte: number): string {
  if (character >= '0' && character <= '9') return String(byte % 10);
  if (character >= 'A' && character <= 'Z') return letter('A', byte);
  // What is no ASCII punctuation or space may say something by itself.
  return character < '\u007f' && !(character >= 'a' && character <= 'z') ? character : letter('a', byte);
}

function letter(first: 'a' | 'A', byte: number): string {
  return String.fromCharCode(first.charCodeAt(0) + (byte % 26));
}

/** Digit for digit, without a zero in front, where it would be lost, and no greater than the type may hold. */
function digits(number: string, at: Draw): string {
  const [, sign = '', whole = '', fraction, exponent = ''] = /^(-?)(\d+)(?:\.(\d+))?(e.*)?$/.exec(number) ?? [];
  // 16, 32 and 64-bit integers end at 32767, 2147483647 and 9223372036854775807.
  const isLargest = [5, 10, 19].includes(whole.length);
  const front = Array.from(whole, (_, index) => {
    if (index > 0 || (whole.length === 1 && exponent === '')) return at(index) % 10;
    return isLargest ? 1 : 1 + (at(index) % 9);
  });
  const behind = Array.from(fraction ?? '', (_, index) => 1 + (at(16 + (index % 16)) % 9));
  return `${sign}${front.join('')}${behind.length > 0 ? `.${behind.join('')}` : ''}${exponent}`;
}

/** Decimals only as far as a double holds them for certain, so that what is drawn is read back digit for digit. */
function exactDigits(value: number): string {
  const [, sign = '', whole = '', fraction = '', exponent = ''] =
    /^(-?)(\d+)(?:\.(\d+))?(e.*)?$/.exec(String(value)) ?? [];
  const kept = fraction.slice(0, Math.max(0, 15 - whole.length));
  // Near the ends of what a double can be it holds fewer digits, or none.
  const power = Math.max(-300, Math.min(300, Number(exponent.slice(1))));
  return `${sign}${whole}${kept ? `.${kept}` : ''}${exponent && `e${power}`}`;
}

function instantLike(text: string, at: Draw): string {
  const [, separator, seconds, fraction, zone = ''] = INSTANT.exec(text) ?? [];
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${1970 + (at(0) % 60)}-${two(1 + (at(1) % 12))}-${two(1 + (at(2) % 28))}`;
  if (separator === undefined) return `${date}${zone}`;
  const behind = Array.from(fraction ?? '', (_, index) => at(6 + index) % 10).join('');
  const rest = seconds === undefined ? '' : `:${two(at(5) % 60)}${behind ? `.${behind}` : ''}`;
  return `${date}${separator}${two(at(3) % 24)}:${two(at(4) % 60)}${rest}${zone}`;
}

function uuid(at: Draw): string {
  const text = hex(at, 0, 16);
  const variant = '89ab'[at(8) % 4];
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-${variant}${text.slice(17, 20)}-${text.slice(20)}`;
}

function hex(at: Draw, from: number, count: number): string {
  return Array.from({ length: count }, (_, index) =>
    at(from + index)
      .toString(16)
      .padStart(2, '0'),
  ).join('');
}
