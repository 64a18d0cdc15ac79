import { join } from 'node:path';
import type { z } from 'zod';
import type { NotedRight, Right } from '../../functions/requests/index.ts';
import type {
  ActionOverride,
  ActionRule,
  CategoryRule,
  CompanyRule,
  Consequence,
  ListingRule,
  RightRule,
} from '../../functions/shared/organisation.ts';
import { statuteNamed } from './named-laws.ts';
import type { PolicyError } from './policy-error.ts';
import { rightsSchema } from './policy-schemas.ts';
import { complain, type Path, readAs, type YamlSource } from './yaml-source.file.ts';

/** The rights as functions read them, and the file they stand in. */
export interface ReadRights {
  readonly source: YamlSource;
  readonly rules: readonly RightRule[];
  /** Where something stands in the file that is said of a right, by itself or by the one it is like. */
  readonly placeOf: (index: number, path: Path) => Path;
}

type ReadRight = z.output<ReturnType<typeof rightsSchema>>['rights'][number];
type ReadAction = ReadRight['actions'][string];
type ReadOverride = NonNullable<ReadRight['overrides']>[string];

/** Reads rights.yaml. */
export function readRights(
  folder: string,
  languages: readonly string[],
  errors: PolicyError[],
): ReadRights | undefined {
  const read = readAs(join(folder, 'rights.yaml'), rightsSchema(languages), errors);
  if (!read) return undefined;
  const all = read.value.rights;
  const modelOf = (index: number): number => all.findIndex(({ right }) => right === all[index]?.like);
  const misled = all.flatMap(({ right, like }, index) => {
    const model = all[modelOf(index)];
    return like !== undefined && (!model || model.like !== undefined || model.right === right) ? [{ like, index }] : [];
  });
  for (const { like, index } of misled)
    complain(errors, read, ['rights', index, 'like'], `"${like}" is no other right that says all itself`);
  if (misled.length > 0) return undefined;
  return {
    source: read.source,
    rules: all.map((own, index) => {
      const model = all[modelOf(index)];
      return rightOf(model ? likeModel(own, model) : own);
    }),
    placeOf: (index, path) => {
      const [part, key] = path;
      const isShared = (part === 'actions' || part === 'overrides') && key !== undefined;
      const isOwn = !isShared || Object.hasOwn(all[index]?.[part] ?? {}, key);
      const place = isOwn || modelOf(index) < 0 ? index : modelOf(index);
      return ['rights', place, ...path];
    },
  };
}

/** A right with whatever it leaves to another. */
function likeModel(own: ReadRight, model: ReadRight): ReadRight {
  return {
    ...model,
    ...own,
    actions: { ...model.actions, ...own.actions },
    overrides: { ...model.overrides, ...own.overrides },
  };
}

function rightOf({ right, name, article, actions, overrides, ...rest }: ReadRight): RightRule {
  return {
    right,
    name,
    article,
    actions: mapped(actions, actionOf),
    ...(overrides ? { overrides: mapped(overrides, overrideOf) } : {}),
    ...(rest.sets ? { sets: rest.sets } : {}),
    ...(rest.lift ? { lift: { noticeDays: rest.lift.notice_days, sets: rest.lift.sets } } : {}),
    ...(rest.corrects ? { corrects: rest.corrects } : {}),
    ...(rest.listing ? { listing: listingOf(rest.listing) } : {}),
    ...(rest.functions ? { functions: rest.functions } : {}),
    ...(rest.uses ? { uses: rest.uses } : {}),
    ...(rest.consequences ? { consequences: rest.consequences.map(consequenceOf) } : {}),
    ...(rest.company ? { company: companyOf(rest.company) } : {}),
    ...(rest.key_fields ? { keyFields: rest.key_fields } : {}),
    ...(rest.waiting_days === undefined ? {} : { waitingDays: rest.waiting_days }),
    ...(rest.second_approver === undefined ? {} : { secondApprover: rest.second_approver }),
  };
}

function listingOf({ take_down, take_out_contact, ...rest }: NonNullable<ReadRight['listing']>): ListingRule {
  return {
    ...rest,
    takeDown: { sets: take_down.sets, onlyIf: take_down.only_if },
    takeOutContact: { fields: take_out_contact.fields, onlyIf: take_out_contact.only_if },
  };
}

function consequenceOf({ key, text, collection, where }: NonNullable<ReadRight['consequences']>[number]): Consequence {
  return { key, text, ...(collection ? { collection } : {}), ...(where ? { where } : {}) };
}

function companyOf({ in_use, closing, ...rest }: NonNullable<ReadRight['company']>): CompanyRule {
  return { ...rest, inUse: in_use, closing: mapped(closing, overrideOf) };
}

function actionOf({ action, basis, until, ground }: ReadAction): ActionRule {
  return { action, ...(basis ? { basis } : {}), ...(until ? { until } : {}), ...(ground ? { ground } : {}) };
}

function overrideOf({ only_if, otherwise, ...action }: ReadOverride): ActionOverride {
  return {
    ...actionOf(action),
    ...(only_if ? { onlyIf: only_if } : {}),
    ...(otherwise ? { otherwise: actionOf(otherwise) } : {}),
  };
}

function mapped<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

const answeredInWords: readonly string[] = ['complaint', 'appeal'] satisfies readonly Right[];

/** Every category has an action, every action that leaves something its reason, and nothing else is named. */
export function checkActions(
  errors: PolicyError[],
  { source, rules, placeOf }: ReadRights,
  categories: readonly CategoryRule[],
): void {
  rules.forEach((rule, index) => {
    const { right, actions, sets, corrects, listing, company, keyFields } = rule;
    const overrides = { ...rule.overrides, ...company?.closing };
    const told = (path: Path, message: string) => complain(errors, { source }, placeOf(index, path), message);
    for (const key of Object.keys(actions))
      if (!categories.some((category) => category.key === key)) told(['actions', key], `unknown category "${key}"`);
    // A complaint is answered in words; there is nothing to say of data.
    if (answeredInWords.includes(right)) {
      if (sets || Object.keys(actions).length + Object.keys(overrides).length > 0)
        told(['right'], `right "${right}" is answered in words: it has no actions, overrides or sets`);
      return;
    }
    for (const [at, key] of (corrects?.categories ?? []).entries())
      if (!categories.some((category) => category.key === key))
        told(['corrects', 'categories', at], `unknown category "${key}"`);
    checkNoted(rule, told);
    if (rule.lift && right !== 'restriction')
      told(['lift'], `right "${right}" is no restriction, so it can't be lifted`);
    // A right that only notes something, or asks for single changes, does nothing else with what is there.
    const changes = sets ?? rule.functions ?? rule.uses ?? corrects ?? listing;
    if (changes && Object.keys(actions).length === 0 && Object.keys(overrides).length === 0) return;
    for (const { key } of categories)
      if (!actions[key]) told(['actions'], `right "${right}" does not say what happens to category "${key}"`);

    const all: [Path, ActionRule][] = Object.entries(actions).map(([key, action]) => [['actions', key], action]);
    for (const [key, override] of Object.entries(overrides)) {
      all.push([['overrides', key], override]);
      if (override.otherwise) all.push([['overrides', key, 'otherwise'], override.otherwise]);
      if (override.onlyIf && !override.otherwise)
        told(['overrides', key, 'only_if'], 'only_if wants otherwise: what happens in all other records');
      if (override.otherwise && !override.onlyIf) told(['overrides', key, 'otherwise'], 'otherwise wants only_if');
    }
    const writes = all.some(([, { action }]) => action !== 'return' && action !== 'keep');
    if (keyFields) all.push([['key_fields'], { action: 'keep', ...keyFields }]);
    for (const [path, { action, basis, until }] of all) {
      const law = Object.values(basis ?? {})
        .map(statuteNamed)
        .find(Boolean);
      if (law)
        told([...path, 'basis'], `names "${law}" outright: give a ground, and answers cite the law of the request`);
      if (writes && action === 'return') told(path, `right "${right}" changes data, so it cannot return any`);
      // A right that only returns changes nothing: what it leaves out of the copy is told with the reason alone.
      if (action === 'keep' && !writes && !basis)
        told(path, 'keep wants a basis: the member is told why it is left out');
      if (writes && (action === 'keep' || action === 'hash' || action === 'hmac') && !(basis && until))
        told(path, `${action} wants a basis and until: the member is told why, on which law, and until when`);
    }
  });
}

/** What the rights that note something need, by what the member is asked: which functions, which uses, or nothing more. */
const notedBy: Readonly<Record<NotedRight, 'sets' | 'functions' | 'uses'>> = {
  advertising_opt_out: 'sets',
  marketing_unsubscribe: 'sets',
  consent_withdrawal: 'functions',
  objection: 'uses',
  restriction: 'sets',
};

function checkNoted(rule: RightRule, told: (path: Path, message: string) => void): void {
  const { right } = rule;
  const wanted = Object.entries(notedBy).find(([noted]) => noted === right)?.[1];
  if (wanted && !rule[wanted]) told(['right'], `right "${right}" wants ${wanted}: the values that carry it out`);
  for (const list of ['functions', 'uses'] as const) {
    if (rule[list] && wanted !== list) told([list], `right "${right}" has no ${list}`);
    rule[list]?.forEach(({ key }, index, all) => {
      if (all.findIndex((other) => other.key === key) < index) told([list, index, 'key'], `"${key}" is listed twice`);
    });
  }
}
