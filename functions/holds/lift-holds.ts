import type { HandleCommand, RequestStore } from '../requests/index.ts';
import type { FindHolds } from './check-holds.ts';
import type { HoldStore } from './hold-store.ts';

/** The register's version when deletions under hold were last looked at. */
export interface HoldsSeen {
  read(): Promise<number | undefined>;
  write(version: number): Promise<void>;
}

export interface LiftHoldsDependencies {
  readonly holds: HoldStore;
  readonly requests: RequestStore;
  readonly findHolds: FindHolds;
  readonly handle: HandleCommand;
  readonly seen: HoldsSeen;
}

/**
 * When a hold has changed since the last look: opens every request again whose deletion was held back in part and that no
 * hold covers any more. Staff then agree to the rest. Costs one read while nothing changed; cut short, it starts over.
 */
export function holdLifter({ holds, requests, findHolds, handle, seen }: LiftHoldsDependencies) {
  return async (): Promise<void> => {
    const { version } = await holds.register();
    if ((await seen.read()) === version) return;
    let cursor: string | undefined;
    do {
      const page = await requests.queue('held', { limit: 100, ...(cursor === undefined ? {} : { cursor }) });
      for (const listed of page.requests) {
        // The list may lag behind the request itself.
        const state = await requests.load(listed.id);
        if (!state || (await findHolds(state)).length > 0) continue;
        await handle({
          requestId: state.id,
          command: { type: 'lift_holds' },
          actor: { kind: 'system', part: 'holds' },
        });
      }
      cursor = page.cursor;
    } while (cursor !== undefined);
    await seen.write(version);
  };
}
