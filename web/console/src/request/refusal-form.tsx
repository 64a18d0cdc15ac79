import { useState } from 'react';
import type { RequestView } from '../../../../functions/console/views.ts';
import { ChoiceField } from './choice-field.tsx';
import { RefusalPreview } from './mail-preview-box.tsx';
import { reasonOptions } from './reason-options.ts';
import { StaffForm, StillMissing, useTried } from './staff-form.tsx';
import type { Desk } from './use-desk.ts';
import { WordsField } from './words-field.tsx';

/** Proposing a refusal. What is typed stays until it went through. */
export function RefusalForm({ desk, view }: { readonly desk: Desk; readonly view: RequestView }) {
  const [reason, setReason] = useState<string>();
  const [words, setWords] = useState('');
  const tried = useTried();
  const propose = async () => {
    tried.try();
    if (reason === undefined || words.trim() === '') return;
    if (await desk.give({ type: 'propose_refusal', reason, words })) {
      setWords('');
      setReason(undefined);
      tried.reset();
    }
  };
  return (
    <StaffForm
      title={{
        text: 'Refuse',
        description:
          'A second person has to approve it. The member is told the reason, how to complain and how to go to court.',
        variant: 'h2',
      }}
      button="Propose refusal"
      loading={desk.busy === 'propose_refusal'}
      send={() => void propose()}
    >
      <ChoiceField
        label="Reason"
        placeholder="Choose a reason"
        options={reasonOptions(view.rights)}
        value={reason}
        change={setReason}
        error={tried.error(reason === undefined, 'Choose a reason.')}
      />
      <WordsField
        label="Plain words for the member"
        description="What you considered in this case. Shown on the page of the request, after a code."
        value={words}
        change={setWords}
        error={tried.error(words.trim() === '', 'Say why in plain words.')}
        rows={5}
      />
      <StillMissing
        parts={[reason === undefined && 'the reason', words.trim() === '' && 'plain words for the member']}
      />
      {reason !== undefined && <RefusalPreview requestId={view.id} reason={reason} />}
    </StaffForm>
  );
}
