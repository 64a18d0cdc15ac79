import { IntlMessageFormat } from 'intl-messageformat';
import { dateLocale } from '../shared/date-locale.ts';
import { escapeHtml } from '../shared/escape-html.ts';
import type { MessageTemplate } from '../shared/organisation.ts';

export type MessageVariables = Readonly<Record<string, string | number | Date>>;

/** List variables, by name; each entry with what an item can say beside the mail's own variables. */
export type MessageLists = Readonly<Record<string, readonly MessageVariables[]>>;

export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export interface RenderOptions {
  readonly language: string;
  /** IANA zone in which dates are said. */
  readonly timeZone: string;
  /** Origin of the member site, without a slash at the end. */
  readonly siteUrl: string;
  /** Who the mail is from, in its footer. */
  readonly footer: string;
}

/**
 * A template filled in. Values are escaped in HTML and stripped of line breaks in the subject.
 *
 * @throws Error named `FormatError` (intl-messageformat) when a variable is missing or a message is malformed;
 *   `ListMissing` when a list is
 */
export function renderMail(
  template: MessageTemplate,
  variables: MessageVariables,
  { language, timeZone, siteUrl, footer }: RenderOptions,
  lists: MessageLists = {},
): RenderedMail {
  const say = (message: string, entry: MessageVariables = {}): string => {
    return String(formatOf(message, language, timeZone).format({ ...variables, ...entry })).trim();
  };

  const html: string[] = [];
  const text: string[] = [];
  const paragraph = (said: string): void => {
    if (said === '') return;
    html.push(`<p>${escapeHtml(said)}</p>`);
    text.push(said);
  };
  const list = (items: readonly string[]): void => {
    const said = items.filter((item) => item !== '');
    if (said.length === 0) return;
    html.push(`<ul>${said.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`);
    text.push(said.map((item) => `- ${item}`).join('\n'));
  };
  for (const block of template.body) {
    if ('paragraph' in block) {
      paragraph(say(block.paragraph));
    } else if ('code' in block) {
      const code = say(block.code);
      html.push(`<p style="font-size:28px;letter-spacing:4px;font-weight:bold;margin:24px 0">${escapeHtml(code)}</p>`);
      text.push(`    ${code}`);
    } else if ('list' in block) {
      list(block.list.map((item) => say(item)));
    } else if ('each' in block) {
      const entries = lists[block.each];
      if (!entries) throw new ListMissing(block.each);
      if (entries.length > 0) paragraph(say(block.lead));
      list(entries.map((entry) => say(block.item, entry)));
    } else {
      const url = `${siteUrl}${say(block.link.path)}`;
      html.push(`<p><a href="${escapeHtml(url)}">${escapeHtml(say(block.link.text))}</a></p>`);
      text.push(`${say(block.link.text)}:\n${url}`);
    }
  }

  const subject = say(template.subject).replace(/[\r\n]+/g, ' ');
  return {
    subject,
    text: `${[...text, `--\n${footer}`].join('\n\n')}\n`,
    html: [
      `<!doctype html><html lang="${escapeHtml(language)}"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
      '<body style="font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;color:#1d2733;max-width:36em">',
      ...html,
      `<hr><p style="color:#505a63;font-size:14px">${escapeHtml(footer)}</p></body></html>`,
    ].join('\n'),
  };
}

/** Reading a message costs more than filling it in; there are as many as the policy has. */
const formats = new Map<string, IntlMessageFormat>();

function formatOf(message: string, language: string, timeZone: string): IntlMessageFormat {
  const key = JSON.stringify([message, language, timeZone]);
  const known = formats.get(key);
  if (known) return known;
  const format = new IntlMessageFormat(message, language, undefined, {
    formatters: {
      getNumberFormat: (locales, options) => new Intl.NumberFormat(locales, options),
      getDateTimeFormat: (_, options) => new Intl.DateTimeFormat(dateLocale(language), { ...options, timeZone }),
      getPluralRules: (locales, options) => new Intl.PluralRules(locales, options),
    },
  });
  formats.set(key, format);
  return format;
}

export class ListMissing extends Error {
  override readonly name = 'ListMissing';
}
