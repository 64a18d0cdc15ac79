import { isDeepStrictEqual } from 'node:util';
import { type Finding, type FindingsReader, valueAt } from '../discovery/index.ts';
import type { VerifiedIdentifiers } from '../identity/index.ts';
import {
  type ChangeDecision,
  type ChangeProgress,
  type DecidedChange,
  decidedChangeSchema,
  foundInsteadSchema,
  type RequestState,
  type RequestStore,
  type TypedChange,
} from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';
import { accepted, type Result, refused } from '../shared/result.ts';
import { correctionObstacle, correctionRule, readFieldValue } from './correctable-fields.ts';
import { gatheredFindings } from './gathered-findings.ts';
import { allowedTakeDown, listingNumber, listingRule, readListingOwners } from './listing-rule.ts';

export interface PrepareDependencies {
  readonly organisation: Organisation;
  readonly findings: Pick<FindingsReader, 'streamFindings'>;
  readonly identifiers: VerifiedIdentifiers;
  readonly requests: Pick<RequestStore, 'readSealed'>;
}

/** What staff choose: a field of one record and what it should hold, or how much of a listing is taken down. */
export type ChosenChange =
  | {
      readonly type: 'correct';
      readonly collection: string;
      readonly finding: string;
      readonly field: string;
      /** As typed. */
      readonly value: string;
    }
  | { readonly type: 'take_down'; readonly extent: 'listing' | 'contact' };

export interface PreparedChange {
  readonly decision: Pick<ChangeDecision, 'decision' | 'collection' | 'fields'>;
  readonly sealed: Pick<DecidedChange, 'finding' | 'writes'>;
}

/**
 * `wrong_right`: it is no change of this kind; `unknown_record`: nothing such was found for the data subject;
 * `not_correctable`: see `correctionObstacle`; `wrong_type`: the value is none of the field's type; `already_so`: there is
 * nothing to change; `not_theirs`: the policy does not let them have it taken down.
 */
export type PrepareRefusal = {
  readonly code: 'wrong_right' | 'unknown_record' | 'not_correctable' | 'wrong_type' | 'already_so' | 'not_theirs';
};

/** A listing that was found for the data subject, and what they may have done with it. */
export interface FoundListing {
  readonly finding: Finding;
  readonly allowed: { readonly listing: boolean; readonly contact: boolean };
}

/**
 * Makes of what staff choose exactly what will be written, and on which condition: that the record still holds what they saw
 * among the findings, or what it was found to hold when an earlier decision came too late.
 */
export function changePreparer({ organisation, findings, identifiers, requests }: PrepareDependencies) {
  const { dataMap, rights } = organisation;
  return { prepare, listingOf };

  async function prepare(
    state: RequestState,
    change: ChangeProgress,
    typed: TypedChange,
    chosen: ChosenChange,
  ): Promise<Result<PreparedChange, PrepareRefusal>> {
    if (chosen.type === 'correct') {
      return change.right === 'correction' ? correct(state, change, typed, chosen) : refused({ code: 'wrong_right' });
    }
    return change.right === 'listing_takedown'
      ? takeDown(state, change, typed, chosen.extent)
      : refused({ code: 'wrong_right' });
  }

  async function correct(
    state: RequestState,
    change: ChangeProgress,
    typed: TypedChange,
    chosen: Extract<ChosenChange, { type: 'correct' }>,
  ): Promise<Result<PreparedChange, PrepareRefusal>> {
    const collection = dataMap.collections.find(({ id }) => id === chosen.collection);
    const field = collection?.fields.find(({ name }) => name === chosen.field);
    const rule = correctionRule(rights);
    const finding = collection && (await findingOf(state, collection.id, ({ id }) => id === chosen.finding));
    if (!collection || !field || !finding) return refused({ code: 'unknown_record' });
    if (!rule || correctionObstacle(rule, collection, field, dataMap)) return refused({ code: 'not_correctable' });
    const value = readFieldValue(field, chosen.value);
    if (value === undefined) return refused({ code: 'wrong_type' });
    const known = { ...finding.fields, ...(await foundInstead(state, change, finding.id)) };
    const seen = valueAt(known, field.name);
    if (isDeepStrictEqual(seen, value)) return refused({ code: 'already_so' });
    const asAsked = readFieldValue(field, typed.correct ?? '') === value;
    return accepted({
      decision: { decision: asAsked ? 'accepted' : 'otherwise', collection: collection.id, fields: [field.name] },
      sealed: { finding: finding.id, writes: { [field.name]: { value, ifNow: seen ?? null } } },
    });
  }

  async function takeDown(
    state: RequestState,
    change: ChangeProgress,
    typed: TypedChange,
    extent: 'listing' | 'contact',
  ): Promise<Result<PreparedChange, PrepareRefusal>> {
    const rule = listingRule(rights);
    const found = await listingOf(state, typed);
    if (!rule || !found) return refused({ code: 'unknown_record' });
    const { finding, allowed } = found;
    if (!allowed[extent]) return refused({ code: 'not_theirs' });
    const known = { ...finding.fields, ...(await foundInstead(state, change, finding.id)) };
    const now = (name: string) => valueAt(known, name) ?? null;
    const writes: NonNullable<DecidedChange['writes']> =
      extent === 'listing'
        ? Object.fromEntries(Object.entries(rule.takeDown.sets).map(([name, value]) => [name, { value }]))
        : Object.fromEntries(
            rule.takeOutContact.fields.flatMap((name) =>
              now(name) === null ? [] : [[name, { value: null, ifNow: now(name) }]],
            ),
          );
    if (Object.entries(writes).every(([name, { value }]) => isDeepStrictEqual(now(name), value)))
      return refused({ code: 'already_so' });
    return accepted({
      decision: {
        decision: extent === change.extent ? 'accepted' : 'otherwise',
        collection: rule.collection,
        fields: Object.keys(writes),
      },
      sealed: { finding: finding.id, writes },
    });
  }

  /** The listing that was meant; undefined when none of that number was found for the data subject. */
  async function listingOf(state: RequestState, { listing = '' }: TypedChange): Promise<FoundListing | undefined> {
    const rule = listingRule(rights);
    const number = rule && listingNumber(rule, listing);
    const key = dataMap.collections.find(({ id }) => id === rule?.collection)?.primaryKey[0];
    if (!rule || number === undefined || key === undefined) return undefined;
    const finding = await findingOf(state, rule.collection, ({ fields }) => String(valueAt(fields, key)) === number);
    if (!finding) return undefined;
    const verified = (await identifiers.of(state.id)).reveal();
    const own = await readListingOwners(rule, verified, (id) => recordsOf(state, id));
    return { finding, allowed: allowedTakeDown(rule, finding.fields, own) };
  }

  async function findingOf(state: RequestState, collection: string, isMeant: (finding: Finding) => boolean) {
    for await (const finding of gatheredFindings(findings, state)(collection)) if (isMeant(finding)) return finding;
    return undefined;
  }

  async function* recordsOf(state: RequestState, collection: string) {
    for await (const { fields } of gatheredFindings(findings, state)(collection)) yield fields;
  }

  /** What the record held when an earlier decision on it came too late: that is what staff saw last. */
  async function foundInstead(
    { id }: RequestState,
    { outcome, found, sealed }: ChangeProgress,
    finding: string,
  ): Promise<Readonly<Record<string, unknown>>> {
    if (outcome !== 'stale' || found === undefined || sealed === undefined) return {};
    const [instead, decided] = await Promise.all([requests.readSealed(id, found), requests.readSealed(id, sealed)]);
    if (!instead || !decided || decidedChangeSchema.parse(decided.reveal()).finding !== finding) return {};
    return foundInsteadSchema.parse(instead.reveal()).values;
  }
}

export type ChangePreparer = ReturnType<typeof changePreparer>;
