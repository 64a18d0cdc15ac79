import type { Child } from 'hono/jsx';
import { type CategoryAnswer, deletionAnswer, deletionByPolicy, recipientsOf } from '../messages/index.ts';
import type { RequestState } from '../requests/index.ts';
import type { CollectionBinding } from '../shared/organisation.ts';
import { listInWords } from './dates.ts';
import type { Site } from './layout.page.tsx';
import { localised } from './words.ts';

/** Before it is asked for: what goes, what has to stay and why, by the policy. All categories when none is given. */
export function DeletionExplained({
  site,
  categories,
}: {
  readonly site: Site;
  readonly categories: readonly string[];
}) {
  const { words, organisation } = site;
  return (
    <details>
      <summary>{words.deletion.explain}</summary>
      <Categories site={site} answers={deletionByPolicy(organisation, categories)} />
      <p>{words.deletion.heldBefore}</p>
    </details>
  );
}

/** Afterwards: by category what went and what stayed, why and until when; backups; who else had it (GDPR Art. 17(3), 19). */
export function DeletionAnswered({ site, state }: { readonly site: Site; readonly state: RequestState }) {
  const { words, organisation, language } = site;
  const { deletion } = words;
  const answers = deletionAnswer(organisation, state);
  if (answers.length === 0) return <p>{deletion.nothing}</p>;
  const recipients = recipientsOf(organisation, answers);
  return (
    <>
      <h2>{deletion.answerTitle}</h2>
      <Categories site={site} answers={answers} />
      <h2>{deletion.backupsTitle}</h2>
      <p>{localised(organisation.processing.backups, language)}</p>
      {recipients.length > 0 && (
        <>
          <h2>{deletion.recipientsTitle}</h2>
          <p>{deletion.recipients}</p>
          <ul class="list">
            {recipients.map(({ key, name }) => (
              <li key={key}>{localised(name, language)}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Categories({ site, answers }: { readonly site: Site; readonly answers: readonly CategoryAnswer[] }) {
  const { words, language } = site;
  const { deletion } = words;
  const where = (collections: readonly CollectionBinding[]): string =>
    listInWords(
      collections.map(({ title }) => localised(title, language)),
      words.locale,
    );
  return (
    <dl class="fates">
      {answers.map(({ category, deleted, kept, held }) => (
        <div key={category.key}>
          <dt>{localised(category.name, language)}</dt>
          {deleted.length > 0 && <Fate label={deletion.deleted} where={where(deleted)} />}
          {kept.map(({ reason, replaced, inPart, collections }) => (
            <Fate
              key={`${reason.basis[language]} ${replaced} ${inPart}`}
              label={replaced ? deletion.replaced : inPart ? deletion.keptInPart : deletion.kept}
              where={where(collections)}
            >
              <p>{localised(reason.basis, language)}</p>
              <p>{deletion.until(localised(reason.until, language))}</p>
            </Fate>
          ))}
          {held.length > 0 && (
            <Fate label={deletion.held} where={where(held)}>
              <p>{deletion.heldBasis}</p>
              <p>{deletion.until(deletion.heldUntil)}</p>
            </Fate>
          )}
        </div>
      ))}
    </dl>
  );
}

function Fate({
  label,
  where,
  children,
}: {
  readonly label: string;
  readonly where: string;
  readonly children?: Child;
}) {
  return (
    <dd>
      <p>
        <strong>{label}</strong> {where}
      </p>
      {children}
    </dd>
  );
}
