import type { Identifiers } from '../identity/index.ts';
import { type CompanyStanding, type HandleCommand, isRecounted, type RequestStore } from '../requests/index.ts';
import type { CollectionBinding, DataMap, FieldValues, RightRule } from '../shared/organisation.ts';
import type { Sensitive } from '../shared/sensitive.ts';
import { type CompanyTurnStore, turnTaker } from './company-turn.ts';
import { entrancesOf } from './data-map.ts';
import { textsAt } from './field-values.ts';
import type { Criterion, StoreConnector, StoredRecord } from './store-connector.ts';

const PAGE = 500;

export interface CompanyDependencies {
  readonly dataMap: DataMap;
  readonly rights: readonly RightRule[];
  readonly connector: StoreConnector;
  readonly identifiers: { of(requestId: string): Promise<Sensitive<Identifiers>> };
  readonly requests: Pick<RequestStore, 'load'>;
  readonly turns: CompanyTurnStore;
  readonly handle: HandleCommand;
}

/**
 * Counts the other accounts of a company whose account is to be cancelled, and its administrators among them, and records
 * the numbers on the request; nothing else of other people is kept. Before an approved cancellation is carried out it
 * takes the turn of the company first. Does nothing for other rights and collections, or when the request has moved on.
 * Repeating it changes nothing.
 *
 * @throws StoreRefusal, StoreUnavailable, CompanyBusy: without the numbers, the accounts count as not read
 */
export function companyChecker(dependencies: CompanyDependencies) {
  const { dataMap, rights, connector, identifiers, requests, handle } = dependencies;
  const takeTurn = turnTaker(dependencies);
  return async (requestId: string, collection: string): Promise<void> => {
    const ruled = rights.filter(({ company }) => company?.accounts === collection);
    if (ruled.length === 0) return;
    const state = await requests.load(requestId);
    const rule = ruled.find(({ right }) => state?.rights.some((asked) => asked === right))?.company;
    if (state?.status !== 'gathering_data' || !rule) return;
    const binding = dataMap.collections.find(({ id }) => id === collection);
    if (!binding) return;
    const verified = (await identifiers.of(requestId)).reveal();

    const own: StoredRecord[] = [];
    for await (const record of found(ownCriteria(binding, dataMap, verified)))
      if (meets(record, rule.inUse)) own.push(record);
    const keyOf = (record: StoredRecord) => JSON.stringify(binding.primaryKey.map((name) => textsAt(record, name)));
    const ownKeys = new Set(own.map(keyOf));
    const companies = new Map<string, CompanyCount>();
    for (const record of own)
      for (const number of textsAt(record, rule.number)) {
        const known = companies.get(number);
        const administers = meets(record, rule.administrators) || known?.administers === true;
        companies.set(number, { others: 0, administrators: 0, administers });
      }
    const recounts = isRecounted(state);
    if (companies.size === 0 && !recounts) return;
    if (recounts)
      for (const number of [...companies.keys()].toSorted())
        await takeTurn(collection, number, { requestId, gathering: state.gathering });
    const seen = new Set<string>();
    for await (const record of found([{ field: rule.number, values: [...companies.keys()] }])) {
      const key = keyOf(record);
      if (ownKeys.has(key) || seen.has(key) || !meets(record, rule.inUse)) continue;
      seen.add(key);
      for (const number of textsAt(record, rule.number)) {
        const company = companies.get(number);
        if (!company) continue;
        company.others++;
        if (meets(record, rule.administrators)) company.administrators++;
      }
    }
    const standing = { accounts: collection, ...standingOf([...companies.values()]) };
    const actor = { kind: 'system', part: 'gathering' } as const;
    await handle({ requestId, actor, command: { type: 'record_company', ...standing } });

    async function* found(criteria: readonly Criterion[]): AsyncIterable<StoredRecord> {
      if (!binding || criteria.length === 0) return;
      for await (const { records } of connector.find({ collection: binding, criteria }, { pageSize: PAGE }))
        yield* records;
    }
  };
}

export type CheckCompany = ReturnType<typeof companyChecker>;

function ownCriteria(accounts: CollectionBinding, dataMap: DataMap, verified: Identifiers): Criterion[] {
  return entrancesOf(accounts, dataMap).flatMap((entrance) => {
    if (!('identity' in entrance)) return [];
    const values = verified[entrance.identity] ?? [];
    const ignoreCase = entrance.identity === 'email' ? { ignoreCase: true } : {};
    return values.length > 0 ? [{ field: entrance.field, values: [...values], ...ignoreCase }] : [];
  });
}

interface CompanyCount {
  others: number;
  administrators: number;
  /** The data subject's account is an administrator's. */
  readonly administers: boolean;
}

/** What going means for all companies of the account together; the last of one company goes with that company only. */
export function standingOf(companies: readonly CompanyCount[]): Omit<CompanyStanding, 'accounts'> {
  const sum = (of: 'others' | 'administrators') => companies.reduce((total, company) => total + company[of], 0);
  return {
    others: sum('others'),
    administrators: sum('administrators'),
    needsHandover: companies.some(
      ({ others, administrators, administers }) => administers && others > 0 && administrators === 0,
    ),
    isLast: companies.length > 0 && companies.every(({ others }) => others === 0),
  };
}

function meets(record: StoredRecord, wanted: FieldValues): boolean {
  return Object.entries(wanted).every(([field, values]) =>
    textsAt(record, field).some((text) => values.includes(text)),
  );
}
