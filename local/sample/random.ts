/** Numbers that look random and are the same for the same seed, on every machine. */
export interface Random {
  /** From 0 (included) to 1 (excluded). */
  fraction(): number;
  /** A whole number, both ends included. */
  between(low: number, high: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** True this share of the time. */
  chance(share: number): boolean;
  /** As many decimal digits. */
  digits(count: number): string;
  /** As many lower-case hexadecimal digits. */
  hex(count: number): string;
}

/** SplitMix32 over a hash of the seed: small, fast, and even enough for made-up data. Nothing secret may come from it. */
export function randomFrom(seed: string): Random {
  let state = 2166136261;
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16777619);
  const fraction = () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4294967296;
  };
  const between = (low: number, high: number) => low + Math.floor(fraction() * (high - low + 1));
  const repeat = (count: number, of: () => string) => Array.from({ length: count }, of).join('');
  return {
    fraction,
    between,
    pick(items) {
      const item = items[between(0, items.length - 1)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    chance: (share) => fraction() < share,
    digits: (count) => repeat(count, () => String(between(0, 9))),
    hex: (count) => repeat(count, () => between(0, 15).toString(16)),
  };
}
