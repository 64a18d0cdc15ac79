import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { ChangeView } from '../../../../functions/console/review-views.ts';
import { refusalReasons } from '../words.ts';
import { ChoiceField } from './choice-field.tsx';
import { useTried } from './staff-form.tsx';
import type { Changes } from './use-changes.ts';
import { WordsField } from './words-field.tsx';

const options = Object.entries(refusalReasons).map(([value, label]) => ({ value, label }));

interface Props {
  readonly change: ChangeView;
  readonly busy: boolean;
  readonly decide: Changes['decide'];
}

/** Refusing one change; the member reads the reason and the words, and how to complain. */
export function RefuseChange({ change, busy, decide }: Props) {
  const [reason, setReason] = useState<string>();
  const [words, setWords] = useState('');
  const tried = useTried();
  const refuse = async () => {
    tried.try();
    if (reason === undefined || words.trim() === '') return;
    await decide(change.id, { type: 'refuse', reason, words });
  };
  return (
    <ExpandableSection headerText="Refuse this change" headingTagOverride="h4">
      <SpaceBetween size="s">
        <ChoiceField
          label="Reason"
          placeholder="Choose a reason"
          options={options}
          value={reason}
          change={setReason}
          error={tried.error(reason === undefined, 'Choose a reason.')}
        />
        <WordsField
          label="Plain words for the member"
          value={words}
          change={setWords}
          error={tried.error(words.trim() === '', 'Say why in plain words.')}
          rows={3}
        />
        <Button disabled={busy} onClick={() => void refuse()}>
          Refuse this change
        </Button>
      </SpaceBetween>
    </ExpandableSection>
  );
}
