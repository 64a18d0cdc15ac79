import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import type { RequestView } from '../../../../functions/console/views.ts';
import { problem as problemWords } from '../words.ts';
import { MailPreviewBox } from './mail-preview-box.tsx';
import type { Desk } from './use-desk.ts';

/** The second person: approves a refusal or sends it back with a reason. */
export function ApprovalForm({ desk, view }: { readonly desk: Desk; readonly view: RequestView }) {
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const mayReturn = view.may.return_refusal === 'yes';
  const sendBack = async () => {
    setTried(true);
    if (words.trim() === '') return;
    if (await desk.give({ type: 'return_refusal', words })) setWords('');
  };
  return (
    <SpaceBetween size="m">
      {view.decision?.reason && view.may.approve_refusal !== 'role_required' && (
        <MailPreviewBox requestId={view.id} reason={view.decision.reason} />
      )}
      <Header variant="h2">Approve the refusal?</Header>
      {view.may.approve_refusal === 'yes' ? (
        <Button
          variant="primary"
          loading={desk.busy === 'approve_refusal'}
          onClick={() => void desk.give({ type: 'approve_refusal' })}
        >
          Approve and send the refusal
        </Button>
      ) : (
        <Box>{problemWords(view.may.approve_refusal)}</Box>
      )}
      {mayReturn && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void sendBack();
          }}
        >
          <SpaceBetween size="s">
            <FormField
              label="Or send it back: what has to change?"
              errorText={tried && words.trim() === '' ? 'Say what has to change.' : undefined}
              stretch
            >
              <Textarea value={words} onChange={({ detail }) => setWords(detail.value.slice(0, 4_000))} rows={3} />
            </FormField>
            <Button formAction="submit" loading={desk.busy === 'return_refusal'}>
              Send back
            </Button>
          </SpaceBetween>
        </form>
      )}
    </SpaceBetween>
  );
}
