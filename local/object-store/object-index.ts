import { join } from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import type { Segment } from './blobs.ts';
import type { ChecksumAlgorithm } from './checksums.ts';

/** FULL_OBJECT: over the bytes. COMPOSITE: over the parts' checksums, written `<base64>-<parts>`. */
export interface StoredChecksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
  readonly value: string;
}

/** What the sender said of an object beside its bytes: headers given back on every read. */
export interface Description {
  readonly headers: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface StoredObject extends Description {
  readonly key: string;
  readonly segments: readonly Segment[];
  readonly size: number;
  /** Quoted. */
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  readonly checksum?: StoredChecksum;
  /** Of an object put while its bucket had versioning; others are version `null`. */
  readonly versionId?: string;
}

/** Where an object was deleted without saying which version. */
export interface DeleteMarker {
  readonly key: string;
  readonly versionId: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  readonly isDeleteMarker: true;
}

export type Version = StoredObject | DeleteMarker;

export interface MultipartUpload extends Description {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly checksumAlgorithm?: ChecksumAlgorithm;
  readonly checksumType: StoredChecksum['type'];
}

export interface Part {
  readonly number: number;
  readonly blob: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly md5: string;
  readonly lastModified: number;
  /** Base64, of the upload's algorithm. */
  readonly checksum?: string;
}

/**
 * Names, descriptions and segments, in one SQLite file with a write-ahead log: whatever a call has returned from is
 * there after the process is killed. Calls are synchronous, so a check and the write that follows it in the same tick
 * are one step. Keys sort by their UTF-8 bytes, as S3 sorts them.
 */
export class ObjectIndex {
  readonly #database: DatabaseSync;

  constructor(directory: string) {
    this.#database = new DatabaseSync(join(directory, 'index.sqlite'));
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS buckets (name TEXT PRIMARY KEY, created_at INTEGER NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS objects (bucket TEXT, key TEXT, object TEXT NOT NULL, PRIMARY KEY (bucket, key)) STRICT;
      CREATE TABLE IF NOT EXISTS uploads (id TEXT PRIMARY KEY, upload TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS parts
        (upload_id TEXT, number INTEGER, part TEXT NOT NULL, PRIMARY KEY (upload_id, number)) STRICT;
      CREATE TABLE IF NOT EXISTS versioned_buckets (name TEXT PRIMARY KEY) STRICT;
      CREATE TABLE IF NOT EXISTS older_versions
        (sequence INTEGER PRIMARY KEY AUTOINCREMENT, bucket TEXT, key TEXT, version TEXT NOT NULL) STRICT;
      CREATE INDEX IF NOT EXISTS older_versions_by_key ON older_versions (bucket, key, sequence);
    `);
  }

  hasBucket(name: string): boolean {
    return this.#one('SELECT 1 FROM buckets WHERE name = ?', name) !== undefined;
  }

  addBucket(name: string, createdAt: number): void {
    this.#run('INSERT INTO buckets VALUES (?, ?)', name, createdAt);
  }

  object(bucket: string, key: string): StoredObject | undefined {
    return parse(this.#one('SELECT object FROM objects WHERE bucket = ? AND key = ?', bucket, key)?.object);
  }

  /** The first object whose key follows `after`, or is `after` itself when `inclusive`. */
  nextObject(bucket: string, after: string, inclusive: boolean): StoredObject | undefined {
    const comparison = inclusive ? '>=' : '>';
    const query = `SELECT object FROM objects WHERE bucket = ? AND key ${comparison} ? ORDER BY key LIMIT 1`;
    return parse(this.#one(query, bucket, after)?.object);
  }

  isVersioned(bucket: string): boolean {
    return this.#one('SELECT 1 FROM versioned_buckets WHERE name = ?', bucket) !== undefined;
  }

  startVersioning(bucket: string): void {
    this.#run('INSERT OR IGNORE INTO versioned_buckets VALUES (?)', bucket);
  }

  /** An object with a version moves the one before among the older. Returns the blobs nothing names any more. */
  putObject(bucket: string, object: StoredObject): string[] {
    return this.#atomically(() => this.#put(bucket, object));
  }

  #put(bucket: string, object: StoredObject): string[] {
    const replaced = this.object(bucket, object.key);
    if (replaced && object.versionId !== undefined) this.#addOlder(bucket, replaced);
    this.#run('INSERT OR REPLACE INTO objects VALUES (?, ?, ?)', bucket, object.key, JSON.stringify(object));
    return object.versionId === undefined ? blobsOf(replaced) : [];
  }

  /** All versions of a key, the newest first; the object itself, where there is one, is the first. */
  versions(bucket: string, key: string): Version[] {
    const rows = this.#all(
      'SELECT version FROM older_versions WHERE bucket = ? AND key = ? ORDER BY sequence DESC',
      bucket,
      key,
    );
    const older = rows.flatMap(({ version }) => parse<Version>(version) ?? []);
    const current = this.object(bucket, key);
    return current ? [current, ...older] : older;
  }

  /** The first key after `after` that has any version, also if it is deleted. */
  nextKey(bucket: string, after: string): string | undefined {
    const keys = `SELECT key FROM objects WHERE bucket = ?1 AND key > ?2
      UNION ALL SELECT key FROM older_versions WHERE bucket = ?1 AND key > ?2`;
    const key = this.#one(`SELECT min(key) AS key FROM (${keys})`, bucket, after)?.key;
    return typeof key === 'string' ? key : undefined;
  }

  addDeleteMarker(bucket: string, marker: DeleteMarker): void {
    this.#atomically(() => {
      const current = this.object(bucket, marker.key);
      if (current) this.#addOlder(bucket, current);
      this.#run('DELETE FROM objects WHERE bucket = ? AND key = ?', bucket, marker.key);
      this.#addOlder(bucket, marker);
    });
  }

  /** Deletes a version for good; the newest left becomes the object. Returns the blobs it had. */
  deleteVersion(bucket: string, key: string, versionId: string): string[] {
    return this.#atomically(() => {
      const [newest, ...others] = this.versions(bucket, key);
      const version = [newest, ...others].find((one) => one && versionIdOf(one) === versionId);
      if (!version) return [];
      if ('segments' in version && version === newest)
        this.#run('DELETE FROM objects WHERE bucket = ? AND key = ?', bucket, key);
      else this.#removeOlder(bucket, key, versionId);
      const next = version === newest ? others[0] : undefined;
      if (next && 'segments' in next) {
        this.#removeOlder(bucket, key, versionIdOf(next));
        this.#run('INSERT INTO objects VALUES (?, ?, ?)', bucket, key, JSON.stringify(next));
      }
      return blobsOf(version);
    });
  }

  #addOlder(bucket: string, version: Version): void {
    const sql = 'INSERT INTO older_versions (bucket, key, version) VALUES (?, ?, ?)';
    this.#run(sql, bucket, version.key, JSON.stringify(version));
  }

  #removeOlder(bucket: string, key: string, versionId: string): void {
    const sql = `DELETE FROM older_versions WHERE bucket = ? AND key = ? AND coalesce(version ->> 'versionId', 'null') = ?`;
    this.#run(sql, bucket, key, versionId);
  }

  /** Returns the blobs the object had; none if there was no such object. */
  deleteObject(bucket: string, key: string): string[] {
    const deleted = this.object(bucket, key);
    this.#run('DELETE FROM objects WHERE bucket = ? AND key = ?', bucket, key);
    return blobsOf(deleted);
  }

  upload(id: string): MultipartUpload | undefined {
    return parse(this.#one('SELECT upload FROM uploads WHERE id = ?', id)?.upload);
  }

  addUpload(upload: MultipartUpload): void {
    this.#run('INSERT INTO uploads VALUES (?, ?)', upload.id, JSON.stringify(upload));
  }

  /** In order of their numbers. */
  parts(uploadId: string): Part[] {
    return this.#all('SELECT part FROM parts WHERE upload_id = ? ORDER BY number', uploadId).flatMap(
      ({ part }) => parse<Part>(part) ?? [],
    );
  }

  /** Returns the blob of the part it replaces. */
  putPart(uploadId: string, part: Part): string[] {
    const replaced = this.parts(uploadId).find(({ number }) => number === part.number);
    this.#run('INSERT OR REPLACE INTO parts VALUES (?, ?, ?)', uploadId, part.number, JSON.stringify(part));
    return replaced ? [replaced.blob] : [];
  }

  /** Forgets the upload and its parts. Returns the parts' blobs. */
  deleteUpload(id: string): string[] {
    const blobs = this.parts(id).map(({ blob }) => blob);
    this.#atomically(() => {
      this.#run('DELETE FROM parts WHERE upload_id = ?', id);
      this.#run('DELETE FROM uploads WHERE id = ?', id);
    });
    return blobs;
  }

  /** Turns an upload into its object in one step. Returns the blobs of the object replaced and of parts not used. */
  completeUpload(upload: MultipartUpload, object: StoredObject): string[] {
    return this.#atomically(() => {
      const parts = this.parts(upload.id).map(({ blob }) => blob);
      this.#run('DELETE FROM parts WHERE upload_id = ?', upload.id);
      this.#run('DELETE FROM uploads WHERE id = ?', upload.id);
      const used = new Set(object.segments.map(({ blob }) => blob));
      return [...this.#put(upload.bucket, object), ...parts.filter((blob) => !used.has(blob))];
    });
  }

  referencedBlobs(): Set<string> {
    const inObjects = `SELECT segment.value ->> 'blob' AS blob FROM objects, json_each(object, '$.segments') AS segment`;
    const inOlder = `SELECT segment.value ->> 'blob' AS blob
      FROM older_versions, json_each(version, '$.segments') AS segment`;
    const rows = this.#all(`${inObjects} UNION ALL ${inOlder} UNION ALL SELECT part ->> 'blob' AS blob FROM parts`);
    return new Set(rows.map(({ blob }) => String(blob)));
  }

  close(): void {
    this.#database.close();
  }

  #one(sql: string, ...values: (string | number)[]): Record<string, SQLOutputValue> | undefined {
    return this.#database.prepare(sql).get(...values);
  }

  #all(sql: string, ...values: (string | number)[]): Record<string, SQLOutputValue>[] {
    return this.#database.prepare(sql).all(...values);
  }

  #run(sql: string, ...values: (string | number)[]): void {
    this.#database.prepare(sql).run(...values);
  }

  #atomically<T>(work: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

// Only this class writes the column, so what it reads is what it wrote.
function parse<T>(json: SQLOutputValue | undefined): T | undefined {
  return typeof json === 'string' ? JSON.parse(json) : undefined;
}

function blobsOf(version: Version | undefined): string[] {
  return version && 'segments' in version ? version.segments.map(({ blob }) => blob) : [];
}

export function versionIdOf(version: Version): string {
  return version.versionId ?? 'null';
}
