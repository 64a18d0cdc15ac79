import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import type { ChangeView } from '../../../../functions/console/views.ts';
import { refusalReasons } from '../words.ts';
import type { Changes } from './use-changes.ts';

const options = Object.entries(refusalReasons).map(([value, label]) => ({ value, label }));

/** Refusing one change; the member reads the reason and the words, and how to complain. */
export function RefuseChange({
  change,
  busy,
  decide,
}: {
  readonly change: ChangeView;
  readonly busy: boolean;
  readonly decide: Changes['decide'];
}) {
  const [reason, setReason] = useState<string>();
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const refuse = async () => {
    setTried(true);
    if (reason === undefined || words.trim() === '') return;
    await decide(change.id, { type: 'refuse', reason, words });
  };
  return (
    <ExpandableSection headerText="Refuse this change" headingTagOverride="h4">
      <SpaceBetween size="s">
        <FormField label="Reason" errorText={tried && reason === undefined ? 'Choose a reason.' : undefined}>
          <Select
            placeholder="Choose a reason"
            options={options}
            selectedOption={options.find(({ value }) => value === reason) ?? null}
            onChange={({ detail }) => setReason(detail.selectedOption.value)}
          />
        </FormField>
        <FormField
          label="Plain words for the member"
          errorText={tried && words.trim() === '' ? 'Say why in plain words.' : undefined}
        >
          <Textarea value={words} rows={3} onChange={({ detail }) => setWords(detail.value.slice(0, 4_000))} />
        </FormField>
        <Button disabled={busy} onClick={() => void refuse()}>
          Refuse this change
        </Button>
      </SpaceBetween>
    </ExpandableSection>
  );
}
