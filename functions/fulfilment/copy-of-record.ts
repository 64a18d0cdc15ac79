import type { Finding, FindingsReader, StoredRecord } from '../discovery/index.ts';
import type { VerifiedIdentifiers } from '../identity/index.ts';
import { type CopyRight, copiesAsked, grantedRights, type RequestState } from '../requests/index.ts';
import type { ActionOverride, Organisation, RightRule } from '../shared/organisation.ts';
import { gatheredFindings } from './gathered-findings.ts';
import { meetsAny, type OwnValues, readOwnValues } from './own-values.ts';
import { type PackageContents, planPackage } from './package-contents.ts';
import { fieldActions } from './right-actions.ts';

/** A copy that a request asked for: what goes in, and what of each record. */
export interface Copy {
  readonly kind: CopyRight;
  readonly right: RightRule;
  readonly contents: PackageContents;
  /** The finding without what the right's conditions leave out of it; undefined where nothing goes into this copy. */
  of(collection: string, finding: Finding): Finding | undefined;
  /** Names of the fields of a finding that go into this copy. */
  fieldsOf(collection: string, finding: Finding): readonly string[];
}

export interface CopyDependencies {
  readonly organisation: Organisation;
  readonly findings: Pick<FindingsReader, 'streamFindings'>;
  readonly identifiers: VerifiedIdentifiers;
}

/**
 * The copies a request asked for, as far as they are not refused, by the policy as it is now.
 * @throws Error named `CopyUnknown` when the policy no longer grants one; trying again does not help
 */
export function copyReader({ organisation, findings, identifiers }: CopyDependencies) {
  return async (state: RequestState): Promise<readonly Copy[]> => {
    const verified = (await identifiers.of(state.id)).reveal();
    const findingsOf = gatheredFindings(findings, state);
    const copies = copiesAsked(grantedRights(state)).map(async (kind): Promise<Copy> => {
      const right = organisation.rights.find((rule) => rule.right === kind);
      if (!right) throw new CopyUnknown(kind);
      const own = await readOwnValues(right, organisation.dataMap, verified, findingsOf);
      return copyBy({ kind, right, contents: planPackage(organisation, state, right) }, organisation, own);
    });
    return Promise.all(copies);
  };
}

export type ReadCopies = ReturnType<typeof copyReader>;

function copyBy(plan: Omit<Copy, 'of' | 'fieldsOf'>, { dataMap }: Organisation, own: OwnValues): Copy {
  const conditional = new Map(
    plan.contents.collections.flatMap(({ id }) => {
      const binding = dataMap.collections.find((collection) => collection.id === id);
      const fields = binding ? fieldActions(plan.right, binding, dataMap) : [];
      return fields.some(({ rule }) => rule?.onlyIf) ? [[id, fields] as const] : [];
    }),
  );
  const packaged = new Map(
    plan.contents.collections.map(({ id, fields }) => [id, new Set(fields.map(({ name }) => name))]),
  );
  return {
    ...plan,
    of,
    fieldsOf(collection, finding) {
      const copied = of(collection, finding);
      return copied ? [...(packaged.get(collection) ?? [])].filter((name) => name in copied.fields) : [];
    },
  };

  function of(collection: string, finding: Finding): Finding | undefined {
    const names = packaged.get(collection);
    if (!names) return undefined;
    const rules = conditional.get(collection);
    if (!rules) return finding;
    const fields = rules.flatMap(({ field: { name }, rule }) => {
      const isIn = names.has(name) && name in finding.fields && rule && isReturned(rule, finding.fields, own);
      return isIn ? [[name, finding.fields[name]] as const] : [];
    });
    return fields.length > 0 ? { ...finding, fields: Object.fromEntries(fields) } : undefined;
  }
}

function isReturned({ action, onlyIf, otherwise }: ActionOverride, record: StoredRecord, own: OwnValues): boolean {
  const isMet = !onlyIf || meetsAny(onlyIf, record, own);
  return (isMet ? action : otherwise?.action) === 'return';
}

/** A copy was asked for that the policy does not speak of. */
export class CopyUnknown extends Error {
  override readonly name = 'CopyUnknown';
}
