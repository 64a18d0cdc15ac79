import type { ItemKey } from './keys.ts';

/** What wants attention, by date: a sweep reads what is due, not what is open. */
export interface DueIndex {
  /** Keys of the items due on `date` (plain ISO, UTC) at or before `until` (ISO instant), shard after shard. */
  dueOn(date: string, until: string): AsyncIterable<ItemKey>;
  /** The day all work before which is done; undefined before the first sweep. */
  readDoneBefore(): Promise<string | undefined>;
  writeDoneBefore(date: string): Promise<void>;
  /** Puts off a request that nothing can be done for yet, unless it has changed since `version`. */
  postpone(requestId: string, version: number, until: string): Promise<void>;
  /** Nothing is left to do for a request, unless it has changed since `version`. */
  settle(requestId: string, version: number): Promise<void>;
}
