import { join } from 'node:path';
import type { CategoryRule, Recipient, RightRule } from '../../functions/shared/organisation.ts';
import fideslang from '../fideslang/data-categories.json' with { type: 'json' };
import type { PolicyError } from './policy-error.ts';
import { categoriesSchema, recipientsSchema, rightsSchema } from './policy-schemas.ts';
import { complain, type Path, readAs, type ValidSource } from './yaml-source.file.ts';

/** What the data categories of datasets are checked against. */
export interface Vocabulary {
  readonly isKnown: (dataCategory: string) => boolean;
  /** The category members see a data category under; undefined when none describes it. */
  readonly categoryOf: (dataCategory: string) => string | undefined;
}

/** What a policy says about data in general: who gets it, what it is called, what each right does with it. */
export interface Rules {
  readonly recipients: readonly Recipient[] | undefined;
  readonly categories: readonly CategoryRule[] | undefined;
  readonly rights: readonly RightRule[] | undefined;
  /** Undefined when categories.yaml could not be read: then nothing can be checked against it. */
  readonly vocabulary: Vocabulary | undefined;
}

/** Reads recipients.yaml, categories.yaml and rights.yaml and checks them against each other. */
export function readRules(folder: string, languages: readonly string[], errors: PolicyError[]): Rules {
  const recipients = readAs(join(folder, 'recipients.yaml'), recipientsSchema(languages), errors);
  const categories = readAs(join(folder, 'categories.yaml'), categoriesSchema(languages), errors);
  const rights = readAs(join(folder, 'rights.yaml'), rightsSchema, errors);
  const described = categories?.value.categories.map(
    ({ data_categories, ...rule }): CategoryRule => ({ ...rule, dataCategories: data_categories }),
  );
  const own = categories?.value.data_categories.map(({ key }) => key) ?? [];
  const known = new Set([...fideslang.keys, ...own]);

  if (recipients) refuseTwins(errors, recipients, 'recipients', recipients.value.recipients, 'key');
  if (rights) refuseTwins(errors, rights, 'rights', rights.value.rights, 'right');
  if (categories && described) {
    refuseTwins(errors, categories, 'data_categories', categories.value.data_categories, 'key');
    refuseTwins(errors, categories, 'categories', described, 'key');
    own.forEach((key, index) => {
      const message = `"${key}" is already one of fideslang's data categories`;
      if (fideslang.keys.includes(key)) complain(errors, categories, ['data_categories', index, 'key'], message);
    });
    checkCategories(errors, categories, described, known);
    const named = new Set(recipients?.value.recipients.map(({ key }) => key));
    if (recipients)
      eachListed(described, 'recipients', (key, path) => {
        if (!named.has(key)) complain(errors, categories, path, `unknown recipient "${key}"`);
      });
    if (rights) checkRights(errors, rights, described);
  }
  return {
    recipients: recipients?.value.recipients,
    categories: described,
    rights: rights?.value.rights as readonly RightRule[] | undefined,
    vocabulary: described && {
      isKnown: (dataCategory) => known.has(dataCategory),
      categoryOf: (dataCategory) => categoryOf(dataCategory, described),
    },
  };
}

/** The category that lists the longest prefix of a fideslang data category. */
export function categoryOf(dataCategory: string, categories: readonly CategoryRule[]): string | undefined {
  let best: { key: string; length: number } | undefined;
  for (const { key, dataCategories } of categories)
    for (const prefix of dataCategories)
      if (dataCategory === prefix || dataCategory.startsWith(`${prefix}.`))
        if (!best || prefix.length > best.length) best = { key, length: prefix.length };
  return best?.key;
}

function checkCategories(
  errors: PolicyError[],
  source: ValidSource<unknown>,
  categories: readonly CategoryRule[],
  known: ReadonlySet<string>,
): void {
  const claimed = new Map<string, string>();
  categories.forEach((category, index) => {
    category.dataCategories.forEach((key, item) => {
      const path = ['categories', index, 'data_categories', item];
      if (!known.has(key)) complain(errors, source, path, unknownDataCategory(key));
      const other = claimed.get(key);
      if (other) complain(errors, source, path, `data category "${key}" already belongs to category "${other}"`);
      else claimed.set(key, category.key);
    });
  });
}

function checkRights(
  errors: PolicyError[],
  source: ValidSource<{ rights: readonly { right: string; actions: Record<string, unknown> }[] }>,
  categories: readonly CategoryRule[],
): void {
  source.value.rights.forEach(({ right, actions }, index) => {
    for (const key of Object.keys(actions))
      if (!categories.some((category) => category.key === key))
        complain(errors, source, ['rights', index, 'actions', key], `unknown category "${key}"`);
    for (const { key } of categories)
      if (!actions[key]) {
        const message = `right "${right}" does not say what happens to category "${key}"`;
        complain(errors, source, ['rights', index, 'actions'], message);
      }
  });
}

export function unknownDataCategory(key: string): string {
  return `unknown data category "${key}": neither one of fideslang's nor declared in categories.yaml`;
}

function eachListed(
  categories: readonly CategoryRule[],
  list: 'recipients',
  visit: (key: string, path: Path) => void,
): void {
  categories.forEach((category, index) => {
    category[list].forEach((key, item) => {
      visit(key, ['categories', index, list, item]);
    });
  });
}

function refuseTwins<Name extends string>(
  errors: PolicyError[],
  source: ValidSource<unknown>,
  list: string,
  items: readonly { readonly [name in Name]: string }[],
  name: Name,
): void {
  const seen = new Set<string>();
  items.forEach((item, index) => {
    const value: string = item[name];
    if (seen.has(value)) complain(errors, source, [list, index, name], `"${value}" is already declared`);
    seen.add(value);
  });
}
