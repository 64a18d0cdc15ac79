import { createReadStream, createWriteStream, mkdirSync, readdirSync, rmSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';

/** A stretch of an object's body: objects put at once have one, those put together from parts one per part. */
export interface Segment {
  readonly blob: string;
  readonly size: number;
}

/**
 * The bodies, one immutable file each. A blob counts only once the index names it, so a file that an interrupted upload
 * or a killed process leaves behind is rubbish and swept at the next start.
 */
export class Blobs {
  readonly #directory: string;
  readonly #readers = new Map<string, number>();
  readonly #discarded = new Set<string>();

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  sweep(isReferenced: (blob: string) => boolean): void {
    for (const name of readdirSync(this.#directory)) {
      if (!isReferenced(name)) rmSync(join(this.#directory, name));
    }
  }

  write(blob: string): WriteStream {
    return createWriteStream(join(this.#directory, blob), { flags: 'wx', mode: 0o600 });
  }

  /**
   * Bytes `start` to `end` (inclusive) of the segments laid end to end. Holds the blobs from this call until the stream
   * closes: an object overwritten or deleted meanwhile is still read to its end.
   */
  read(segments: readonly Segment[], start: number, end: number): Readable {
    for (const { blob } of segments) this.#readers.set(blob, (this.#readers.get(blob) ?? 0) + 1);
    const stream = Readable.from(this.#bytes(segments, start, end), { objectMode: false });
    return stream.once('close', () => this.#release(segments));
  }

  /** Deletes blobs no longer named by the index, as soon as nobody reads them. */
  discard(blobs: readonly string[]): void {
    for (const blob of blobs) {
      if (this.#readers.has(blob)) this.#discarded.add(blob);
      else rmSync(join(this.#directory, blob), { force: true });
    }
  }

  async *#bytes(segments: readonly Segment[], start: number, end: number): AsyncGenerator<Buffer> {
    let offset = 0;
    for (const { blob, size } of segments) {
      const from = Math.max(start - offset, 0);
      const to = Math.min(end - offset, size - 1);
      if (from <= to) yield* createReadStream(join(this.#directory, blob), { start: from, end: to });
      offset += size;
    }
  }

  #release(segments: readonly Segment[]): void {
    for (const { blob } of segments) {
      const left = (this.#readers.get(blob) ?? 0) - 1;
      if (left > 0) this.#readers.set(blob, left);
      else {
        this.#readers.delete(blob);
        if (this.#discarded.delete(blob)) rmSync(join(this.#directory, blob), { force: true });
      }
    }
  }
}
