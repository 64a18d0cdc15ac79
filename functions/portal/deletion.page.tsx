import {
  byReason,
  type CategoryAnswer,
  deletionAnswer,
  deletionByPolicy,
  type KeptPart,
  recipientsOf,
  toldOf,
} from '../messages/index.ts';
import type { RequestState, Right } from '../requests/index.ts';
import type { CollectionBinding } from '../shared/organisation.ts';
import { listInWords } from './dates.ts';
import type { Site } from './layout.page.tsx';
import { Unavailable } from './unavailable.page.tsx';
import { citer, localised, type Words } from './words.ts';
import type { Cite } from './words-rights-en.ts';

/** Before it is asked for: what goes, what has to stay and why, by the policy. All categories when none is given. */
export function DeletionExplained({
  site,
  categories,
  right,
}: {
  readonly site: Site;
  readonly categories: readonly string[];
  readonly right: Right;
}) {
  const { words, organisation, language } = site;
  const answers = deletionByPolicy(organisation, categories, right);
  const deleted = answers.filter((answer) => answer.deleted.length > 0);
  return (
    <details>
      <summary>{words.deletion.explain}</summary>
      <dl class="fates">
        {deleted.length > 0 && (
          <div>
            <dt>{words.deletion.weDelete}</dt>
            <dd>{deleted.map(({ category }) => localised(category.name, language)).join(' · ')}</dd>
          </div>
        )}
        <div>
          <dt>{words.deletion.weKeep}</dt>
          {byReason(answers.flatMap(({ kept }) => kept)).map((part) => (
            <Kept key={part.reason.basis[language]} site={site} part={part} listed />
          ))}
          <dd>{words.deletion.heldBefore}</dd>
        </div>
      </dl>
    </details>
  );
}

/** Afterwards: by category what went and what stayed, why and until when; backups; who else had it (GDPR Art. 17(3), 19). */
export function DeletionAnswered({ site, state }: { readonly site: Site; readonly state: RequestState }) {
  const { words, organisation, language } = site;
  const { deletion } = words;
  const answers = deletionAnswer(organisation, state);
  if (answers.length === 0)
    return (
      <>
        <p>{deletion.nothing}</p>
        <Unavailable site={site} state={state} />
      </>
    );
  const recipients = recipientsOf(organisation, answers);
  const cite = citer(organisation, state.law, language);
  return (
    <>
      <p>{deletion.answer}</p>
      <Categories site={site} answers={answers} cite={cite} />
      <Unavailable site={site} state={state} />
      <h2>{deletion.backupsTitle}</h2>
      <p>{localised(organisation.processing.backups, language)}</p>
      {recipients.length > 0 && (
        <>
          <h2>{deletion.recipientsTitle}</h2>
          <p>{deletion.recipients(cite('recipients_of_deletion'))}</p>
          <ul class="list">
            {recipients.map(({ key, name }) => (
              <li key={key}>
                {localised(name, language)}
                {deletion.told[toldOf(state, key)]}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Categories({
  site,
  answers,
  cite,
}: {
  readonly site: Site;
  readonly answers: readonly CategoryAnswer[];
  readonly cite: Cite;
}) {
  const { words, language } = site;
  const { deletion } = words;
  return (
    <dl class="fates">
      {answers.map(({ category, deleted, kept, held }) => (
        <div key={category.key}>
          <dt>{localised(category.name, language)}</dt>
          {deleted.length > 0 && (
            <dd>
              <strong>{deletion.deleted}</strong> {where(site, deleted)}
            </dd>
          )}
          {kept.map((part) => (
            <Kept key={`${part.reason.basis[language]} ${part.replaced}`} site={site} part={part} />
          ))}
          {held.length > 0 && (
            <dd>
              <strong>{deletion.kept}</strong> {where(site, held)}
              <Why words={words} basis={deletion.heldBasis(cite('legal_claims'))} until={deletion.heldUntil} />
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

/** @param listed under a heading that says already that it is kept */
function Kept({
  site,
  part,
  listed = false,
}: {
  readonly site: Site;
  readonly part: KeptPart;
  readonly listed?: boolean;
}) {
  const { words, language } = site;
  const { kept, keptInPart, replaced } = words.deletion;
  const label = part.replaced ? replaced : part.inPart ? keptInPart : kept;
  return (
    <dd>
      {listed && label === kept ? (
        <strong>{where(site, part.collections)}</strong>
      ) : (
        <>
          <strong>{label}</strong> {where(site, part.collections)}
        </>
      )}
      <Why
        words={words}
        basis={localised(part.reason.basis, language)}
        until={localised(part.reason.until, language)}
      />
    </dd>
  );
}

function Why({ words, basis, until }: { readonly words: Words; readonly basis: string; readonly until: string }) {
  return (
    <p>
      {basis}
      {words.gap}
      {words.deletion.until(until)}
    </p>
  );
}

function where({ words, language }: Site, collections: readonly CollectionBinding[]): string {
  return listInWords(
    collections.map(({ title }) => localised(title, language)),
    words.locale,
  );
}
