import { type Objection, usesOf } from './ask-objection.ts';
import { Choices, TextArea } from './form-fields.page.tsx';
import { problemOf, Row, type StepPage, typedIn, Written } from './step.page.tsx';
import { localised } from './words.ts';

export const objectionPage: StepPage<Objection> = {
  title: ({ objection }) => objection.title,
  Questions: (props) => {
    const { words, organisation, language } = props.site;
    const { objection } = words;
    return (
      <>
        <p>{objection.lead}</p>
        <Choices
          words={words}
          name="use"
          type="checkbox"
          label={objection.uses}
          problem={problemOf(props, 'use')}
          choices={usesOf(organisation).map(({ key, name, effect }) => ({
            value: key,
            label: localised(name, language),
            hint: localised(effect, language),
          }))}
          chosen={props.fields.use ?? []}
        />
        <TextArea
          {...typedIn(props, 'objection_statement')}
          label={`${objection.statement} ${words.optional}`}
          hint={objection.statementHint}
        />
      </>
    );
  },
  Rows: ({ site, told: { uses, statement } }) => {
    const { check, objection } = site.words;
    return (
      <>
        <Row
          site={site}
          step="objection"
          label={objection.label}
          value={usesOf(site.organisation)
            .filter(({ key }) => uses.includes(key))
            .map(({ key, name }) => <div key={key}>{localised(name, site.language)}</div>)}
        />
        <Row
          site={site}
          step="objection"
          label={objection.statement}
          value={statement === undefined ? check.none : <Written text={statement} />}
        />
      </>
    );
  },
};
