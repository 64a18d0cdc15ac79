import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import DatePicker from '@cloudscape-design/components/date-picker';
import FormField from '@cloudscape-design/components/form-field';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { HoldView } from '../../../../functions/console/views.ts';
import { api } from '../api.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { WordsField } from '../request/words-field.tsx';
import { codeOf } from '../use-loaded.ts';

interface Props {
  readonly hold: HoldView;
  readonly close: () => void;
  readonly changed: (holds: readonly HoldView[]) => void;
}

/** Somebody looked: the hold is still needed, and is looked at again on another day. */
export function RenewReview({ hold, close, changed }: Props) {
  const [reviewOn, setReviewOn] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(reviewOn);
  const renew = async () => {
    setTried(true);
    if (!isDay || reason.trim() === '') return;
    setBusy(true);
    try {
      changed((await api.renewReview(hold.matter, reviewOn, reason)).holds);
    } catch (error) {
      setProblem(codeOf(error));
      setBusy(false);
    }
  };
  return (
    <Modal
      visible
      header={`Is “${hold.name}” still needed?`}
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={close}>
              Cancel
            </Button>
            <Button variant="primary" loading={busy} onClick={() => void renew()}>
              Keep the hold
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <ProblemAlert code={problem} />
        <FormField
          label="Review again on"
          constraintText="YYYY/MM/DD"
          errorText={tried && !isDay ? 'Choose a day.' : undefined}
        >
          <DatePicker
            value={reviewOn}
            onChange={({ detail }) => setReviewOn(detail.value)}
            placeholder="YYYY/MM/DD"
            isDateEnabled={(date) => date.getTime() > Date.now()}
            ariaRequired
          />
        </FormField>
        <WordsField
          label="Why it is still needed"
          value={reason}
          change={setReason}
          error={tried && reason.trim() === '' ? 'Say why.' : undefined}
        />
      </SpaceBetween>
    </Modal>
  );
}
