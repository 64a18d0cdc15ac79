import type { Finding, FindingsWriter, GatheringKey, GatheringRecord, Part } from './findings-store.ts';
import { LineBuffer } from './line-buffer.ts';

/** A part is written when it holds this many findings, or this many bytes of them. */
const FINDINGS_PER_PART = 2000;
const BYTES_PER_PART = 4 * 1024 * 1024;
const VALUES_PER_PART = 20_000;

/**
 * Collects what is found and writes it away in numbered parts, one while the next is collected, so that no more than two
 * of each kind are in memory. A part that could not be written is thrown at the next one, at the latest by `flush`.
 *
 * `addFinding` and `addReference` answer a promise when a part is full: nothing may be added before it is kept. That is
 * once in a thousand records, and waiting for each would cost as much as reading it.
 */
export class GatheredParts {
  readonly #writer: FindingsWriter;
  readonly #key: GatheringKey;
  /** Makes names of this invocation's parts its own. */
  readonly #invocation: string;
  readonly #parts: Part[];
  readonly #references: Map<string, Part[]>;
  readonly #values = new Map<string, string[]>();
  #findings = new LineBuffer();
  /** The part being written, or one to be filled again. */
  #written = new LineBuffer();
  #writing: Promise<void> = Promise.resolve();
  #count: number;
  #number: number;

  constructor(writer: FindingsWriter, key: GatheringKey, invocation: string, before: GatheringRecord | undefined) {
    this.#writer = writer;
    this.#key = key;
    this.#invocation = invocation;
    this.#parts = [...(before?.parts ?? [])];
    this.#references = new Map(Object.entries(before?.references ?? {}).map(([field, parts]) => [field, [...parts]]));
    this.#count = before?.count ?? 0;
    this.#number = [this.#parts, ...this.#references.values()].reduce((sum, parts) => sum + parts.length, 0);
  }

  get count(): number {
    return this.#count;
  }

  addFinding(finding: Finding): Promise<void> | undefined {
    this.#findings.add(JSON.stringify(finding));
    this.#count++;
    const isFull = this.#findings.lines >= FINDINGS_PER_PART || this.#findings.size >= BYTES_PER_PART;
    return isFull ? this.#writeFindings() : undefined;
  }

  addReference(field: string, value: string): Promise<void> | undefined {
    const values = this.#values.get(field) ?? [];
    values.push(value);
    this.#values.set(field, values);
    return values.length >= VALUES_PER_PART ? this.#writeReferences(field, values) : undefined;
  }

  /** Name for a file of this gathering. */
  fileName(): string {
    return `${this.#name('file')}.bin`;
  }

  /** Writes what is left, and tells what all parts so far are. */
  async flush(): Promise<GatheringRecord> {
    if (this.#findings.lines > 0) await this.#writeFindings();
    for (const [field, values] of this.#values) if (values.length > 0) await this.#writeReferences(field, values);
    await this.#writing;
    return { count: this.#count, parts: [...this.#parts], references: Object.fromEntries(this.#references) };
  }

  async #writeFindings(): Promise<void> {
    const name = `${this.#name('found')}.ndjson`;
    const full = this.#findings;
    await this.#startWriting(() => this.#writer.writePart(this.#key, name, full.bytes));
    this.#parts.push({ name, lines: full.lines });
    // The part before has been written, so its memory is free.
    [this.#findings, this.#written] = [this.#written, full];
    this.#findings.clear();
  }

  async #writeReferences(field: string, values: readonly string[]): Promise<void> {
    const name = `${this.#name('values')}.ndjson`;
    await this.#startWriting(() => this.#writer.writeReferences(this.#key, name, values));
    this.#references.set(field, [...(this.#references.get(field) ?? []), { name, lines: values.length }]);
    this.#values.set(field, []);
  }

  /** Waits for the part before, then returns while this one is being written. */
  async #startWriting(write: () => Promise<void>): Promise<void> {
    await this.#writing;
    this.#writing = write();
    // Awaited by the next part or by `flush`; until then Node must not take it for unhandled.
    this.#writing.catch(() => undefined);
  }

  #name(kind: string): string {
    const number = String(++this.#number).padStart(6, '0');
    return `${this.#key.gathering}-${number}-${kind}-${this.#invocation}`;
  }
}
