import type { Finding } from '../discovery/index.ts';
import type { RedactionReason } from '../requests/index.ts';
import { type FindPlaces, placeFinder, type SearchedValue } from './redact-text.ts';
import type { RedactedField, RedactionList } from './redaction-list.ts';

/** A finding as the member gets it. */
export type RedactFinding = (collection: string, finding: Finding) => Finding;

/**
 * What a list takes out of findings: every passage that holds a redacted value, and the fields staff left out, each
 * replaced by a marker that says why. Undecided values are not redacted.
 */
export function findingRedactor(list: RedactionList, language: string): RedactFinding {
  const marker = markers(language);
  const values = list.values.flatMap(({ decision, kind, value, reason }): SearchedValue<RedactionReason>[] =>
    decision === 'redact' ? [{ key: reason, kind, value }] : [],
  );
  const find = placeFinder(values);
  const byFinding = Map.groupBy(list.fields, ({ collection, finding }) => `${collection} ${finding}`);
  if (values.length === 0 && list.fields.length === 0) return (_, finding) => finding;
  return (collection, finding) => {
    const special = byFinding.get(`${collection} ${finding.id}`);
    return { ...finding, fields: redactFields(finding.fields, special, find, marker) };
  };
}

/** The word that stands where something was. */
export function markers(language: string): (reason: RedactionReason) => string {
  const { open, close, reasons } = language.startsWith('zh') ? chinese : english;
  return (reason) => `${open}${reasons[reason]}${close}`;
}

const english = {
  open: '[redacted: ',
  close: ']',
  reasons: { third_party: 'another person', trade_secret: 'trade secret', privileged: 'legally privileged' },
} as const;
const chinese = {
  open: '［已隐去：',
  close: '］',
  reasons: { third_party: '他人信息', trade_secret: '商业秘密', privileged: '法律特权' },
} as const;

function redactFields(
  fields: Finding['fields'],
  special: readonly RedactedField[] | undefined,
  find: FindPlaces<RedactionReason>,
  marker: (reason: RedactionReason) => string,
): Finding['fields'] {
  const entries = Object.entries(fields).map(([name, value]) => {
    const own = special?.find(({ field }) => field === name);
    if (own?.decision === 'show') return [name, value] as const;
    if (own && value !== null && value !== undefined) return [name, marker(own.reason)] as const;
    return [name, redactValue(value, find, marker)] as const;
  });
  return Object.fromEntries(entries);
}

/** Texts wherever they are inside a value; a number too, as it is written. */
function redactValue(
  value: unknown,
  find: FindPlaces<RedactionReason>,
  marker: (reason: RedactionReason) => string,
): unknown {
  if (typeof value === 'string') return redactText(value, find, marker);
  if (typeof value === 'number' || typeof value === 'bigint') {
    const written = String(value);
    const redacted = redactText(written, find, marker);
    return redacted === written ? value : redacted;
  }
  if (Array.isArray(value)) return value.map((item) => redactValue(item, find, marker));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redactText(key, find, marker), redactValue(item, find, marker)]),
  );
}

function redactText(
  text: string,
  find: FindPlaces<RedactionReason>,
  marker: (reason: RedactionReason) => string,
): string {
  const places = find(text);
  if (places.length === 0) return text;
  let redacted = '';
  let at = 0;
  for (const { key, from, to } of places) {
    redacted += text.slice(at, from) + marker(key);
    at = to;
  }
  return redacted + text.slice(at);
}
