import { type FindingsReader, textsAt } from '../discovery/index.ts';
import { normaliseEmail, type VerifiedIdentifiers } from '../identity/index.ts';
import {
  addressesItem,
  announcesErasure,
  type HandleCommand,
  mostAddresses,
  type RequestState,
  type RequestStore,
} from '../requests/index.ts';
import type { DataMap } from '../shared/organisation.ts';
import { Sensitive } from '../shared/sensitive.ts';
import { gatheredFindings } from './gathered-findings.ts';

export interface NoteAddressesDependencies {
  readonly requests: Pick<RequestStore, 'load'>;
  readonly handle: HandleCommand;
  readonly findings: Pick<FindingsReader, 'streamFindings'>;
  readonly identifiers: VerifiedIdentifiers;
  readonly dataMap: DataMap;
}

/**
 * Seals beside a request that will be announced before it begins the addresses of the data subject that were found, but for
 * the confirmed one; each once, however it is spelt. What is no address cannot be written to and is left out. Only their
 * number is recorded. Done again, it changes nothing.
 *
 * @throws Error named `TooManyAddresses` when the policy must be marking what is not the data subject's; whatever the
 *   findings store throws: the workflow retries
 */
export function addressNoter({ requests, handle, findings, identifiers, dataMap }: NoteAddressesDependencies) {
  return async (requestId: string): Promise<void> => {
    const state = await requests.load(requestId);
    if (state?.status !== 'gathering_data' || !announcesErasure(state)) return;
    const confirmed = (await identifiers.of(requestId)).reveal().email ?? [];
    const found = await addressesFound(state);
    for (const address of confirmed) found.delete(address);
    if (found.size > mostAddresses) throw new TooManyAddresses(`${found.size} in request ${requestId}`);
    await handle({
      requestId,
      command: { type: 'note_addresses', addresses: found.size },
      actor: { kind: 'system', part: 'fulfilment' },
      sealed: [{ name: addressesItem, value: new Sensitive([...found].sort()) }],
    });
  };

  async function addressesFound(state: RequestState): Promise<Set<string>> {
    const findingsOf = gatheredFindings(findings, state);
    const found = new Set<string>();
    for (const { id, ownAddresses = [] } of dataMap.collections) {
      if (ownAddresses.length === 0) continue;
      for await (const { fields } of findingsOf(id))
        for (const text of ownAddresses.flatMap((name) => textsAt(fields, name))) {
          const address = normaliseEmail(text);
          if (address.ok) found.add(address.value);
        }
    }
    return found;
  }
}

export type NoteAddresses = ReturnType<typeof addressNoter>;

/** More addresses than one person has. */
export class TooManyAddresses extends Error {
  override readonly name = 'TooManyAddresses';
}
