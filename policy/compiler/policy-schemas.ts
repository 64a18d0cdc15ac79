import { z } from 'zod';
import { citedTopics } from '../../functions/shared/citations.ts';

/** Keys end up in object names, URLs and JSON: letters, digits, dot, dash, underscore. */
export const key = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}$/, 'must be letters, digits, ".", "-" or "_"');

/** Text for people, in every language of the organisation. */
export function localised(languages: readonly string[]) {
  return z.record(z.string(), z.string()).superRefine((texts, context) => {
    for (const language of languages)
      if (!texts[language]?.trim()) context.addIssue({ code: 'custom', message: `missing translation: ${language}` });
  });
}

const languagesSchema = z.array(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/)).min(1);

const otherLawSchema = z.object({ law: z.string(), calendar: z.string().optional(), place: z.string().catch('') });

/** What other files are read by; empty where organisation.yaml does not give it. */
export const essentialsSchema = z.object({
  languages: languagesSchema.catch([]),
  law: z.string().catch(''),
  other_laws: z.array(otherLawSchema).catch([]),
  office: z
    .object({ calendar: z.string().catch(''), country: z.string().catch('') })
    .catch({ calendar: '', country: '' }),
  account_directory: z
    .object({ collection: z.string().catch(''), identity: z.string().catch('') })
    .catch({ collection: '', identity: '' }),
});

export function organisationSchema(languages: readonly string[]) {
  const text = localised(languages);
  const routes = z
    .strictObject({ authority: text, authority_url: z.url(), court: text, appeal: text.exactOptional() })
    .transform(({ authority_url, ...others }) => ({ ...others, authorityUrl: authority_url }));
  return z.strictObject({
    id: key,
    name: z.string().min(1),
    controller: z.strictObject({ name: z.string().min(1), address: z.string().min(1), email: z.email() }),
    languages: languagesSchema,
    default_language: z.string().refine((language) => languages.includes(language), 'must be one of languages'),
    office: z.strictObject({
      time_zone: z.string().refine(isTimeZone, 'must be an IANA time zone, such as Europe/Dublin'),
      calendar: key,
      country: z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'must be an ISO 3166 code, such as IE'),
    }),
    law: key,
    other_laws: z
      .array(
        z.strictObject({
          law: key,
          calendar: key.optional(),
          place: z.string(),
          name: text,
          complaints: routes.exactOptional(),
        }),
      )
      .default([]),
    links: z.strictObject({ privacy_policy: z.url(), settings: z.url() }),
    sender: z.strictObject({ address: z.email(), name: z.string().min(1) }),
    staff: z.strictObject({
      language: z.string().refine((language) => languages.includes(language), 'must be one of languages'),
      mailboxes: z.strictObject({
        agent: z.email(),
        approver: z.email(),
        'privacy-officer': z.email(),
        legal: z.email(),
      }),
    }),
    complaints: routes,
    processing: z.strictObject({ transfers: text, automated_decisions: text, backups: text }),
    retention: z.strictObject({
      export_days: z.int().positive(),
      unconfirmed_days: z.int().positive(),
      record_months: z.int().positive(),
    }),
    progress_after_days: z
      .array(z.int().positive())
      .refine((days) => days.every((day, index) => index === 0 || day > (days[index - 1] ?? 0)), 'must ascend')
      .default([]),
    account_directory: z.strictObject({ collection: key, identity: key }),
  });
}

const actionKinds = ['return', 'delete', 'null', 'hash', 'hmac', 'random', 'keep'] as const;

export function rightsSchema(languages: readonly string[]) {
  const text = localised(languages);
  const action = z.strictObject({
    // YAML reads a bare null as no value, which is also what a forgotten value looks like.
    action: z.enum(actionKinds, { error: `must be one of ${actionKinds.join(', ')} ('null' in quotes)` }),
    basis: text.optional(),
    until: text.optional(),
    ground: z.enum(citedTopics).optional(),
  });
  const conditions = z
    .array(z.record(z.string(), z.string()).refine((condition) => Object.keys(condition).length > 0, 'is empty'))
    .min(1);
  const values = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
  const override = action.extend({
    only_if: conditions.optional(),
    otherwise: action.optional(),
  });
  const sets = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
  const options = z
    .array(
      z.strictObject({
        key,
        name: text,
        effect: text,
        sets: sets.refine((values) => Object.keys(values).length > 0, 'is empty'),
      }),
    )
    .min(1);
  const fieldValues = z.record(z.string(), z.array(z.string()).min(1));
  return z.strictObject({
    rights: z
      .array(
        z.strictObject({
          right: key,
          name: text,
          article: z.string().min(1),
          waiting_days: z.int().nonnegative().optional(),
          second_approver: z.boolean().optional(),
          key_fields: z
            .strictObject({ basis: text, until: text, ground: z.enum(citedTopics).exactOptional() })
            .optional(),
          sets: values.optional(),
          lift: z.strictObject({ notice_days: z.int().positive(), sets: values }).optional(),
          functions: options.optional(),
          uses: options.optional(),
          /** Another right, of which it has whatever it does not say itself. */
          like: key.optional(),
          consequences: z
            .array(
              z
                .strictObject({ key, text, collection: z.string().optional(), where: fieldValues.optional() })
                .refine(({ collection, where }) => !where || collection, 'where wants a collection'),
            )
            .optional(),
          company: z
            .strictObject({
              accounts: z.string(),
              number: z.string(),
              in_use: fieldValues,
              administrators: fieldValues,
              closing: z.record(z.string(), override),
            })
            .optional(),
          corrects: z
            .strictObject({ categories: z.array(key).min(1), except: z.record(z.string(), text).default({}) })
            .optional(),
          listing: z
            .strictObject({
              collection: key,
              address: z
                .url({ protocol: /^https$/, error: 'must be an address that starts with https://' })
                .refine(
                  (address) => address.includes('{number}'),
                  'must hold {number}, where the number of a listing stands',
                ),
              take_down: z.strictObject({ sets: values, only_if: conditions }),
              take_out_contact: z.strictObject({ fields: z.array(z.string()).min(1), only_if: conditions }),
            })
            .optional(),
          actions: z.record(key, action).default({}),
          overrides: z.record(z.string(), override).optional(),
        }),
      )
      .min(1),
  });
}

export function recipientsSchema(languages: readonly string[]) {
  const endpoint = z
    .strictObject({
      kind: z.literal('opendsr'),
      url: z.url({ protocol: /^https$/, error: 'must be an address that starts with https://' }),
      secret: z.string().regex(/^secretsmanager:[A-Za-z0-9/_+=.@:-]+$/, 'must be secretsmanager:<name of the secret>'),
      identities: z.array(key).min(1),
      answer_days: z.int().positive(),
      takes: z
        .array(z.enum(['erasure', 'rectification', 'restriction']))
        .min(1)
        .default(['erasure']),
    })
    .transform(({ answer_days, ...told }) => ({ ...told, answerDays: answer_days }));
  return z.strictObject({
    recipients: z.array(z.strictObject({ key, kind: key, name: localised(languages), endpoint: endpoint.optional() })),
  });
}

export function categoriesSchema(languages: readonly string[]) {
  const text = localised(languages);
  return z.strictObject({
    data_categories: z.array(z.strictObject({ key, name: z.string().min(1) })).default([]),
    company_category: key.optional(),
    categories: z
      .array(
        z.strictObject({
          key,
          name: text,
          data_categories: z.array(key).min(1),
          purposes: text,
          recipients: z.array(key),
          retention: text,
          source: text,
        }),
      )
      .min(1),
  });
}

const namedPerson = z
  .strictObject({
    name: z.string().min(1).optional(),
    email: z.string().min(1).optional(),
    phone: z.string().min(1).optional(),
    id: z.string().min(1).optional(),
  })
  .refine(({ name, email, phone }) => name ?? email ?? phone, 'names nobody: give a name, email or phone field');

export const thirdPartiesSchema = z.strictObject({
  people: z.record(z.string(), z.array(namedPerson).min(1)),
  search: z.array(z.string()).min(1),
});

export const calendarSchema = z.object({
  id: key,
  weekend: z.array(z.int().min(1).max(7)),
  holidays: z.array(z.iso.date()),
  first_year: z.int().optional(),
  last_year: z.int().optional(),
  note: z.string().optional(),
});

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}
