import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import type { RequestView } from '../../../../functions/console/views.ts';
import { instant } from '../dates.ts';
import { StaffForm, useTried } from './staff-form.tsx';
import type { Desk } from './use-desk.ts';
import { WordsField } from './words-field.tsx';

/** A restriction that was carried out is lifted: the member is told first, and it happens some days later. */
export function LiftRestriction({ desk, view }: { readonly desk: Desk; readonly view: RequestView }) {
  const [words, setWords] = useState('');
  const tried = useTried();
  const { lifting } = view;
  if (lifting) {
    return (
      <StatusIndicator type={lifting.startedAt ? 'success' : 'pending'} wrapText>
        {lifting.startedAt ? 'The restriction was lifted' : 'The restriction will be lifted'}{' '}
        {instant(lifting.startedAt ?? lifting.from)}; the member was told by {lifting.by}, {instant(lifting.at)}
        {lifting.words === undefined ? '' : `: ${lifting.words}`}
      </StatusIndicator>
    );
  }
  if (view.may.lift_restriction !== 'yes') return null;
  const lift = async () => {
    tried.try();
    if (words.trim() === '') return;
    if (await desk.give({ type: 'lift_restriction', words })) {
      setWords('');
      tried.reset();
    }
  };
  return (
    <StaffForm
      title={{
        text: 'Lift the restriction',
        description: 'The member is told first, with the reason; it is lifted some days later (GDPR Art. 18(3)).',
        variant: 'h2',
      }}
      button="Tell the member and lift it"
      loading={desk.busy === 'lift_restriction'}
      send={() => void lift()}
    >
      <WordsField
        label="Reason for the member"
        value={words}
        change={setWords}
        error={tried.error(words.trim() === '', 'Give the reason.')}
      />
    </StaffForm>
  );
}
