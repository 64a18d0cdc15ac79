import { correctionRule } from '../fulfilment/index.ts';
import {
  type Correction,
  type CorrectionPart,
  correctionField,
  moreCorrections,
  mostCorrections,
  startedCorrections,
} from './ask-correction.ts';
import { Select, TextArea, TextField } from './form-fields.page.tsx';
import { Row, type StepPage, type StepProps, typedIn } from './step.page.tsx';
import { localised } from './words.ts';

export const correctionPage: StepPage<readonly Correction[]> = {
  title: ({ changes }) => changes.correctionTitle,
  Questions: (props) => {
    const { words, language } = props.site;
    const started = startedCorrections(props.fields);
    const room = started.length === 0 || moreCorrections in props.fields ? 1 : 0;
    const count = Math.min(mostCorrections, Math.max(0, ...started) + room);
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    return (
      <>
        <p class="hint">{words.changes.correctionHint}</p>
        {numbers.map((number) => (
          <CorrectionFields key={number} {...props} number={number} alone={count === 1} />
        ))}
        {count < mostCorrections && (
          <p>
            <button
              type="submit"
              class="link"
              formaction={`/${language}/request/correction`}
              formnovalidate
              name={moreCorrections}
              value="1"
            >
              {words.changes.another}
            </button>
          </p>
        )}
      </>
    );
  },
  Rows: ({ site, told }) => (
    <>
      {told.map((correction, index) => (
        <Row
          key={correctionField(index + 1, 'correct')}
          site={site}
          step="correction"
          label={told.length === 1 ? site.words.changes.correction : site.words.changes.correctionNumber(index + 1)}
          value={<CorrectionSaid site={site} correction={correction} />}
        />
      ))}
    </>
  ),
};

function CorrectionFields({
  number,
  alone,
  ...props
}: StepProps & { readonly number: number; readonly alone: boolean }) {
  const { words, organisation, language } = props.site;
  const { changes } = words;
  const typed = (part: CorrectionPart) => typedIn(props, correctionField(number, part));
  const optional = (label: string) => `${label} ${words.optional}`;
  const keys = correctionRule(organisation.rights)?.categories ?? [];
  return (
    <fieldset class="group">
      <legend>
        {alone ? <span class="visually-hidden">{changes.correction}</span> : changes.correctionNumber(number)}
      </legend>
      <Select
        {...typed('category')}
        label={optional(changes.category)}
        none={changes.categoryNone}
        choices={organisation.categories
          .filter(({ key }) => keys.includes(key))
          .map(({ key, name }) => ({ value: key, label: localised(name, language) }))}
      />
      <TextField {...typed('description')} label={changes.description} hint={changes.descriptionHint} />
      <TextField {...typed('present')} label={optional(changes.present)} />
      <TextField {...typed('correct')} label={changes.correct} />
      <TextArea {...typed('evidence')} label={optional(changes.evidence)} hint={changes.evidenceHint} />
    </fieldset>
  );
}

/** A correction as it was understood. */
function CorrectionSaid({ site, correction }: { readonly site: StepProps['site']; readonly correction: Correction }) {
  const { words, organisation, language } = site;
  const { description, present, correct, evidence } = correction;
  const category = organisation.categories.find(({ key }) => key === correction.category);
  const said = (label: string, text: string) => (
    <div>
      {label}
      {words.colon}
      <bdi>{text}</bdi>
    </div>
  );
  return (
    <>
      <div>
        <bdi>{description}</bdi>
        {category && ` · ${localised(category.name, language)}`}
      </div>
      {present !== undefined && said(words.changes.presentShort, present)}
      {said(words.changes.correctShort, correct)}
      {evidence !== undefined && said(words.changes.evidenceShort, evidence)}
    </>
  );
}
