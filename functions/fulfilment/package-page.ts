import { type RequestState, redactionReasons, unreadSources } from '../requests/index.ts';
import { type CitedTopic, citingIn } from '../shared/citations.ts';
import { complaintRoutes } from '../shared/complaint-routes.ts';
import { dateLocale } from '../shared/date-locale.ts';
import { escapeHtml } from '../shared/escape-html.ts';
import type { Organisation } from '../shared/organisation.ts';
import type { FindingBatches } from './gathered-findings.ts';
import type { PackageContents, PackagedCategory, PackagedCollection } from './package-contents.ts';
import { type PackageWords, packageWords } from './package-words.ts';
import { showValue } from './show-value.ts';

/** Rows a table of the page shows; the rest is in the CSV beside it, so the page opens on a phone. */
export const rowsShown = 100;

export interface PageInput {
  readonly organisation: Organisation;
  readonly state: RequestState;
  readonly contents: PackageContents;
  readonly findings: FindingBatches;
  /** Path inside the package of a collection's CSV file. */
  readonly csvPath: (collection: string) => string;
  /** Instant, ISO in UTC. */
  readonly madeAt: string;
  /** The portable copy lies beside it. */
  readonly withPortable: boolean;
}

/**
 * The readable page of the package, in the member's language: what was found, by category, with what Article 15(1) GDPR
 * or another law wants said about it. Self-contained: no script, nothing loaded. Yields pieces, so a large collection is never whole in memory.
 */
export async function* packagePage(input: PageInput): AsyncGenerator<string> {
  const { organisation, state, contents, madeAt } = input;
  const words = packageWords(state.language);
  const law = organisation.laws[state.law];
  const cite: Cite = (said, topic) => citingIn(state.language, said, law, topic);
  const date = new Intl.DateTimeFormat(dateLocale(state.language), {
    dateStyle: 'long',
    timeZone: state.timeZone,
  }).format(new Date(madeAt));

  yield `<!doctype html>\n<html lang="${escapeHtml(state.language)}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(words.title)} – ${escapeHtml(organisation.name)}</title>
<style>${style}</style></head><body><main>
<h1>${escapeHtml(words.title)}</h1>
<p>${escapeHtml(words.intro(organisation.name, date))}</p>
<p>${escapeHtml(words.reference)}: <strong>${escapeHtml(state.reference)}</strong>. ${escapeHtml(words.about)}${input.withPortable ? ` ${escapeHtml(cite(words.aboutPortable, 'portability'))}` : ''}</p>\n`;
  yield overview(contents, words);
  yield unavailable(organisation, state, words);
  yield leftOut(state, words, cite);
  for (const category of contents.categories) yield* categorySection(category, input, words);
  yield footer(organisation, state, words, cite);
  yield '</main></body></html>\n';
}

/** A sentence with what it cites of the law of the request. */
type Cite = (said: string, topic: CitedTopic) => string;

function overview({ collections }: PackageContents, words: PackageWords): string {
  if (collections.length === 0) return `<p>${escapeHtml(words.nothing)}</p>\n`;
  const rows = collections
    .map(({ title, count }) => `<tr><td>${escapeHtml(title)}</td><td>${count}</td></tr>`)
    .join('');
  return `<h2>${escapeHtml(words.contents)}</h2><table><thead><tr><th scope="col">${escapeHtml(words.collection)}</th><th scope="col">${escapeHtml(words.records)}</th></tr></thead><tbody>${rows}</tbody></table>\n`;
}

/** Where nobody could look: never left out without a word. */
function unavailable({ dataMap }: Organisation, state: RequestState, words: PackageWords): string {
  const unread = unreadSources(state);
  const titles = dataMap.collections.flatMap(({ id, title }) =>
    unread.includes(id) ? [escapeHtml(title[state.language] ?? id)] : [],
  );
  return titles.length > 0 ? `<p>${escapeHtml(words.unavailable)}: ${titles.join('; ')}</p>\n` : '';
}

/** What was removed and why (GDPR Art. 15(4)); nothing when nothing was. */
function leftOut({ redactions }: RequestState, words: PackageWords, cite: Cite): string {
  const items = redactionReasons.flatMap((reason) => {
    const count = redactions?.redacted[reason] ?? 0;
    return count > 0 ? [`<li>${escapeHtml(words.removedFor[reason])}: ${count}</li>`] : [];
  });
  if (items.length === 0) return '';
  return `<h2>${escapeHtml(words.removed)}</h2><p>${escapeHtml(`${cite(words.removedWhy, 'rights_of_others')}${words.gap}${words.removedText}`)}</p><ul>${items.join('')}</ul>\n`;
}

async function* categorySection(
  category: PackagedCategory,
  input: PageInput,
  words: PackageWords,
): AsyncGenerator<string> {
  const { rule, collections } = category;
  const { organisation, state } = input;
  const say = (text: Readonly<Record<string, string>>): string => escapeHtml(text[state.language] ?? '');
  const recipients = rule.recipients
    .map((key) => organisation.recipients.find((recipient) => recipient.key === key)?.name[state.language] ?? key)
    .map(escapeHtml);
  yield `<section><h2>${say(rule.name)}</h2><dl>
<dt>${escapeHtml(words.purposes)}</dt><dd>${say(rule.purposes)}</dd>
<dt>${escapeHtml(words.recipients)}</dt><dd>${recipients.join('; ') || escapeHtml(words.noRecipients)}</dd>
<dt>${escapeHtml(words.retention)}</dt><dd>${say(rule.retention)}</dd>
<dt>${escapeHtml(words.source)}</dt><dd>${say(rule.source)}</dd></dl>\n`;
  for (const collection of collections) yield* collectionTable(collection, input, words);
  yield '</section>\n';
}

async function* collectionTable(
  collection: PackagedCollection,
  input: PageInput,
  words: PackageWords,
): AsyncGenerator<string> {
  const { id, title, count, fields } = collection;
  const head = fields.map((field) => `<th scope="col">${escapeHtml(field.title)}</th>`).join('');
  // A wide table scrolls by itself; focusable, so a keyboard can scroll it. No region: a title can come in two categories.
  yield `<h3>${escapeHtml(title)}</h3><div class="wide" tabindex="0" role="group" aria-label="${escapeHtml(title)}"><table><thead><tr>${head}</tr></thead><tbody>\n`;
  let shown = 0;
  for await (const batch of input.findings(id)) {
    for (const finding of batch.slice(0, rowsShown - shown)) {
      shown++;
      yield `<tr>${fields.map(({ name }) => `<td>${escapeHtml(showValue(finding.fields[name]))}</td>`).join('')}</tr>\n`;
    }
    if (shown === rowsShown) break;
  }
  yield '</tbody></table></div>\n';
  if (count > shown) yield `<p>${escapeHtml(words.showing(shown, count, input.csvPath(id)))}</p>\n`;
}

function footer(organisation: Organisation, { language, law }: RequestState, words: PackageWords, cite: Cite): string {
  const { controller, processing, links } = organisation;
  const { authority, authorityUrl, court, appeal } = complaintRoutes(organisation, law);
  const say = (text: Readonly<Record<string, string>>): string => escapeHtml(text[language] ?? '');
  const automated = processing.automatedDecisions[language] ?? '';
  return `<section><h2>${escapeHtml(words.processing)}</h2><dl>
<dt>${escapeHtml(words.transfers)}</dt><dd>${say(processing.transfers)}</dd>
<dt>${escapeHtml(words.automatedDecisions)}</dt><dd>${escapeHtml(cite(automated, 'automated_decisions'))}</dd>
<dt>${escapeHtml(words.controller)}</dt><dd>${escapeHtml(controller.name)}, ${escapeHtml(controller.address)}, ${escapeHtml(controller.email)}. <a href="${escapeHtml(links.privacyPolicy)}">${escapeHtml(links.privacyPolicy)}</a></dd></dl></section>
<section><h2>${escapeHtml(words.yourRights)}</h2><ul>${words.rights.map(([right, topic]) => `<li>${escapeHtml(cite(right, topic))}</li>`).join('')}</ul>
<h3>${escapeHtml(words.complain)}</h3><p>${say(authority)}: <a href="${escapeHtml(authorityUrl)}">${escapeHtml(authorityUrl)}</a>. ${say(court)}${appeal ? ` ${say(appeal)}` : ''}</p></section>\n`;
}

const style = [
  ':root{color-scheme:light dark;background:Canvas;color:CanvasText}',
  'body{margin:0;font:16px/1.5 system-ui,sans-serif}',
  'main{max-width:64rem;margin:0 auto;padding:1rem}',
  'h1{font-size:1.75rem}h2{font-size:1.35rem;margin-top:2.5rem;border-top:1px solid;padding-top:1rem}',
  'dt{font-weight:bold}dd{margin:0 0 .5rem}',
  '.wide{overflow-x:auto}',
  'table{border-collapse:collapse;font-size:.9rem}',
  'th,td{text-align:start;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid #8888}',
  'td{overflow-wrap:anywhere;min-width:5rem}',
].join('');
