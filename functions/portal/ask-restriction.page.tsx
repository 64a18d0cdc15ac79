import { restrictionGrounds } from '../requests/index.ts';
import type { Restriction } from './ask-restriction.ts';
import { Choices, TextArea } from './form-fields.page.tsx';
import { problemOf, Row, type StepPage, typedIn, Written } from './step.page.tsx';

export const restrictionPage: StepPage<Restriction> = {
  title: ({ restriction }) => restriction.title,
  Questions: (props) => {
    const { words } = props.site;
    const { restriction } = words;
    return (
      <>
        <p>{restriction.lead}</p>
        <Choices
          words={words}
          name="restriction_ground"
          type="radio"
          label={restriction.ground}
          problem={problemOf(props, 'restriction_ground')}
          choices={restrictionGrounds.map((ground) => ({ value: ground, label: restriction.grounds[ground] }))}
          chosen={props.fields.restriction_ground ?? []}
        />
        <TextArea
          {...typedIn(props, 'restriction_statement')}
          label={restriction.statement}
          hint={restriction.statementHint}
        />
      </>
    );
  },
  Rows: ({ site, told: { ground, statement } }) => {
    const { restriction } = site.words;
    return (
      <>
        <Row site={site} step="restriction" label={restriction.ground} value={restriction.grounds[ground]} />
        <Row site={site} step="restriction" label={restriction.statement} value={<Written text={statement} />} />
      </>
    );
  },
};
