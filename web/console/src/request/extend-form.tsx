import DatePicker from '@cloudscape-design/components/date-picker';
import FormField from '@cloudscape-design/components/form-field';
import { useState } from 'react';
import type { RequestView } from '../../../../functions/console/views.ts';
import { day } from '../dates.ts';
import { extensionGrounds } from '../words.ts';
import { ChoiceField } from './choice-field.tsx';
import { ExtensionPreview } from './mail-preview-box.tsx';
import { StaffForm, StillMissing, useTried } from './staff-form.tsx';
import type { Desk } from './use-desk.ts';
import { WordsField } from './words-field.tsx';

interface Props {
  readonly desk: Desk;
  readonly view: RequestView;
  readonly close: () => void;
}

/** Extending the time for the answer, once; the member is told the new date and why. */
export function ExtendForm({ desk, view, close }: Props) {
  const { grounds, extendedReplyBy } = view.deadline;
  const [reason, setReason] = useState<string>();
  const [words, setWords] = useState('');
  const [until, setUntil] = useState('');
  const tried = useTried();
  const needsDate = extendedReplyBy === undefined;
  const extend = async () => {
    tried.try();
    if (reason === undefined || words.trim() === '' || (needsDate && until === '')) return;
    if (await desk.give({ type: 'extend_deadline', reason, words, ...(needsDate ? { until } : {}) })) close();
  };
  return (
    <StaffForm
      label="Extend the deadline"
      title={{
        text: 'Extend',
        description: needsDate
          ? 'The law lets you name the date. The member is told it, the reason and how to complain.'
          : `Once only, to ${day(extendedReplyBy)}. The member is told the new date, the reason and how to complain.`,
        variant: 'h3',
      }}
      button="Extend and tell the member"
      primary
      loading={desk.busy === 'extend_deadline'}
      cancel={close}
      send={() => void extend()}
    >
      <ChoiceField
        label="Ground"
        placeholder="Choose a ground"
        options={grounds.map((value) => ({ value, label: extensionGrounds[value] ?? value }))}
        value={reason}
        change={setReason}
        error={tried.error(reason === undefined, 'Choose a ground.')}
      />
      {needsDate && (
        <FormField label="New date" errorText={tried.error(until === '', 'Choose a date.')}>
          <DatePicker value={until} onChange={({ detail }) => setUntil(detail.value)} locale="en-GB" />
        </FormField>
      )}
      <WordsField
        label="Why, in plain words for the member"
        description="Why this request needs more time. Shown on the page of the request, after a code."
        value={words}
        change={setWords}
        error={tried.error(words.trim() === '', 'Say why in plain words.')}
      />
      <StillMissing
        parts={[
          reason === undefined && 'the ground',
          needsDate && until === '' && 'the new date',
          words.trim() === '' && 'plain words for the member',
        ]}
      />
      {reason !== undefined && (!needsDate || until !== '') && (
        <ExtensionPreview requestId={view.id} reason={reason} until={needsDate ? until : undefined} />
      )}
    </StaffForm>
  );
}
