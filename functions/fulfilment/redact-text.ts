/** What kind of text a value is, and so how the same one is recognised when written differently. */
export type ValueKind = 'name' | 'email' | 'phone' | 'text';

export interface SearchedValue<Key> {
  readonly key: Key;
  readonly kind: ValueKind;
  readonly value: string;
}

/** A passage: UTF-16 offsets, `to` exclusive. */
export interface Place<Key> {
  readonly key: Key;
  readonly from: number;
  readonly to: number;
}

/** Finds the values in a text: each place once, in order, none overlapping another. */
export type FindPlaces<Key> = (text: string) => readonly Place<Key>[];

/** Digits that tell one telephone number from another, whether or not a country code goes before them. */
const subscriberDigits = 7;

/**
 * Looks for values within texts. Names, addresses and texts are recognised whatever their case, width, accents' encoding
 * and spacing; telephone numbers whatever stands between their digits, with or without country code. In scripts that
 * separate words, names and addresses are found as whole words only; a text (typed by staff) wherever it stands.
 */
export function placeFinder<Key>(values: readonly SearchedValue<Key>[]): FindPlaces<Key> {
  const findWords = wordFinder(values.filter(({ kind }) => kind !== 'phone'));
  const findPhones = phoneFinder(values.filter(({ kind }) => kind === 'phone'));
  return (text) => withoutOverlaps([...findWords(text), ...findPhones(text)]);
}

/** A value as it is compared: the same for two ways to write the same. Empty for one that says nothing. */
export function comparable(kind: ValueKind, value: string): string {
  return kind === 'phone' ? significantDigits(value) : fold(value).text.trim();
}

/** Whether a value can be told from others at all: `-` or `1` would be found everywhere. */
export function isTelling(kind: ValueKind, value: string): boolean {
  const folded = comparable(kind, value);
  if (kind === 'phone') return folded.length >= subscriberDigits;
  const letters = folded.replace(/[^\p{L}\p{N}]/gu, '');
  return /\p{Script=Han}/u.test(letters) ? letters.length >= 2 : letters.length >= 3;
}

interface Folded {
  readonly text: string;
  /** Where each unit of `text` comes from, and one more for its end. */
  readonly origin: (index: number) => number;
}

/** Case, width and encoding of accents do not count; any run of spaces is one space, and what is invisible is nothing. */
function fold(text: string): Folded {
  if (/^[\x21-\x7e]*(?: [\x21-\x7e]+)*$/.test(text)) return { text: text.toLowerCase(), origin: (index) => index };
  let folded = '';
  const origins: number[] = [];
  let at = 0;
  for (const character of text) {
    const same = /\p{Cf}/u.test(character) ? '' : character.normalize('NFKD').toLowerCase().replace(/\s+/g, ' ');
    const added = same === ' ' && folded.endsWith(' ') ? '' : same;
    for (let unit = 0; unit < added.length; unit++) origins.push(at);
    folded += added;
    at += character.length;
  }
  origins.push(at);
  return { text: folded, origin: (index) => origins[index] ?? at };
}

function wordFinder<Key>(values: readonly SearchedValue<Key>[]) {
  // By the first two units, so that a text is gone through once however many values are looked for.
  const byStart = new Map<number, { readonly key: Key; readonly folded: string; readonly whole: boolean }[]>();
  for (const { key, kind, value } of values) {
    const folded = comparable(kind, value);
    if (folded.length < 2) continue;
    const start = startOf(folded, 0);
    byStart.set(start, [...(byStart.get(start) ?? []), { key, folded, whole: kind !== 'text' }]);
  }
  for (const candidates of byStart.values()) candidates.sort((a, b) => b.folded.length - a.folded.length);

  return (text: string): Place<Key>[] => {
    if (byStart.size === 0 || text.length < 2) return [];
    const { text: folded, origin } = fold(text);
    const places: Place<Key>[] = [];
    for (let at = 0; at + 1 < folded.length; at++) {
      const found = byStart
        .get(startOf(folded, at))
        ?.find(
          (candidate) =>
            folded.startsWith(candidate.folded, at) &&
            (!candidate.whole || isWhole(folded, at, candidate.folded.length)),
        );
      if (!found) continue;
      const end = at + found.folded.length;
      // A character of which the value ends on a part belongs to it.
      places.push({ key: found.key, from: origin(at), to: endOf(text, origin, end) });
      at = end - 1;
    }
    return places;
  };
}

function startOf(text: string, at: number): number {
  return text.charCodeAt(at) * 0x10000 + text.charCodeAt(at + 1);
}

function endOf(text: string, origin: Folded['origin'], end: number): number {
  const last = origin(end - 1);
  return Math.max(origin(end), last + String.fromCodePoint(text.codePointAt(last) ?? 0).length);
}

/** Scripts that do not separate words have no boundary to ask for. */
const wordEnd = /[\p{L}\p{N}\p{M}]/u;
const unseparated =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

function isWhole(text: string, from: number, length: number): boolean {
  const joins = (inside: string, outside: string) =>
    wordEnd.test(inside) && wordEnd.test(outside) && !unseparated.test(inside) && !unseparated.test(outside);
  return (
    !joins(before(text, from + 1), before(text, from)) &&
    !joins(before(text, from + length), after(text, from + length))
  );
}

/** The character that ends at, or starts at, this index; empty at the edge. */
function before(text: string, at: number): string {
  const low = text.charCodeAt(at - 1);
  const isPair = low >= 0xdc00 && low <= 0xdfff && at >= 2;
  return at > 0 ? text.slice(at - (isPair ? 2 : 1), at) : '';
}
function after(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? '' : String.fromCodePoint(point);
}

/** Digits without what is dialled before a number: zeros. */
function significantDigits(value: string): string {
  return value.normalize('NFKC').replace(/\D/g, '').replace(/^0+/, '');
}

/** What people write between the digits of a number. */
const betweenDigits = /[\s().\-/\u2010-\u2015\u00a0]/;

function phoneFinder<Key>(values: readonly SearchedValue<Key>[]) {
  const byEnd = new Map<string, { readonly key: Key; readonly digits: string }[]>();
  for (const { key, value } of values) {
    const digits = significantDigits(value);
    if (digits.length < subscriberDigits) continue;
    const end = digits.slice(-subscriberDigits);
    byEnd.set(end, [...(byEnd.get(end) ?? []), { key, digits }]);
  }

  return (text: string): Place<Key>[] => {
    if (byEnd.size === 0) return [];
    return digitRuns(text).flatMap(({ digits, places }) => {
      const found: Place<Key>[] = [];
      let free = 0;
      for (let end = subscriberDigits; end <= digits.length; end++) {
        if (end - subscriberDigits < free) continue;
        for (const candidate of byEnd.get(digits.slice(end - subscriberDigits, end)) ?? []) {
          const start = startOfNumber(digits, end, candidate.digits, free);
          const from = places[start] ?? 0;
          const to = (places[end - 1] ?? 0) + 1;
          if (/[\p{L}\p{N}]/u.test(before(text, from)) || /[\p{L}\p{N}]/u.test(after(text, to))) continue;
          found.push({ key: candidate.key, from: text[from - 1] === '+' ? from - 1 : from, to });
          free = end;
          break;
        }
      }
      return found;
    });
  };
}

/** Back over the digits that are the number's, then over the zeros dialled before it. */
function startOfNumber(digits: string, end: number, wanted: string, free: number): number {
  let start = end;
  for (
    let back = 1;
    start > free && back <= wanted.length && digits[start - 1] === wanted[wanted.length - back];
    back++
  )
    start--;
  while (start > free && digits[start - 1] === '0') start--;
  return start;
}

/** Digits of a text that could be one number, with where each stands. */
function digitRuns(text: string): { readonly digits: string; readonly places: readonly number[] }[] {
  const runs: { digits: string; places: number[] }[] = [];
  let open: { digits: string; places: number[] } | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = (text[at] ?? '').normalize('NFKC');
    if (/^\d$/.test(character)) {
      if (!open) {
        open = { digits: '', places: [] };
        runs.push(open);
      }
      open.digits += character;
      open.places.push(at);
    } else if (!betweenDigits.test(character)) {
      open = undefined;
    }
  }
  return runs.filter(({ digits }) => digits.length >= subscriberDigits);
}

function withoutOverlaps<Key>(places: Place<Key>[]): Place<Key>[] {
  if (places.length < 2) return places;
  const inOrder = places.sort((a, b) => a.from - b.from || b.to - a.to);
  const kept: Place<Key>[] = [];
  for (const place of inOrder) {
    const last = kept.at(-1);
    if (!last || place.from >= last.to) kept.push(place);
    // What is left of the later one would still be readable.
    else if (place.to > last.to) kept[kept.length - 1] = { ...last, to: place.to };
  }
  return kept;
}

/** What a value that staff typed looks like: an address, a telephone number, or any text. */
export function kindOf(value: string): Exclude<ValueKind, 'name'> {
  if (/^[^\s@]+@[^\s@]+$/.test(value.trim())) return 'email';
  return /^[+\d\s().\-/]+$/.test(value) && isTelling('phone', value) ? 'phone' : 'text';
}
