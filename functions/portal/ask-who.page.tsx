import { elsewhere, type Who } from './ask-who.ts';
import { Choices, TextArea, TextField } from './form-fields.page.tsx';
import { problemOf, Row, type StepPage, typedIn, Written } from './step.page.tsx';
import { localised } from './words.ts';

export const whoPage: StepPage<Who> = {
  title: (words) => words.who.title,
  Questions: (props) => {
    const { words } = props.site;
    const { who } = words;
    const places = props.site.organisation.otherLaws;
    return (
      <>
        <Choices
          words={words}
          name="relation"
          type="radio"
          label={who.relation}
          problem={problemOf(props, 'relation')}
          choices={(['member', 'former_member', 'non_member'] as const).map((value) => ({
            value,
            ...who.relations[value],
          }))}
          chosen={props.fields.relation ?? []}
        />
        {places.length > 0 && (
          <Choices
            words={words}
            name="residence"
            type="radio"
            label={who.residence}
            hint={who.residenceHint}
            problem={problemOf(props, 'residence')}
            choices={[
              { value: elsewhere, label: who.elsewhere },
              ...places.map(({ place, name }) => ({ value: place, label: localised(name, props.site.language) })),
            ]}
            chosen={props.fields.residence ?? [elsewhere]}
          />
        )}
        <Choices
          words={words}
          name="acting"
          type="radio"
          label={who.acting}
          problem={problemOf(props, 'acting')}
          choices={(['myself', 'someone_else'] as const).map((value) => ({ value, ...who.actings[value] }))}
          chosen={props.fields.acting ?? []}
        />
        <div class="inset">
          <h2>{who.agentTitle}</h2>
          <TextField {...typedIn(props, 'agent_name')} label={who.agentName} autocomplete="name" />
          <TextArea {...typedIn(props, 'agent_statement')} label={who.agentStatement} hint={who.agentStatementHint} />
        </div>
      </>
    );
  },
  Rows: ({ site, told: { relation, residence, agent } }) => {
    const { check, who } = site.words;
    const { otherLaws } = site.organisation;
    const place = otherLaws.find((other) => other.place === residence);
    return (
      <>
        <Row site={site} step="who" label={check.relation} value={who.relations[relation].label} />
        {otherLaws.length > 0 && (
          <Row
            site={site}
            step="who"
            label={check.residence}
            value={place ? localised(place.name, site.language) : who.elsewhere}
          />
        )}
        <Row site={site} step="who" label={check.acting} value={who.actings[agent ? 'someone_else' : 'myself'].label} />
        {agent && <Row site={site} step="who" label={check.agentName} value={<span dir="auto">{agent.name}</span>} />}
        {agent && (
          <Row site={site} step="who" label={check.agentStatement} value={<Written text={agent.statement} />} />
        )}
      </>
    );
  },
};
