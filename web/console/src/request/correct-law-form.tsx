import { useState } from 'react';
import type { RequestView } from '../../../../functions/console/views.ts';
import { ChoiceField } from './choice-field.tsx';
import { StaffForm, useTried } from './staff-form.tsx';
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
  const tried = useTried();
  const options = laws.filter(({ key }) => key !== lawId).map(({ key, name }) => ({ value: key, label: name }));
  const correct = async () => {
    tried.try();
    if (law === undefined || words.trim() === '') return;
    if (await desk.give({ type: 'correct_law', law, words })) close();
  };
  return (
    <StaffForm
      label="Correct the law"
      title={{ text: 'Correct the law', description: 'Every date is counted anew under the other law.', variant: 'h3' }}
      button="Correct the law"
      primary
      loading={desk.busy === 'correct_law'}
      cancel={close}
      send={() => void correct()}
    >
      <ChoiceField
        label="Law"
        placeholder="Choose a law"
        options={options}
        value={law}
        change={setLaw}
        error={tried.error(law === undefined, 'Choose a law.')}
      />
      <WordsField
        label="Reason"
        description="For the record; the member does not see it."
        value={words}
        change={setWords}
        error={tried.error(words.trim() === '', 'Give the reason.')}
      />
    </StaffForm>
  );
}
