/**
 * SQS's role as far as dead-letter queues need it: keeps messages per queue in one SQLite file, lists and removes them.
 * Does not cover: consumers, visibility timeouts, FIFO, redrive, delays, the SQS protocol.
 */
import { DatabaseSync } from 'node:sqlite';

export interface DeadLetter {
  readonly id: number;
  readonly queueArn: string;
  readonly body: string;
  /** ISO 8601. */
  readonly sentAt: string;
}

export interface DeadLetters {
  send(queueArn: string, body: string): void;
  /** Newest last; all queues when none is named. */
  list(queueArn?: string): DeadLetter[];
  remove(id: number): void;
  close(): void;
}

export function openDeadLetters(file: string, now: () => number): DeadLetters {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS message (
      id INTEGER PRIMARY KEY AUTOINCREMENT, queueArn TEXT NOT NULL, body TEXT NOT NULL, sentAt TEXT NOT NULL)`);
  const insert = database.prepare('INSERT INTO message (queueArn, body, sentAt) VALUES (?, ?, ?)');
  const select = database.prepare(
    "SELECT id, queueArn, body, sentAt FROM message WHERE ? IN (queueArn, '') ORDER BY id",
  );
  const remove = database.prepare('DELETE FROM message WHERE id = ?');
  return {
    send(queueArn, body) {
      insert.run(queueArn, body, new Date(now()).toISOString());
    },
    list: (queueArn) => select.all(queueArn ?? '') as unknown as DeadLetter[],
    remove(id) {
      remove.run(id);
    },
    close: () => database.close(),
  };
}
