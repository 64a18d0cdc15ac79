import { join } from 'node:path';
import type { z } from 'zod';
import type { CategoryRule, DataMap, Recipient } from '../../functions/shared/organisation.ts';
import fideslang from '../fideslang/data-categories.json' with { type: 'json' };
import type { PolicyError } from './policy-error.ts';
import { categoriesSchema, recipientsSchema } from './policy-schemas.ts';
import { checkActions, type ReadRights, readRights } from './read-rights.ts';
import { complain, type Path, readAs, type ValidSource } from './yaml-source.file.ts';

type ReadRecipient = z.output<ReturnType<typeof recipientsSchema>>['recipients'][number];

/** What the data categories of datasets are checked against. */
export interface Vocabulary {
  readonly isKnown: (dataCategory: string) => boolean;
  /** The category members see a data category under; undefined when none describes it. */
  readonly categoryOf: (dataCategory: string) => string | undefined;
  /** The one whose primary keys number companies. */
  readonly companyCategory: string | undefined;
}

/** What a policy says about data in general: who gets it, what it is called, what each right does with it. */
export interface Rules {
  readonly recipients: readonly Recipient[] | undefined;
  /** The file, for what only the data map can tell. */
  readonly recipientsFile: ValidSource<unknown> | undefined;
  readonly categories: readonly CategoryRule[] | undefined;
  readonly rights: ReadRights | undefined;
  /** Undefined when categories.yaml could not be read: then nothing can be checked against it. */
  readonly vocabulary: Vocabulary | undefined;
}

/** Reads recipients.yaml, categories.yaml and rights.yaml and checks them against each other. */
export function readRules(folder: string, languages: readonly string[], errors: PolicyError[]): Rules {
  const recipients = readAs(join(folder, 'recipients.yaml'), recipientsSchema(languages), errors);
  const categories = readAs(join(folder, 'categories.yaml'), categoriesSchema(languages), errors);
  const rights = readRights(folder, languages, errors);
  const described = categories?.value.categories.map(
    ({ data_categories, ...rule }): CategoryRule => ({ ...rule, dataCategories: data_categories }),
  );
  const own = categories?.value.data_categories.map(({ key }) => key) ?? [];
  const known = new Set([...fideslang.keys, ...own]);

  if (recipients) refuseTwins(errors, recipients, 'recipients', recipients.value.recipients, 'key');
  if (rights) refuseTwins(errors, rights, 'rights', rights.rules, 'right');
  if (categories && described) {
    refuseTwins(errors, categories, 'data_categories', categories.value.data_categories, 'key');
    refuseTwins(errors, categories, 'categories', described, 'key');
    own.forEach((key, index) => {
      const message = `"${key}" is already one of fideslang's data categories`;
      if (fideslang.keys.includes(key)) complain(errors, categories, ['data_categories', index, 'key'], message);
    });
    checkCategories(errors, categories, described, known);
    const { company_category: company } = categories.value;
    if (company !== undefined && !known.has(company)) {
      complain(errors, categories, ['company_category'], unknownDataCategory(company));
    }
    const named = new Set(recipients?.value.recipients.map(({ key }) => key));
    if (recipients)
      eachListed(described, 'recipients', (key, path) => {
        if (!named.has(key)) complain(errors, categories, path, `unknown recipient "${key}"`);
      });
    if (rights) checkActions(errors, rights, described);
  }
  return {
    recipients: recipients?.value.recipients.map(withoutAbsentEndpoint),
    recipientsFile: recipients,
    categories: described,
    rights,
    vocabulary: described && {
      isKnown: (dataCategory) => known.has(dataCategory),
      categoryOf: (dataCategory) => categoryOf(dataCategory, described),
      companyCategory: categories?.value.company_category,
    },
  };
}

function withoutAbsentEndpoint({ endpoint, ...recipient }: ReadRecipient): Recipient {
  return { ...recipient, ...(endpoint ? { endpoint } : {}) };
}

/** Recipients are told identities that can be verified, so the data map must know them. */
export function checkRecipients(
  errors: PolicyError[],
  source: ValidSource<unknown>,
  recipients: readonly Recipient[],
  { collections }: DataMap,
): void {
  const known = new Set(collections.flatMap(({ fields }) => fields.map(({ identity }) => identity)));
  recipients.forEach(({ endpoint }, index) => {
    endpoint?.identities.forEach((identity, item) => {
      const path = ['recipients', index, 'endpoint', 'identities', item];
      if (!known.has(identity))
        complain(errors, source, path, `no field of any dataset has the identity "${identity}"`);
    });
  });
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
  source: Pick<ValidSource<unknown>, 'source'>,
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
