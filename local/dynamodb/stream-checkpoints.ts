import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * How far each consumer has got in each shard. A write is on disk when the call returns, so a killed process resumes at the
 * first record that was not yet acknowledged.
 */
export interface StreamCheckpoints {
  /** The last acknowledged sequence number; '' and undefined mean the shard's beginning. */
  read(consumer: string, streamArn: string, shardId: string): string | undefined;
  write(consumer: string, streamArn: string, shardId: string, sequenceNumber: string): void;
  /** A shard read to its end is never read again. */
  finish(consumer: string, streamArn: string, shardId: string): void;
  finished(consumer: string, streamArn: string): Set<string>;
  close(): void;
}

export function openStreamCheckpoints(file: string): StreamCheckpoints {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: 5_000 });
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS checkpoint (
      consumer TEXT NOT NULL, stream_arn TEXT NOT NULL, shard_id TEXT NOT NULL,
      sequence_number TEXT NOT NULL, finished INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (consumer, stream_arn, shard_id)
    ) STRICT, WITHOUT ROWID;`);
  const select = database.prepare(
    'SELECT sequence_number FROM checkpoint WHERE consumer = ? AND stream_arn = ? AND shard_id = ?',
  );
  const upsert = database.prepare(
    `INSERT INTO checkpoint (consumer, stream_arn, shard_id, sequence_number) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET sequence_number = excluded.sequence_number`,
  );
  const finish = database.prepare(
    `INSERT INTO checkpoint (consumer, stream_arn, shard_id, sequence_number, finished) VALUES (?, ?, ?, '', 1)
     ON CONFLICT DO UPDATE SET finished = 1`,
  );
  const finished = database.prepare(
    'SELECT shard_id FROM checkpoint WHERE consumer = ? AND stream_arn = ? AND finished = 1',
  );
  return {
    read: (consumer, streamArn, shardId) => {
      const row = select.get(consumer, streamArn, shardId);
      return row ? String(row.sequence_number) : undefined;
    },
    write: (consumer, streamArn, shardId, sequenceNumber) => {
      upsert.run(consumer, streamArn, shardId, sequenceNumber);
    },
    finish: (consumer, streamArn, shardId) => {
      finish.run(consumer, streamArn, shardId);
    },
    finished: (consumer, streamArn) => new Set(finished.all(consumer, streamArn).map((row) => String(row.shard_id))),
    close: () => database.close(),
  };
}
