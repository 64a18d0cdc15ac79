import { IntlMessageFormat } from 'intl-messageformat';
import type { Localised } from '../../functions/shared/organisation.ts';
import type { PolicyError } from './policy-error.ts';
import { complain, type Path, type ValidSource } from './yaml-source.file.ts';

/** An article, section or statute on the protection of data, in any of the ways that texts write one. */
const ARTICLE =
  /\b(?:GDPR|CCPA|CPRA|PIPL|LGPD|PIPEDA|PDPA|PIPA|APPI|DPDP|POPIA|FADP|AVG|RGPD|DSGVO)\b|\bart(?:icle|ikel|\.)s?\s*\d+|\b(?:section|regulation|recital)\s+\d+|§|第\s*[\d一二三四五六七八九十百]+\s*条|个人信息保护法/iu;
const STATUTE = /\b(?:GDPR|CCPA|CPRA|PIPL|LGPD|PIPEDA|PDPA|PIPA|APPI|DPDP|POPIA|FADP|AVG|RGPD|DSGVO)\b|个人信息保护法/u;
const PERIOD =
  /(?<![\p{L}\d])(?:\d+|one|two|three|four|six|ten|fifteen|thirty|forty-five|één|twee|drie)\s+(?:calendar |working |business )?(?:days?|weeks?|months?|dag(?:en)?|weken|maand(?:en)?)\b|(?<![最后每同当下])[\d一二两三四五六七八九十]+\s*(?:个月|个工作日|日内|天)/iu;

/**
 * What a mail's text names outright that depends on the law of the request: an article, or a number of days or months that
 * is not a plural of one of its variables. Undefined when it names neither.
 */
export function lawNamed(message: string): string | undefined {
  const elements = new IntlMessageFormat(message).getAst();
  const said = (pattern: RegExp, texts: readonly string[]) =>
    texts.map((text) => pattern.exec(text)?.[0]).find(Boolean);
  return said(ARTICLE, literalsOf(elements, true)) ?? said(PERIOD, literalsOf(elements, false));
}

/** The statute on the protection of data that a text names; the law of the request may be another. */
export function statuteNamed(text: string): string | undefined {
  return STATUTE.exec(text)?.[0];
}

/** Complains of each text below `path` that names a statute; `who` cites the law of the request by themselves. */
export function refuseStatutes(
  errors: PolicyError[],
  source: ValidSource<unknown>,
  path: Path,
  texts: Readonly<Record<string, Localised>>,
  who: 'answers' | 'copies',
): void {
  for (const [key, text] of Object.entries(texts))
    for (const [language, said] of Object.entries(text)) {
      const law = statuteNamed(said);
      const message = `names "${law}" outright: ${who} cite the law of the request by themselves`;
      if (law) complain(errors, source, [...path, key, language], message);
    }
}

type Element = ReturnType<IntlMessageFormat['getAst']>[number];
/** `TYPE.literal` of the parser behind intl-messageformat, which does not export it. */
const LITERAL: number = 0;

function literalsOf(elements: readonly Element[], inPlurals: boolean): string[] {
  return elements.flatMap((element) => {
    if (element.type === LITERAL && 'value' in element) return [element.value];
    if ('pluralType' in element && !inPlurals) return [];
    if ('options' in element)
      return Object.values(element.options).flatMap(({ value }) => literalsOf(value, inPlurals));
    return 'children' in element ? literalsOf(element.children, inPlurals) : [];
  });
}
