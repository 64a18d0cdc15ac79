import type { Right } from '../requests/index.ts';
import { DeletionExplained } from './deletion.page.tsx';
import { Choices } from './form-fields.page.tsx';
import { ContactLink } from './layout.page.tsx';
import { groupedRights, offeredRights, waitingDays } from './offered-rights.ts';
import { problemOf, Row, type StepPage } from './step.page.tsx';

export const whatPage: StepPage<readonly Right[]> = {
  title: (words) => words.what.title,
  Questions: (props) => {
    const { site, fields, problems } = props;
    const { words, organisation } = site;
    const rights = offeredRights(organisation);
    const groups = groupedRights(rights);
    return (
      <>
        <Choices
          words={words}
          name="right"
          type={rights.length > 1 ? 'checkbox' : 'radio'}
          label={<span class="visually-hidden">{words.what.title}</span>}
          hint={rights.length > 1 ? words.what.several : undefined}
          problem={problemOf(props, 'right')}
          choices={groups.flatMap(({ group, rights: some }) =>
            some.map((right, index) => ({
              value: right,
              label: words.rights[right].label,
              hint: words.rights[right].hint(waitingDays(organisation)),
              ...(groups.length > 1 && index === 0 ? { heading: words.what.groups[group] } : {}),
            })),
          )}
          chosen={fields.right ?? (problems.length > 0 || rights.length > 1 ? [] : rights)}
        />
        {rights.includes('deletion') && <DeletionExplained site={site} categories={[]} right="deletion" />}
        <p>
          {words.what.elsewhere(rights)} <ContactLink organisation={organisation} />
        </p>
      </>
    );
  },
  Rows: ({ site, told }) => (
    <Row
      site={site}
      step="what"
      label={site.words.check.right}
      value={told.map((right) => <div key={right}>{site.words.rights[right].label}</div>)}
    />
  ),
};
