import { hash } from 'node:crypto';

/** Tables grow one at a time, large ones by a quarter, so that growing never holds much twice. */
const TABLES = 256;
const LARGE_SLOTS = 1024;
const FIRST_SLOTS = 8;
const MOST_FILLED = 0.8;

interface Table {
  slots: Uint32Array;
  size: number;
}

const none = new Uint32Array(2);

/**
 * Remembers which keys were seen, in 8 bytes each (and a few spare), by the first 64 bits of their SHA-256. That two
 * of a million keys share those happens once in 10^7 gatherings; what a key says cannot be read back.
 */
export class SeenKeys {
  /** By the first byte. Open addressing; the pair 0,0 marks a free slot. */
  readonly #tables = Array.from(
    { length: TABLES },
    (): Table => ({ slots: new Uint32Array(2 * FIRST_SLOTS), size: 0 }),
  );
  #size = 0;

  constructor(saved?: Uint8Array) {
    if (!saved) return;
    const words = new Uint32Array(saved.buffer.slice(saved.byteOffset, saved.byteOffset + saved.byteLength));
    for (let index = 0; index + 1 < words.length; index += 2) this.#insert(words[index] ?? 0, words[index + 1] ?? 0);
  }

  get size(): number {
    return this.#size;
  }

  /** True when the key was not seen before; it is from now on. */
  add(key: string): boolean {
    return this.addDigest(hash('sha256', key, 'hex'));
  }

  /** As `add`, for a key whose SHA-256 (hex) is known already. */
  addDigest(digest: string): boolean {
    return this.#insert(Number.parseInt(digest.slice(0, 8), 16), Number.parseInt(digest.slice(8, 16), 16));
  }

  /** Whether `addDigest` was called with this digest. */
  hasDigest(digest: string): boolean {
    const first = Number.parseInt(digest.slice(0, 8), 16);
    const second = withoutZeroPair(first, Number.parseInt(digest.slice(8, 16), 16));
    const { slots = none } = this.#tables[first >>> 24] ?? {};
    return !isFree(slots, slotOf(slots, first, second));
  }

  /** For the constructor of another instance. */
  save(): Uint8Array {
    const words = new Uint32Array(2 * this.#size);
    let at = 0;
    for (const { slots } of this.#tables) {
      for (let slot = 0; slot < slots.length; slot += 2) {
        if (isFree(slots, slot)) continue;
        words[at++] = slots[slot] ?? 0;
        words[at++] = slots[slot + 1] ?? 0;
      }
    }
    return new Uint8Array(words.buffer);
  }

  #insert(first: number, given: number): boolean {
    const second = withoutZeroPair(first, given);
    const table = this.#tables[first >>> 24];
    if (!table) throw new RangeError(`${first} is no 32-bit number`);
    if (table.size + 1 > (table.slots.length / 2) * MOST_FILLED) table.slots = grown(table.slots);
    const { slots } = table;
    const slot = slotOf(slots, first, second);
    if (!isFree(slots, slot)) return false;
    slots[slot] = first;
    slots[slot + 1] = second;
    table.size++;
    this.#size++;
    return true;
  }
}

/** Where a key is, or the free slot where it would go. */
function slotOf(slots: Uint32Array, first: number, second: number): number {
  const count = slots.length / 2;
  for (let slot = ((first ^ second) >>> 0) % count; ; slot = slot + 1 === count ? 0 : slot + 1) {
    if ((slots[2 * slot] === first && slots[2 * slot + 1] === second) || isFree(slots, 2 * slot)) return 2 * slot;
  }
}

function isFree(slots: Uint32Array, slot: number): boolean {
  return slots[slot] === 0 && slots[slot + 1] === 0;
}

function grown(before: Uint32Array): Uint32Array {
  const count = before.length / 2;
  const slots = new Uint32Array(2 * Math.ceil(count * (count < LARGE_SLOTS ? 2 : 1.25)));
  for (let slot = 0; slot < before.length; slot += 2) {
    if (isFree(before, slot)) continue;
    const [first = 0, second = 0] = [before[slot], before[slot + 1]];
    const free = slotOf(slots, first, second);
    slots[free] = first;
    slots[free + 1] = second;
  }
  return slots;
}

/** A key that hashes to the mark of a free slot is moved by one. */
function withoutZeroPair(first: number, second: number): number {
  return first === 0 && second === 0 ? 1 : second;
}
