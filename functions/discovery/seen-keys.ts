import { hash } from 'node:crypto';

const FIRST_SLOTS = 1024;

/**
 * Remembers which keys were seen, in 8 bytes each (and as many spare), by the first 64 bits of their SHA-256. That two
 * of a million keys share those happens once in 10^7 gatherings; what a key says cannot be read back.
 */
export class SeenKeys {
  #slots: Uint32Array;
  #size = 0;

  constructor(saved?: Uint8Array) {
    this.#slots = new Uint32Array(2 * FIRST_SLOTS);
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
    const second = Number.parseInt(digest.slice(8, 16), 16);
    const slot = this.#slotOf(first, second);
    return this.#slots[slot] !== 0 || this.#slots[slot + 1] !== 0;
  }

  /** For the constructor of another instance. */
  save(): Uint8Array {
    const words = new Uint32Array(2 * this.#size);
    let at = 0;
    for (let slot = 0; slot < this.#slots.length; slot += 2) {
      const [high, low] = [this.#slots[slot] ?? 0, this.#slots[slot + 1] ?? 0];
      if (high === 0 && low === 0) continue;
      words[at++] = high;
      words[at++] = low;
    }
    return new Uint8Array(words.buffer);
  }

  #insert(first: number, second: number): boolean {
    if (2 * (this.#size + 1) > this.#slots.length / 2) this.#grow();
    const slot = this.#slotOf(first, second);
    if (this.#slots[slot] !== 0 || this.#slots[slot + 1] !== 0) return false;
    this.#slots[slot] = first;
    this.#slots[slot + 1] = withoutZeroPair(first, second);
    this.#size++;
    return true;
  }

  /** Where a key is, or the free slot where it would go. Open addressing; the pair 0,0 marks a free slot. */
  #slotOf(first: number, second: number): number {
    const low = withoutZeroPair(first, second);
    const mask = this.#slots.length / 2 - 1;
    for (let slot = (first ^ low) & mask; ; slot = (slot + 1) & mask) {
      const [there, thereLow] = [this.#slots[2 * slot], this.#slots[2 * slot + 1]];
      if ((there === first && thereLow === low) || (there === 0 && thereLow === 0)) return 2 * slot;
    }
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Uint32Array(before.length * 2);
    this.#size = 0;
    for (let slot = 0; slot < before.length; slot += 2) {
      const [high, low] = [before[slot] ?? 0, before[slot + 1] ?? 0];
      if (high !== 0 || low !== 0) this.#insert(high, low);
    }
  }
}

/** A key that hashes to the mark of a free slot is moved by one. */
function withoutZeroPair(first: number, second: number): number {
  return first === 0 && second === 0 ? 1 : second;
}
