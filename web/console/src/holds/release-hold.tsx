import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import type { HoldView } from '../../../../functions/console/views.ts';
import { api } from '../api.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { codeOf } from '../use-loaded.ts';

interface Props {
  readonly hold: HoldView;
  readonly close: () => void;
  readonly released: (holds: readonly HoldView[]) => void;
}

/** Asks for the reason before a hold is released. */
export function ReleaseHold({ hold, close, released }: Props) {
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const release = async () => {
    setTried(true);
    if (reason.trim() === '') return;
    setBusy(true);
    try {
      released((await api.releaseHold(hold.matter, reason)).holds);
    } catch (error) {
      setProblem(codeOf(error));
      setBusy(false);
    }
  };
  return (
    <Modal
      visible
      header={`Release “${hold.name}”?`}
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={close}>
              Cancel
            </Button>
            <Button variant="primary" loading={busy} onClick={() => void release()}>
              Release the hold
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <ProblemAlert code={problem} />
        <Box>What it covers may be erased again. This can’t be undone; a new hold would have to be placed.</Box>
        <FormField label="Reason" errorText={tried && reason.trim() === '' ? 'Say why.' : undefined} stretch>
          <Textarea value={reason} onChange={({ detail }) => setReason(detail.value)} rows={3} ariaRequired />
        </FormField>
      </SpaceBetween>
    </Modal>
  );
}
