export interface WorkerSettings {
  host: string;
  port: number;
  dataDir: string;
  cache: string | undefined;
  turnWithinMs: number;
}

export type FromWorker =
  | { type: 'listening'; port: number }
  | { type: 'failed'; reason: string }
  /** Answered by `time`. */
  | { type: 'what-time' };

export type ToWorker = { type: 'time'; now: number } | { type: 'close' };
