import type { RequestView } from '../../../../functions/console/views.ts';
import { RefusalPreview } from './mail-preview-box.tsx';
import { reasonOptions } from './reason-options.ts';
import { RefusalFields, useRefusal, wordsShownAfterCode } from './refusal-fields.tsx';
import { StaffForm, StillMissing } from './staff-form.tsx';
import type { Desk } from './use-desk.ts';

/** Proposing a refusal. What is typed stays until it went through. */
export function RefusalForm({ desk, view }: { readonly desk: Desk; readonly view: RequestView }) {
  const refusal = useRefusal();
  const { reason, words } = refusal;
  const propose = async () => {
    const finished = refusal.finish();
    if (finished && (await desk.give({ type: 'propose_refusal', ...finished }))) refusal.reset();
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
      <RefusalFields
        refusal={refusal}
        options={reasonOptions(view.rights)}
        description={wordsShownAfterCode}
        rows={5}
      />
      <StillMissing
        parts={[reason === undefined && 'the reason', words.trim() === '' && 'plain words for the member']}
      />
      {reason !== undefined && <RefusalPreview requestId={view.id} reason={reason} />}
    </StaffForm>
  );
}
