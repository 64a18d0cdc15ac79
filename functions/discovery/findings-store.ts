import type { Readable } from 'node:stream';

/** One record of the data subject, as found. */
export interface Finding {
  /** Same for the same record in every gathering of a request: derived from its primary key, and says nothing of it. */
  readonly id: string;
  /** Values by the field names of the data map (`outer.inner` for a field inside an object). */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Name of the copied file for a record that describes one; open it with `openFile`. */
  readonly file?: string;
}

/** What a finished gathering of one collection left behind. */
export interface CollectionFindings {
  readonly collection: string;
  /** The number of the gathering; the highest one counts. */
  readonly gathering: number;
  readonly count: number;
}

/**
 * For the console and the package. Who knows from the request which gathering of a collection counts, says so: finding the
 * latest takes a listing, which costs more than the reading.
 */
export interface FindingsReader {
  /** Every collection with a finished gathering, by id; a collection that failed or waits is not in it. */
  listFindings(requestId: string): Promise<readonly CollectionFindings[]>;
  /**
   * One page of a collection's latest findings, in the order they were found; empty without any.
   * @throws Error named `BadFindingsCursor` for a cursor that this reader did not make
   */
  readFindings(
    requestId: string,
    collection: string,
    page: { readonly limit: number; readonly cursor?: string; readonly gathering?: number },
  ): Promise<FindingsPage>;
  /** All of a collection's latest findings, or those of a finished gathering, in order, some hundreds at a time. */
  streamFindings(requestId: string, collection: string, gathering?: number): AsyncIterable<readonly Finding[]>;
  /** The copied file a finding names. */
  openFile(requestId: string, collection: string, file: string): Promise<Readable>;
}

export interface FindingsPage {
  readonly findings: readonly Finding[];
  /** Opaque; absent on the last page. */
  readonly cursor?: string;
}

/** A written part, and how many lines it holds. */
export interface Part {
  readonly name: string;
  readonly lines: number;
}

/** How far a gathering has come, or, when it has ended, all of it. */
export interface GatheringRecord {
  readonly count: number;
  readonly parts: readonly Part[];
  /** Distinct values by field, for the collections they lead to. */
  readonly references: Readonly<Record<string, readonly Part[]>>;
}

export interface GatheringCheckpoint extends GatheringRecord {
  /** Queries done, and the cursor inside the one under way. */
  readonly batch: number;
  readonly cursor?: string;
  /** `SeenKeys`, saved. */
  readonly seen: Uint8Array;
}

/** One gathering of one collection. */
export interface GatheringKey {
  readonly requestId: string;
  readonly collection: string;
  readonly gathering: number;
}

/**
 * For gatherers. Parts are named so that no two invocations ever write the same one, and count only once a checkpoint
 * or the finished record lists them: what a crashed invocation wrote is never read.
 */
export interface FindingsWriter {
  finished(key: GatheringKey): Promise<GatheringRecord | undefined>;
  checkpoint(key: GatheringKey): Promise<GatheringCheckpoint | undefined>;
  saveCheckpoint(key: GatheringKey, checkpoint: GatheringCheckpoint): Promise<void>;
  finish(key: GatheringKey, record: GatheringRecord): Promise<void>;
  /** `lines`: findings as JSON in UTF-8, each ended by a line feed; the caller uses the memory again afterwards. */
  writePart(key: GatheringKey, name: string, lines: Uint8Array): Promise<void>;
  writeReferences(key: GatheringKey, name: string, values: readonly string[]): Promise<void>;
  /** Distinct values of a field in the collection's latest finished gathering, or in a given one. */
  readReferences(requestId: string, collection: string, field: string, gathering?: number): AsyncIterable<string>;
  writeFile(key: GatheringKey, name: string, body: Readable, size: number): Promise<void>;
}
