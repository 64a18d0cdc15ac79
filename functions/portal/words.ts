import { citation } from '../shared/citations.ts';
import type { Localised, Organisation } from '../shared/organisation.ts';
import { english, type Words } from './words-en.ts';
import type { Cite } from './words-rights-en.ts';
import { chinese } from './words-zh.ts';

export type { Words };

/** A problem with an answer; the words for it are `words.problems[code]`. */
export type ProblemCode = Exclude<keyof Words['problems'], 'code_wrong_tries'>;

/** Languages the pages are written in, by the first part of the path. */
const written: Readonly<Record<string, Words>> = { en: english, zh: chinese };

/** The languages both the company and the pages speak, the company's default first. */
export function languagesOf(organisation: Organisation): readonly string[] {
  const spoken = organisation.languages.filter((language) => language in written);
  const first = spoken.filter((language) => language === organisation.defaultLanguage);
  const all = [...first, ...spoken.filter((language) => !first.includes(language))];
  return all.length > 0 ? all : ['en'];
}

export function wordsIn(language: string): Words {
  return written[language] ?? english;
}

/** What an answer to a request under this law cites, in brackets; empty where the law has no such rule. */
export function citer({ laws }: Organisation, law: string, language: string): Cite {
  return (topic) => citation(laws[law], topic, language);
}

/** A text of the policy in a language; in whichever there is when that one is missing. */
export function localised(text: Localised | undefined, language: string): string {
  return text?.[language] ?? Object.values(text ?? {})[0] ?? '';
}

/** The best of `languages` for an Accept-Language header (RFC 9110 §12.5.4, by primary subtag); the first one otherwise. */
export function negotiateLanguage(header: string | undefined, languages: readonly string[]): string {
  const wanted = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters
        .map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(parameter)?.[1])
        .find(Boolean);
      return { primary: range.split('-')[0] ?? '', quality: Number(quality ?? 1) };
    })
    .filter(({ primary, quality }) => quality > 0 && languages.includes(primary))
    .toSorted((a, b) => b.quality - a.quality);
  return wanted[0]?.primary ?? languages[0] ?? 'en';
}
