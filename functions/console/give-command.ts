import { calendarFor } from '../deadlines/index.ts';
import {
  type CommandEnvelope,
  type CommandRefusal,
  type HandleCommand,
  type RequestState,
  type RequestStore,
  readings,
  readReference,
  type SealedItem,
  watchings,
} from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';
import { type Result, refused } from '../shared/result.ts';
import { Sensitive } from '../shared/sensitive.ts';
import { actorOf, type Staff } from './staff.ts';
import { commandOf, type PolicyForCommands, type StaffCommand } from './staff-command.ts';

export interface GiveCommandDependencies extends Pick<PolicyForCommands, 'dependentsOf'> {
  readonly requests: RequestStore;
  readonly handle: HandleCommand;
  readonly organisation: Organisation;
}

/** Events that no decision on screen could be about. */
const beside = new Set([...readings, ...watchings]);

/** How often others may read meanwhile before staff are told to look again. */
const maxAttempts = 5;

/**
 * Gives a command to a request as staff had it on screen, at version `seen`. Refuses with `changed_meanwhile` when anything
 * but readings and reminders happened since. `envelopeAt` makes the command for the version it is given at.
 */
export async function giveAsSeen(
  { requests, handle }: Pick<GiveCommandDependencies, 'requests' | 'handle'>,
  requestId: string,
  seen: number,
  envelopeAt: (version: number) => Pick<CommandEnvelope, 'command' | 'actor' | 'sealed' | 'holdsVersion'>,
): Promise<Result<RequestState, CommandRefusal>> {
  let expectedVersion = seen;
  for (let attempt = 1; ; attempt++) {
    const result = await handle({ requestId, expectedVersion, ...envelopeAt(expectedVersion) });
    if (result.ok || result.refusal.code !== 'changed_meanwhile') return result;
    const { version } = result.refusal;
    if (attempt === maxAttempts || !(await nothingElseSince(version))) return refused(result.refusal);
    expectedVersion = version;
  }

  async function nothingElseSince(version: number): Promise<boolean> {
    if (seen > version) return false;
    const history = await requests.history(requestId);
    const since = history.filter(({ sequence }) => sequence > seen && sequence <= version);
    return since.length === version - seen && since.every(({ event }) => beside.has(event.type));
  }
}

/** Gives a command of staff; the words they wrote are sealed with the event, or not written at all. */
export function commandGiver(dependencies: GiveCommandDependencies) {
  const { requests, dependentsOf, organisation } = dependencies;
  const policy = {
    dependentsOf,
    calendarOf: (law: string) => calendarFor(organisation, law),
    liftNoticeDays: organisation.rights.find(({ right }) => right === 'restriction')?.lift?.noticeDays,
  };
  return async (
    requestId: string,
    staffCommand: StaffCommand,
    staff: Staff,
  ): Promise<Result<RequestState, CommandRefusal>> => {
    const original = 'reference' in staffCommand ? await requestNamed(staffCommand.reference) : undefined;
    return giveAsSeen(dependencies, requestId, staffCommand.expectedVersion, (version) => {
      // The event that names the words will have this number, so no two events share a sealed item.
      const wordsName = `words-${version + 1}`;
      const sealed: SealedItem[] =
        'words' in staffCommand ? [{ name: wordsName, value: new Sensitive(staffCommand.words) }] : [];
      const command = commandOf(staffCommand, wordsName, { ...policy, original });
      return { command, actor: actorOf(staff), sealed };
    });
  };

  async function requestNamed(typed: string): Promise<RequestState | undefined> {
    const reference = readReference(typed);
    const id = reference === undefined ? undefined : await requests.idOfReference(reference);
    return id === undefined ? undefined : requests.load(id);
  }
}

export type GiveCommand = ReturnType<typeof commandGiver>;
