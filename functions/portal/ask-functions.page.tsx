import { functionsOf } from './ask-functions.ts';
import { Choices } from './form-fields.page.tsx';
import { problemOf, Row, type StepPage } from './step.page.tsx';
import { localised } from './words.ts';

export const functionsPage: StepPage<readonly string[]> = {
  title: ({ functions }) => functions.title,
  Questions: (props) => {
    const { words, organisation, language } = props.site;
    return (
      <>
        <p>{words.functions.lead}</p>
        <Choices
          words={words}
          name="function"
          type="checkbox"
          label={<span class="visually-hidden">{words.functions.title}</span>}
          problem={problemOf(props, 'function')}
          choices={functionsOf(organisation).map(({ key, name, effect }) => ({
            value: key,
            label: localised(name, language),
            hint: localised(effect, language),
          }))}
          chosen={props.fields.function ?? []}
        />
        <p>{words.functions.lawful}</p>
      </>
    );
  },
  Rows: ({ site, told }) => (
    <Row
      site={site}
      step="functions"
      label={site.words.functions.label}
      value={functionsOf(site.organisation)
        .filter(({ key }) => told.includes(key))
        .map(({ key, name }) => <div key={key}>{localised(name, site.language)}</div>)}
    />
  ),
};
