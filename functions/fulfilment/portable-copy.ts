import type { RequestState } from '../requests/index.ts';
import { citation, citingIn } from '../shared/citations.ts';
import { complaintRoutes } from '../shared/complaint-routes.ts';
import { dateLocale } from '../shared/date-locale.ts';
import type { DataMap, Organisation } from '../shared/organisation.ts';
import type { Copy } from './copy-of-record.ts';
import type { FindingBatches } from './gathered-findings.ts';
import { notPackaged, type PackagedCollection } from './package-contents.ts';
import { dataEntries } from './package-data.ts';
import { portableWords } from './portable-words.ts';
import type { ArchiveEntry } from './write-archive.ts';

/** Where the portable copy lies in a package that has a readable copy too. */
export const portableFolder = 'portable/';

export interface PortableInput {
  readonly organisation: Organisation;
  readonly state: RequestState;
  readonly copy: Copy;
  readonly findings: FindingBatches;
  /** Instant, ISO in UTC. */
  readonly madeAt: string;
  /** Empty at the top of the package; else with its slash. */
  readonly folder: string;
}

/**
 * The copy for other services (GDPR Art. 20(1), "structured, commonly used and machine-readable"): JSON, CSV, a
 * description of the fields that machines read, and a short text that people do.
 */
export function portableEntries(input: PortableInput): ArchiveEntry[] {
  const { folder, copy, findings } = input;
  return [
    { path: `${folder}README.txt`, open: () => only(readme(input)) },
    { path: `${folder}datapackage.json`, open: () => only(descriptor(input)) },
    ...dataEntries(copy.contents, findings, folder),
  ];
}

async function* only(text: string): AsyncGenerator<string> {
  yield text;
}

function readme({ organisation, state, copy, madeAt, folder }: PortableInput): string {
  const { language, timeZone } = state;
  const words = portableWords(language);
  const law = organisation.laws[state.law];
  const locale = dateLocale(language);
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(new Date(madeAt));
  const names = new Intl.ListFormat(locale);
  const { collections } = copy.contents;
  const hasFiles = collections.some(({ id }) => formatOf(organisation.dataMap, id) === 'object');
  const left = notPackaged(organisation, state, copy.right).map(({ basis, collections: within }) =>
    words.because(names.format(within.map(({ id, title }) => title[language] ?? id)), basis[language] ?? ''),
  );
  const redacted = Object.values(state.redactions?.redacted ?? {}).reduce((sum, count) => sum + count, 0);
  const { authority, authorityUrl } = complaintRoutes(organisation, state.law);
  const paragraphs = [
    words.title,
    citingIn(language, words.intro(organisation.name, date), law, 'portability'),
    words.request(state.reference),
    list([...words.formats, ...(hasFiles ? [words.files(`${folder ? '../' : ''}files/`)] : [])]),
    collections.length === 0
      ? words.nothing
      : `${words.contents}\n${list(collections.map(({ id, title }) => `${id}: ${title}`))}`,
    ...(left.length > 0 ? [`${citingIn(language, words.leftOut, law, 'access')}\n${list(left)}`] : []),
    ...(redacted > 0 ? [words.removed(redacted, citation(law, 'rights_of_others_portable', language))] : []),
    words.other(organisation.controller.email, `${authority[language] ?? ''} (${authorityUrl})`),
  ];
  // A byte order mark, so that every editor reads UTF-8.
  return `\uFEFF${paragraphs.join('\n\n')}\n`.replaceAll('\n', '\r\n');
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** Types of the Table Schema standard by what datasets call them; any other may hold anything. */
const types: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'integer',
  float: 'number',
  number: 'number',
  boolean: 'boolean',
};

/** A descriptor after https://datapackage.org/standard/data-package/, one resource for each CSV file. */
function descriptor({ organisation, state, copy, madeAt }: PortableInput): string {
  const { dataMap } = organisation;
  const resource = ({ id, title, fields }: PackagedCollection) => ({
    name: id,
    path: `data/${id}.csv`,
    title,
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    schema: {
      fields: fields.map(({ name, title: said }) => ({
        name,
        title: said,
        type: types[typeOf(dataMap, id, name)] ?? 'any',
      })),
    },
  });
  const described = {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    id: state.reference,
    title: portableWords(state.language).title,
    created: madeAt,
    resources: copy.contents.collections.map(resource),
  };
  return `${JSON.stringify(described, undefined, 2)}\n`;
}

/** Without a type a dataset means text. */
function typeOf({ collections }: DataMap, collection: string, name: string): string {
  const fields = collections.find(({ id }) => id === collection)?.fields ?? [];
  return fields.find((field) => field.name === name)?.dataType ?? 'string';
}

function formatOf({ collections }: DataMap, collection: string): string | undefined {
  return collections.find(({ id }) => id === collection)?.format;
}
