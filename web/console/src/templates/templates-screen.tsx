import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select, { type SelectProps } from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Tabs from '@cloudscape-design/components/tabs';
import { useCallback, useState } from 'react';
import type { TemplatesView } from '../../../../functions/console/template-views.ts';
import { api } from '../api.ts';
import { LegalParts } from '../legal-parts.tsx';
import { ProblemAlert } from '../problem-alert.tsx';
import { useLoaded } from '../use-loaded.ts';
import { milestones, rights } from '../words.ts';
import { MailHtml } from './mail-html.tsx';

/** Every mail of the policy, as it goes out for a made-up request. */
export function TemplatesScreen() {
  const { value: known, problem, reload } = useLoaded(api.templates);
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description="Every email of the policy, filled in for a made-up request of which all has happened that the email can tell. What they say is changed in the policy."
        >
          Email templates
        </Header>
      }
    >
      <title>Email templates – Privacy requests</title>
      {problem !== undefined && <ProblemAlert code={problem} retry={() => void reload()} />}
      {known ? (
        <Templates known={known} />
      ) : (
        problem === undefined && <StatusIndicator type="loading">Loading the templates</StatusIndicator>
      )}
    </ContentLayout>
  );
}

/** For the right that an email has most to tell of. */
const anyRight = 'any';

function Templates({ known }: { readonly known: TemplatesView }) {
  const [template, setTemplate] = useState(known.templates[0]?.key ?? '');
  const [language, setLanguage] = useState(known.languages[0] ?? '');
  const [law, setLaw] = useState(known.laws[0]?.key ?? '');
  const [right, setRight] = useState(anyRight);
  const [format, setFormat] = useState('html');
  return (
    <SpaceBetween size="l">
      <ColumnLayout columns={4} minColumnWidth={180}>
        <Choice label="Email" options={templateOptions(known)} value={template} change={setTemplate} />
        <Choice
          label="Language"
          options={known.languages.map((value) => ({ value, label: languageNames.of(value) ?? value }))}
          value={language}
          change={setLanguage}
        />
        <Choice
          label="Law"
          options={known.laws.map(({ key, name }) => ({ value: key, label: name }))}
          value={law}
          change={setLaw}
        />
        <Choice
          label="Asked for"
          options={[
            { value: anyRight, label: 'What it tells most of' },
            ...known.rights.map((value) => ({ value, label: rights[value] })),
          ]}
          value={right}
          change={setRight}
        />
      </ColumnLayout>
      <Mail
        key={[template, language, law, right].join()}
        template={template}
        language={language}
        law={law}
        right={right === anyRight ? undefined : right}
        format={format}
        setFormat={setFormat}
      />
    </SpaceBetween>
  );
}

interface MailProps {
  readonly template: string;
  readonly language: string;
  readonly law: string;
  readonly right: string | undefined;
  readonly format: string;
  readonly setFormat: (format: string) => void;
}

function Mail({ template, language, law, right, format, setFormat }: MailProps) {
  const load = useCallback(
    () => api.template(template, { language, law, ...(right === undefined ? {} : { right }) }),
    [template, language, law, right],
  );
  const { value: mail, problem, reload } = useLoaded(load);
  if (problem !== undefined) return <ProblemAlert code={problem} retry={() => void reload()} />;
  if (!mail) return <StatusIndicator type="loading">Loading the email</StatusIndicator>;
  return (
    <Container
      header={
        <Header variant="h2" description="Subject">
          <span lang={mail.language}>{mail.subject}</span>
        </Header>
      }
    >
      {mail.parts.length > 0 && <LegalParts parts={mail.parts} />}
      <Tabs
        ariaLabel="Formats of the email"
        activeTabId={format}
        onChange={({ detail }) => setFormat(detail.activeTabId)}
        tabs={[
          { id: 'html', label: 'HTML', content: <MailHtml html={mail.html} /> },
          {
            id: 'text',
            label: 'Plain text',
            content: (
              <p className="mail-text" lang={mail.language}>
                {mail.text}
              </p>
            ),
          },
        ]}
      />
    </Container>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly options: SelectProps['options'];
  readonly value: string;
  readonly change: (value: string) => void;
}

function Choice({ label, options = [], value, change }: ChoiceProps) {
  const all = options.flatMap((option) => ('options' in option ? option.options : [option]));
  return (
    <FormField label={label}>
      <Select
        options={options}
        selectedOption={all.find((option) => option.value === value) ?? null}
        onChange={({ detail }) => change(detail.selectedOption.value ?? value)}
        filteringType={all.length > 8 ? 'auto' : 'none'}
      />
    </FormField>
  );
}

function templateOptions({ templates }: TemplatesView): SelectProps['options'] {
  const option = ({ key }: TemplatesView['templates'][number]) => ({ value: key, label: milestones[key] });
  return [
    { label: 'To members', options: templates.filter(({ to }) => to === 'member').map(option) },
    { label: 'To staff', options: templates.filter(({ to }) => to === 'staff').map(option) },
  ];
}

const languageNames = new Intl.DisplayNames(['en'], { type: 'language' });
