import { type ChangeAnswer, changeAnswers, recipientsOfChanges, toldOf } from '../messages/index.ts';
import type { RequestState } from '../requests/index.ts';
import type { Sensitive } from '../shared/sensitive.ts';
import { listInWords } from './dates.ts';
import type { Site } from './layout.page.tsx';
import { citer, localised } from './words.ts';

interface ChangesAnsweredProps {
  readonly site: Site;
  readonly state: RequestState;
  /** By change: what was typed of it, and what staff wrote to the member about it. */
  readonly said: ReadonlyMap<string, Sensitive<ChangeSaid>>;
}

export interface ChangeSaid {
  readonly asked?: string;
  readonly words?: string;
}

/** Point by point what became of corrections and take-downs, why, and who else may have the data (GDPR Art. 12(4), 16, 19). */
export function ChangesAnswered({ site, state, said }: ChangesAnsweredProps) {
  const { words, organisation, language } = site;
  const answers = changeAnswers(organisation, state);
  const recipients = recipientsOfChanges(organisation, state);
  if (answers.length === 0) return null;
  return (
    <>
      <h2>{words.changes.answerTitle}</h2>
      <dl class="fates">
        {answers.map((answer) => (
          <Answered key={answer.change.id} site={site} answer={answer} said={said.get(answer.change.id)?.reveal()} />
        ))}
      </dl>
      {recipients.length > 0 && (
        <>
          <h2>{words.changes.recipientsTitle}</h2>
          <p>{words.changes.recipients(citer(organisation, state.law, language)('recipients_of_correction'))}</p>
          <ul class="list">
            {recipients.map(({ key, name }) => (
              <li key={key}>
                {localised(name, language)}
                {words.deletion.told[toldOf(state, key)]}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

interface AnsweredProps {
  readonly site: Site;
  readonly answer: ChangeAnswer;
  readonly said: ChangeSaid | undefined;
}

function Answered({ site, answer, said }: AnsweredProps) {
  const { words, language } = site;
  const { changes } = words;
  const { end, reason, collection, fields } = answer;
  const written = (end === 'done' || end === 'otherwise') && collection;
  return (
    <div>
      <dt>{titleOf(site, answer, said)}</dt>
      <dd>
        <strong>{changes.ends[end]}</strong>
        {written && answer.change.right === 'correction' && (
          <p>
            {changes.writtenHere(
              `${localised(collection.title, language)}${words.colon}${listInWords(
                fields.map(({ name, title }) => (title ? localised(title, language) : name)),
                words.locale,
              )}`,
            )}
          </p>
        )}
        {reason && (end === 'otherwise' || end === 'refused') && <p>{changes.because(localised(reason, language))}</p>}
        {said?.words !== undefined && (
          <p class="written" dir="auto">
            {said.words}
          </p>
        )}
        {(end === 'held' || end === 'stale') && <p>{changes[end]}</p>}
      </dd>
    </div>
  );
}

/** What it was about, as the member said it. */
function titleOf({ words, language }: Site, { change, category }: ChangeAnswer, said: ChangeSaid | undefined) {
  const { changes } = words;
  if (change.right === 'listing_takedown') {
    const extent = change.extent === 'contact' ? changes.contactOfListing : changes.wholeListing;
    return said?.asked === undefined ? extent : `${extent}${words.colon}${said.asked}`;
  }
  return said?.asked ?? (category ? localised(category.name, language) : changes.described);
}
