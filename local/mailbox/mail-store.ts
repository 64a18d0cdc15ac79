import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { type Faults, NO_FAULTS } from './faults.ts';
import { bareAddress, type Message, recipientsOf } from './message.ts';
import type { SesEvent } from './ses-events.ts';

export type EventState = 'pending' | 'delivered' | 'failed';

export interface QueuedEvent {
  readonly number: number;
  readonly event: SesEvent;
  readonly attempts: number;
  readonly state: EventState;
}

/** All messages to one address. */
export interface Thread {
  readonly address: string;
  readonly count: number;
  readonly latest: Message;
}

export interface MessageFilter {
  /** A bare address, in any case. */
  readonly to?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly limit?: number;
}

/**
 * Messages, their events and the fault switches in one SQLite file with a write-ahead log: whatever a call has returned
 * from is there after the process is killed.
 */
export class MailStore {
  readonly #database: DatabaseSync;

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.#database = new DatabaseSync(join(directory, 'mailbox.sqlite'));
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS messages
        (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, message TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS recipients (address TEXT, number INTEGER, PRIMARY KEY (address, number)) STRICT;
      CREATE TABLE IF NOT EXISTS tags (name TEXT, value TEXT, number INTEGER, PRIMARY KEY (name, value, number)) STRICT;
      CREATE TABLE IF NOT EXISTS events (
        number INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL, event TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL DEFAULT 'pending') STRICT;
      CREATE INDEX IF NOT EXISTS events_of_message ON events (message_id);
      CREATE INDEX IF NOT EXISTS events_by_state ON events (state);
      CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    `);
  }

  /** Accepts a message: itself, its events and what is left of the faults, all or nothing. */
  accept(message: Message, events: readonly SesEvent[], faults: Faults): void {
    this.#atomically(() => {
      this.#run('INSERT INTO messages (id, message) VALUES (?, ?)', message.id, JSON.stringify(message));
      const number = Number(this.#all('SELECT last_insert_rowid() AS number')[0]?.number);
      const addresses = recipientsOf(message).map((address) => bareAddress(address).toLowerCase());
      for (const address of new Set(addresses)) this.#run('INSERT INTO recipients VALUES (?, ?)', address, number);
      for (const [name, value] of Object.entries(message.tags))
        this.#run('INSERT INTO tags VALUES (?, ?, ?)', name, value, number);
      for (const event of events)
        this.#run('INSERT INTO events (message_id, event) VALUES (?, ?)', message.id, JSON.stringify(event));
      this.setFaults(faults);
    });
  }

  message(id: string): Message | undefined {
    return parse(this.#all('SELECT message FROM messages WHERE id = ?', id)[0]?.message);
  }

  /** Newest first. */
  messages({ to, tags = {}, limit = 1000 }: MessageFilter): Message[] {
    const conditions = ['TRUE'];
    const values: string[] = [];
    if (to !== undefined) {
      conditions.push('number IN (SELECT number FROM recipients WHERE address = ?)');
      values.push(to.toLowerCase());
    }
    for (const pair of Object.entries(tags)) {
      conditions.push('number IN (SELECT number FROM tags WHERE name = ? AND value = ?)');
      values.push(...pair);
    }
    const query = `SELECT message FROM messages WHERE ${conditions.join(' AND ')} ORDER BY number DESC LIMIT ?`;
    return this.#all(query, ...values, limit).flatMap(({ message }) => parse<Message>(message) ?? []);
  }

  /** The addresses written to, the one written to last first. */
  threads(limit: number): Thread[] {
    const rows = this.#all(
      `SELECT address, count, message
       FROM (SELECT address, count(*) AS count, max(number) AS number FROM recipients GROUP BY address)
       JOIN messages USING (number) ORDER BY number DESC LIMIT ?`,
      limit,
    );
    return rows.flatMap(({ address, count, message }) => {
      const latest = parse<Message>(message);
      return latest ? [{ address: String(address), count: Number(count), latest }] : [];
    });
  }

  /** Events not yet handed on go all the same. */
  deleteMessages(): void {
    this.#atomically(() => {
      for (const table of ['messages', 'recipients', 'tags']) this.#run(`DELETE FROM ${table}`);
      this.#run(`DELETE FROM events WHERE state <> 'pending'`);
    });
  }

  faults(): Faults {
    return parse<Faults>(this.#all(`SELECT value FROM settings WHERE name = 'faults'`)[0]?.value) ?? NO_FAULTS;
  }

  setFaults(faults: Faults): void {
    this.#run(`INSERT OR REPLACE INTO settings VALUES ('faults', ?)`, JSON.stringify(faults));
  }

  /** Oldest first. */
  pendingEvents(limit: number): QueuedEvent[] {
    return this.#events(`state = 'pending'`, [], limit);
  }

  eventsOf(messageId: string): QueuedEvent[] {
    return this.#events('message_id = ?', [messageId], 100);
  }

  markEvent(number: number, state: EventState, attempts: number): void {
    this.#run('UPDATE events SET state = ?, attempts = ? WHERE number = ?', state, attempts, number);
  }

  close(): void {
    this.#database.close();
  }

  #events(condition: string, values: readonly string[], limit: number): QueuedEvent[] {
    const rows = this.#all(`SELECT * FROM events WHERE ${condition} ORDER BY number LIMIT ?`, ...values, limit);
    return rows.flatMap(({ number, event, attempts, state }) => {
      const parsed = parse<SesEvent>(event);
      return parsed && isEventState(state)
        ? [{ number: Number(number), event: parsed, attempts: Number(attempts), state }]
        : [];
    });
  }

  #all(sql: string, ...values: (string | number)[]): Record<string, SQLOutputValue>[] {
    return this.#database.prepare(sql).all(...values);
  }

  #run(sql: string, ...values: (string | number)[]): void {
    this.#database.prepare(sql).run(...values);
  }

  #atomically(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

// Only this class writes the columns, so what it reads is what it wrote.
function parse<T>(json: SQLOutputValue | undefined): T | undefined {
  return typeof json === 'string' ? JSON.parse(json) : undefined;
}

function isEventState(state: SQLOutputValue | undefined): state is EventState {
  return state === 'pending' || state === 'delivered' || state === 'failed';
}
