import { asksForCopy, type Right } from '../requests/index.ts';
import { asksForPeriod, type DataTold } from './ask-data.ts';
import { chosenRights } from './ask-what.ts';
import { shown } from './form-body.ts';
import { Choices, DateField } from './form-fields.page.tsx';
import { periodInWords } from './period-in-words.ts';
import { problemOf, Row, type StepPage, type StepProps } from './step.page.tsx';
import { localised } from './words.ts';

export const dataPage: StepPage<DataTold> = {
  title: ({ data }, fields) =>
    ({ access: data.title, deletion: data.titleDeletion, both: data.titleBoth })[whatFor(chosenRights(fields))],
  Questions: (props) => {
    const { site, fields, problems } = props;
    const { words, organisation, language } = site;
    const chosen = chosenRights(fields);
    return (
      <>
        <Choices
          words={words}
          name="category"
          type="checkbox"
          label={words.data.categories}
          hint={words.data.categoriesHint}
          problem={problemOf(props, 'category')}
          choices={organisation.categories.map(({ key, name }) => ({ value: key, label: localised(name, language) }))}
          chosen={fields.category ?? (problems.length > 0 ? [] : organisation.categories.map(({ key }) => key))}
        />
        {asksForPeriod(chosen) && (
          <fieldset class="group">
            <legend>
              {words.data.period} {words.optional}
            </legend>
            <p class="hint">
              {words.data.periodHint}
              {words.gap}
              {whatFor(chosen) === 'both' && words.data.periodOfCopy}
            </p>
            <DateField {...dateIn(props, 'from')} label={words.data.from} hint={words.data.dateHint} />
            <DateField {...dateIn(props, 'to')} label={words.data.to} />
          </fieldset>
        )}
      </>
    );
  },
  Rows: ({ site, told: { categories, period }, rights }) => {
    const { words, organisation, language } = site;
    const { check } = words;
    const names = organisation.categories
      .filter(({ key }) => categories.includes(key))
      .map(({ name }) => localised(name, language));
    return (
      <>
        <Row
          site={site}
          step="data"
          label={check.categories}
          value={names.length === 0 ? check.allCategories : names.join(' · ')}
        />
        {asksForPeriod(rights) && (
          <Row
            site={site}
            step="data"
            label={rights.includes('deletion') ? check.periodOfCopy : check.period}
            value={periodInWords(period, words)}
          />
        )}
      </>
    );
  },
};

/** Which words fit what was asked for. */
function whatFor(chosen: readonly Right[]): 'access' | 'deletion' | 'both' {
  if (!chosen.includes('deletion')) return 'access';
  return asksForCopy(chosen) ? 'both' : 'deletion';
}

function dateIn(props: StepProps, which: 'from' | 'to') {
  return {
    words: props.site.words,
    name: which,
    problem: problemOf(props, `${which}_day`),
    values: {
      day: shown(props.fields, `${which}_day`),
      month: shown(props.fields, `${which}_month`),
      year: shown(props.fields, `${which}_year`),
    },
  };
}
