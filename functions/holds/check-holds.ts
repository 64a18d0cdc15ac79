import type { HandleCommand, RequestState, RequestStore } from '../requests/index.ts';
import type { DataMap } from '../shared/organisation.ts';
import type { HoldStore } from './hold-store.ts';
import { type HoldMatch, heldFacts, matchHolds } from './match-holds.ts';

/** Numbers of the companies that gathering found for a request; empty before. */
export type CompaniesOf = (requestId: string) => Promise<readonly string[]>;

export interface HoldFinderDependencies {
  readonly holds: HoldStore;
  readonly companiesOf: CompaniesOf;
  readonly dataMap: DataMap;
}

/** Which active holds cover a request as things stand now. */
export function holdFinder({ holds, companiesOf, dataMap }: HoldFinderDependencies) {
  return async (state: RequestState): Promise<readonly HoldMatch[]> => {
    const register = await holds.register();
    const active = register.holds.filter(({ status }) => status === 'active');
    if (active.length === 0) return [];
    // Read only when a hold asks for it: it takes calls to the export bucket.
    const asksForCompany = active.some(({ scopes }) => scopes.some(({ company }) => company !== undefined));
    const companies = asksForCompany ? await companiesOf(state.id) : [];
    return matchHolds(active, heldFacts(state, dataMap, companies));
  };
}

export type FindHolds = ReturnType<typeof holdFinder>;

export interface CheckHoldsDependencies {
  readonly requests: RequestStore;
  readonly handle: HandleCommand;
  readonly findHolds: FindHolds;
}

/** Writes to a request which holds cover it. A request that closed meanwhile takes nothing; access goes on either way. */
export function holdChecker({ requests, handle, findHolds }: CheckHoldsDependencies) {
  return async (requestId: string): Promise<{ readonly held: boolean }> => {
    const state = await requests.load(requestId);
    if (!state) throw new RequestUnknown(`no request ${requestId}`);
    const matters = (await findHolds(state)).map(({ matter }) => matter);
    await handle({ requestId, command: { type: 'note_holds', matters }, actor: { kind: 'system', part: 'holds' } });
    return { held: matters.length > 0 };
  };
}

export type CheckHolds = ReturnType<typeof holdChecker>;

/** The workflow names a request that is not there; trying again does not help. */
export class RequestUnknown extends Error {
  override readonly name = 'RequestUnknown';
}
