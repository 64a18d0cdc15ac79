import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { RequestView } from '../../../../functions/console/views.ts';
import type { Desk } from './use-desk.ts';
import { WordsField } from './words-field.tsx';

interface Props {
  readonly desk: Desk;
  readonly view: RequestView;
  readonly close: () => void;
}

/** Another law's time runs: every date is counted anew. */
export function CorrectLawForm({ desk, view, close }: Props) {
  const { laws, lawId } = view.deadline;
  const [law, setLaw] = useState<string>();
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const options = laws.filter(({ key }) => key !== lawId).map(({ key, name }) => ({ value: key, label: name }));
  const correct = async () => {
    setTried(true);
    if (law === undefined || words.trim() === '') return;
    if (await desk.give({ type: 'correct_law', law, words })) close();
  };
  return (
    <form
      aria-label="Correct the law"
      onSubmit={(event) => {
        event.preventDefault();
        void correct();
      }}
    >
      <Form
        header={
          <Header variant="h3" description="Every date is counted anew under the other law.">
            Correct the law
          </Header>
        }
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button formAction="none" onClick={close}>
              Cancel
            </Button>
            <Button variant="primary" formAction="submit" loading={desk.busy === 'correct_law'}>
              Correct the law
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="m">
          <FormField label="Law" errorText={tried && law === undefined ? 'Choose a law.' : undefined}>
            <Select
              placeholder="Choose a law"
              options={options}
              selectedOption={options.find(({ value }) => value === law) ?? null}
              onChange={({ detail }) => setLaw(detail.selectedOption.value)}
              ariaRequired
            />
          </FormField>
          <WordsField
            label="Reason"
            description="For the record; the member does not see it."
            value={words}
            change={setWords}
            error={tried && words.trim() === '' ? 'Give the reason.' : undefined}
          />
        </SpaceBetween>
      </Form>
    </form>
  );
}
