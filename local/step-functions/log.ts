import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { Status } from './execution.ts';
import type { Entry } from './facts.ts';

/** What is kept of an execution beside its entries, to find and describe it without reading them. */
export interface ExecutionRow {
  id: number;
  arn: string;
  name: string;
  machineArn: string;
  /** The revision of the state machine it runs. */
  revision: number;
  status: Status;
  /** JSON text as the caller gave it. */
  input: string;
  output: string | null;
  error: string | null;
  cause: string | null;
  startedAt: number;
  stoppedAt: number | null;
  redriveCount: number;
  redrivenAt: number | null;
  /** For an execution started by a Task: which, as `<execution id>/<frame>/<scheduled event>`. */
  startedBy: string | null;
}

type Outline = Pick<
  ExecutionRow,
  'status' | 'output' | 'error' | 'cause' | 'stoppedAt' | 'redriveCount' | 'redrivenAt'
>;

/** One revision of a state machine; the newest of an ARN is the machine. */
export interface MachineRow {
  revision: number;
  arn: string;
  name: string;
  definition: string;
  roleArn: string;
  status: 'ACTIVE' | 'DELETING';
  createdAt: number;
  updatedAt: number;
  /** Logging and tracing configuration and tags, as given. */
  settings: string;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS machines (
    revision INTEGER PRIMARY KEY, arn TEXT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL, roleArn TEXT NOT NULL,
    status TEXT NOT NULL, createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL, settings TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS machines_by_arn ON machines (arn, revision);
  CREATE TABLE IF NOT EXISTS executions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, name TEXT NOT NULL, machineArn TEXT NOT NULL,
    revision INTEGER NOT NULL, status TEXT NOT NULL, input TEXT NOT NULL, output TEXT, error TEXT, cause TEXT,
    startedAt INTEGER NOT NULL, stoppedAt INTEGER, redriveCount INTEGER NOT NULL DEFAULT 0, redrivenAt INTEGER, startedBy TEXT);
  CREATE INDEX IF NOT EXISTS executions_by_machine ON executions (machineArn, id);
  CREATE INDEX IF NOT EXISTS executions_by_status ON executions (status, stoppedAt);
  CREATE TABLE IF NOT EXISTS entries (
    execution INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, frame TEXT NOT NULL, fact TEXT NOT NULL,
    eventId INTEGER, previousEventId INTEGER, PRIMARY KEY (execution, seq)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS entries_by_event ON entries (execution, eventId) WHERE eventId IS NOT NULL;
`;

export type Log = ReturnType<typeof openLog>;

type Row = Record<string, string | number | null>;

/**
 * The durable log. Entries are only ever added; an execution is what its entries say. WAL with synchronous=NORMAL loses nothing
 * when the process is killed (after a power cut the last moments may be gone, but never half of a turn). The file is held
 * exclusively: a second engine on it fails to open.
 */
export function openLog(file: string) {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  db.exec(SCHEMA);
  const insertEntry = db.prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)');
  const updateOutline = db.prepare(
    'UPDATE executions SET status = ?, output = ?, error = ?, cause = ?, stoppedAt = ?, redriveCount = ?, redrivenAt = ? WHERE id = ?',
  );
  const insertExecution = db.prepare(
    `INSERT INTO executions (arn, name, machineArn, revision, status, input, startedAt, startedBy) VALUES (?, ?, ?, ?, 'RUNNING', ?, ?, ?)`,
  );
  const one = <T>(sql: string) => {
    const statement = db.prepare(sql);
    return (...values: (string | number)[]) => statement.get(...values) as T | undefined;
  };
  const many = <T>(sql: string) => {
    const statement = db.prepare(sql);
    return (...values: (string | number)[]) => statement.all(...values) as T[];
  };
  const entryRows = many<Row>('SELECT * FROM entries WHERE execution = ? ORDER BY seq');
  const shownUp = many<Row>('SELECT * FROM entries WHERE execution = ? AND eventId > ? ORDER BY eventId LIMIT ?');
  const shownDown = many<Row>(
    'SELECT * FROM entries WHERE execution = ? AND eventId < ? ORDER BY eventId DESC LIMIT ?',
  );

  function transaction<T>(work: () => T): T {
    db.exec('BEGIN');
    try {
      const result = work();
      db.exec('COMMIT');
      return result;
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  }

  function write(execution: number, entries: Entry[]): void {
    for (const { seq, at, frame, fact, eventId, previousEventId } of entries) {
      insertEntry.run(execution, seq, at, frame, JSON.stringify(fact), eventId ?? null, previousEventId ?? null);
    }
  }

  return {
    /** The key that seals this log's task tokens, made once. */
    tokenKey(): Uint8Array {
      db.prepare(`INSERT OR IGNORE INTO secrets VALUES ('task tokens', ?)`).run(randomBytes(32));
      const row = db.prepare(`SELECT value FROM secrets WHERE name = 'task tokens'`).get();
      return row?.value as Uint8Array;
    },
    /** Adds a turn's entries, and the outline they lead to, all or nothing. */
    append(execution: number, entries: Entry[], outline?: Outline): void {
      transaction(() => {
        write(execution, entries);
        if (!outline) return;
        const { status, output, error, cause, stoppedAt, redriveCount, redrivenAt } = outline;
        updateOutline.run(status, output, error, cause, stoppedAt, redriveCount, redrivenAt, execution);
      });
    },
    /** Adds an execution with its first entries; returns its id. */
    addExecution(
      row: Pick<ExecutionRow, 'arn' | 'name' | 'machineArn' | 'revision' | 'input' | 'startedAt' | 'startedBy'>,
      entries: Entry[],
    ): number {
      return transaction(() => {
        const { arn, name, machineArn, revision, input, startedAt, startedBy } = row;
        const id = Number(
          insertExecution.run(arn, name, machineArn, revision, input, startedAt, startedBy).lastInsertRowid,
        );
        write(id, entries);
        return id;
      });
    },
    entries: (execution: number): Entry[] => entryRows(execution).map(toEntry),
    /** Entries that the history shows, after (or, downwards, before) an event id. */
    shownEntries: (execution: number, from: number, limit: number, downwards: boolean): Entry[] =>
      (downwards ? shownDown : shownUp)(execution, from, limit).map(toEntry),
    execution: one<ExecutionRow>('SELECT * FROM executions WHERE id = ?'),
    executionByArn: one<ExecutionRow>('SELECT * FROM executions WHERE arn = ?'),
    running: many<ExecutionRow>(`SELECT * FROM executions WHERE status = 'RUNNING' ORDER BY id`),
    runningOf: one<{ count: number }>(
      `SELECT count(*) AS count FROM executions WHERE machineArn = ? AND status = 'RUNNING'`,
    ),
    executionsOf: many<ExecutionRow>(
      'SELECT * FROM executions WHERE machineArn = ? AND id < ? ORDER BY id DESC LIMIT ?',
    ),
    executionsOfStatus: many<ExecutionRow>(
      'SELECT * FROM executions WHERE machineArn = ? AND id < ? AND status = ? ORDER BY id DESC LIMIT ?',
    ),
    machine: one<MachineRow>('SELECT * FROM machines WHERE arn = ? ORDER BY revision DESC LIMIT 1'),
    revision: one<MachineRow>('SELECT * FROM machines WHERE revision = ?'),
    machines: many<MachineRow>(
      'SELECT * FROM machines AS m WHERE revision = (SELECT max(revision) FROM machines WHERE arn = m.arn) AND arn > ? ORDER BY arn LIMIT ?',
    ),
    addRevision(row: Omit<MachineRow, 'revision'>): void {
      const { arn, name, definition, roleArn, status, createdAt, updatedAt, settings } = row;
      db.prepare('INSERT INTO machines VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)').run(
        arn,
        name,
        definition,
        roleArn,
        status,
        createdAt,
        updatedAt,
        settings,
      );
    },
    markDeleting: (arn: string) => db.prepare(`UPDATE machines SET status = 'DELETING' WHERE arn = ?`).run(arn),
    /** Drops a machine's revisions and its executions with their histories. */
    dropMachine(arn: string): void {
      transaction(() => {
        db.prepare('DELETE FROM entries WHERE execution IN (SELECT id FROM executions WHERE machineArn = ?)').run(arn);
        db.prepare('DELETE FROM executions WHERE machineArn = ?').run(arn);
        db.prepare('DELETE FROM machines WHERE arn = ?').run(arn);
      });
    },
    /** Drops executions closed before a moment, as AWS does 90 days after closing. */
    forgetClosedBefore(moment: number): void {
      transaction(() => {
        db.prepare('DELETE FROM entries WHERE execution IN (SELECT id FROM executions WHERE stoppedAt < ?)').run(
          moment,
        );
        db.prepare('DELETE FROM executions WHERE stoppedAt < ?').run(moment);
      });
    },
    saveSettings: (arn: string, settings: string) =>
      db.prepare('UPDATE machines SET settings = ? WHERE arn = ?').run(settings, arn),
    close: () => db.close(),
  };
}

function toEntry({ seq, at, frame, fact, eventId, previousEventId }: Row): Entry {
  return {
    seq: Number(seq),
    at: Number(at),
    frame: String(frame),
    fact: JSON.parse(String(fact)),
    ...(eventId !== null &&
      eventId !== undefined && { eventId: Number(eventId), previousEventId: Number(previousEventId ?? 0) }),
  };
}
