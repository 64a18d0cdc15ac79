import type { LawProfile } from './law-profile.ts';
import type { Localised, Organisation } from './organisation.ts';

/**
 * What answers cite the law of a request for: reasons of refusals by their code, grounds on which something is kept, and what
 * mails and pages say of rights. A law that has no such rule is not cited.
 */
export const citedTopics = [
  'access',
  'portability',
  'changes_to_data',
  'right_to_object',
  'automated_decisions',
  'consent_withdrawal',
  'objection',
  'restriction',
  'restriction_lifting',
  'recipients_of_deletion',
  'recipients_of_correction',
  'recipients_of_restriction',
  'recipients_of_publication',
  'rights_of_others',
  'rights_of_others_portable',
  'legal_obligation',
  'legal_claims',
  'legitimate_interest',
  'proof_of_choices',
  'do_not_contact',
  'identity_not_verified',
  'manifestly_unfounded',
  'excessive',
  'not_the_controller',
  'found_accurate',
  'kept_as_recorded',
  'compelling_grounds',
  'no_ground_for_restriction',
] as const;

export type CitedTopic = (typeof citedTopics)[number];

/** What a sentence says in brackets after it; empty where the law has no such rule. */
export function citation(law: LawProfile | undefined, topic: string, language: string): string {
  const article = articleOf(law, topic);
  return article === undefined ? '' : inBrackets(article, language);
}

/** Every topic's citation as a variable of mail templates: `cite_` and the topic. */
export function citationVariables(law: LawProfile | undefined, language: string): Record<string, string> {
  return Object.fromEntries(citedTopics.map((topic) => [`cite_${topic}`, citation(law, topic, language)]));
}

/** A policy's sentence with the article of the law put before its full stop, or into the brackets it ends with. */
export function citing(text: Localised, law: LawProfile | undefined, topic: string | undefined): Localised {
  return Object.fromEntries(
    Object.entries(text).map(([language, said]) => [language, citingIn(language, said, law, topic)]),
  );
}

/** The same of a sentence in one language. */
export function citingIn(
  language: string,
  said: string,
  law: LawProfile | undefined,
  topic: string | undefined,
): string {
  const article = topic === undefined ? undefined : articleOf(law, topic);
  if (article === undefined) return said;
  // A closing bracket and a full stop, of either width; a literal of a pattern stays as written, and bundles are ASCII.
  const [, body = said, bracket, stop = ''] = /^(.*?)([)\uFF09])?([.\u3002])?$/s.exec(said.trim()) ?? [];
  const cited = bracket
    ? `${body}${isFullWidth(language) ? '；' : '; '}${article}${bracket}`
    : body + inBrackets(article, language);
  return cited + stop;
}

/** Why something was refused, as an answer under this law says it; undefined for a code the policy has no words for. */
export function citedReason(
  { refusalReasons, laws }: Pick<Organisation, 'refusalReasons' | 'laws'>,
  law: string,
  code: string | undefined,
): Localised | undefined {
  const text = code === undefined ? undefined : refusalReasons[code];
  return text && citing(text, laws[law], code);
}

function articleOf(law: LawProfile | undefined, topic: string): string | undefined {
  return law?.articles?.[topic as CitedTopic]?.article;
}

/** As it follows a sentence. */
function inBrackets(article: string, language: string): string {
  return isFullWidth(language) ? `（${article}）` : ` (${article})`;
}

/** Chinese and Japanese write brackets as wide as their characters. */
function isFullWidth(language: string): boolean {
  return /^(zh|ja)\b/.test(language);
}
