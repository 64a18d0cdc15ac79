import { StoreUnavailable } from './store-connector.ts';

/** Rounds for what a store leaves unprocessed, before it counts as unavailable. */
const ROUNDS = 8;

/**
 * Sends a batch, and again what comes back unprocessed, after pauses that double from 100 milliseconds.
 * @throws StoreUnavailable when something is left after the last round
 */
export async function untilProcessed<Request>(
  requests: readonly Request[],
  pause: (milliseconds: number) => Promise<void>,
  send: (pending: readonly Request[]) => Promise<readonly Request[]>,
): Promise<void> {
  let pending = requests;
  for (let round = 0; pending.length > 0; round++) {
    if (round === ROUNDS) throw new StoreUnavailable('Unprocessed');
    if (round > 0) await pause(50 * 2 ** round);
    pending = await send(pending);
  }
}
