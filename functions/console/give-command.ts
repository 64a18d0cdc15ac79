import {
  type CommandRefusal,
  type HandleCommand,
  type RequestState,
  type RequestStore,
  readings,
  type SealedItem,
  watchings,
} from '../requests/index.ts';
import { type Result, refused } from '../shared/result.ts';
import { Sensitive } from '../shared/sensitive.ts';
import { actorOf, type Staff } from './staff.ts';
import { commandOf, type StaffCommand } from './staff-command.ts';

export interface GiveCommandDependencies {
  readonly requests: RequestStore;
  readonly handle: HandleCommand;
  /** The collections that are found through a collection. */
  readonly dependentsOf: (collection: string) => readonly string[];
}

/** Events that no decision on screen could be about. */
const beside = new Set([...readings, ...watchings]);

/** How often others may read meanwhile before staff are told to look again. */
const maxAttempts = 5;

/**
 * Gives a command of staff to a request as they had it on screen. Refuses with `changed_meanwhile` when anything but
 * readings and reminders happened since; the words they wrote are sealed with the event, or not written at all.
 */
export function commandGiver({ requests, handle, dependentsOf }: GiveCommandDependencies) {
  return async (
    requestId: string,
    staffCommand: StaffCommand,
    staff: Staff,
  ): Promise<Result<RequestState, CommandRefusal>> => {
    let expectedVersion = staffCommand.expectedVersion;
    for (let attempt = 1; ; attempt++) {
      // The event that names the words will have this number, so no two events share a sealed item.
      const wordsName = `words-${expectedVersion + 1}`;
      const sealed: SealedItem[] =
        'words' in staffCommand ? [{ name: wordsName, value: new Sensitive(staffCommand.words) }] : [];
      const result = await handle({
        requestId,
        command: commandOf(staffCommand, wordsName, dependentsOf),
        actor: actorOf(staff),
        sealed,
        expectedVersion,
      });
      if (result.ok || result.refusal.code !== 'changed_meanwhile') return result;
      const { version } = result.refusal;
      if (attempt === maxAttempts || !(await nothingElseSince(requestId, staffCommand.expectedVersion, version))) {
        return refused(result.refusal);
      }
      expectedVersion = version;
    }
  };

  async function nothingElseSince(requestId: string, seen: number, version: number): Promise<boolean> {
    if (seen > version) return false;
    const history = await requests.history(requestId);
    const since = history.filter(({ sequence }) => sequence > seen && sequence <= version);
    return since.length === version - seen && since.every(({ event }) => beside.has(event.type));
  }
}

export type GiveCommand = ReturnType<typeof commandGiver>;
