import type { DeskMail, SealedItem } from '../requests/index.ts';
import type { Result } from '../shared/result.ts';
import type { Sensitive } from '../shared/sensitive.ts';
import type { HoldState, RecordedHoldEvent } from './hold.ts';

/** Where holds are kept. Every implementation passes `test/integration/holds/hold-store.contract.ts`. */
export interface HoldStore {
  /** All holds with the number of changes made to any of them so far. */
  register(): Promise<HoldRegister>;
  /** The state as of the last write, strongly consistent. */
  load(matter: string): Promise<HoldState | undefined>;
  /** All events of a hold, oldest first. */
  history(matter: string): Promise<readonly RecordedHoldEvent[]>;
  /** Writes events, state, sealed items and mails and raises the register's version, all or nothing. */
  append(change: HoldChange): Promise<Result<void, { readonly code: 'conflict' }>>;
  /** The sealed items of this name, by matter. */
  readSealed(name: string): Promise<ReadonlyMap<string, Sensitive<unknown>>>;
}

export interface HoldRegister {
  /**
   * Read before the holds: a transaction that checks the register is still at this version acts on exactly these holds,
   * because a hold placed while they were read raised it.
   */
  readonly version: number;
  /** Oldest first. */
  readonly holds: readonly HoldState[];
}

export interface HoldChange {
  readonly before: HoldState | undefined;
  readonly after: HoldState;
  readonly events: readonly RecordedHoldEvent[];
  readonly sealed: readonly SealedItem[];
  /** To staff, in the same step. */
  readonly mails: readonly DeskMail[];
}
