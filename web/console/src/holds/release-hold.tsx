import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import type { HoldView } from '../../../../functions/console/views.ts';
import { api } from '../api.ts';
import { instant } from '../dates.ts';
import { useMe } from '../me.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { codeOf } from '../use-loaded.ts';

interface Props {
  readonly hold: HoldView;
  readonly close: () => void;
  readonly changed: (holds: readonly HoldView[]) => void;
}

type Change = Promise<{ readonly holds: readonly HoldView[] }>;

/** Releasing takes two: one person proposes it with a reason, another approves or declines. */
export function ReleaseHold(props: Props) {
  return props.hold.releaseProposed ? <AnswerRelease {...props} /> : <ProposeRelease {...props} />;
}

function ProposeRelease({ hold, close, changed }: Props) {
  const reason = useReason();
  const { send, busy, problem } = useSending(changed);
  return (
    <Modal
      visible
      header={`Release “${hold.name}”?`}
      onDismiss={close}
      footer={
        <Buttons close={close}>
          <Button
            variant="primary"
            loading={busy}
            onClick={() => void reason.with((text) => send(api.proposeRelease(hold.matter, text)))}
          >
            Propose the release
          </Button>
        </Buttons>
      }
    >
      <SpaceBetween size="m">
        <ProblemAlert code={problem} />
        <Box>The hold stands until a second person agrees. Then what it covers may be erased again.</Box>
        {reason.field('Reason')}
      </SpaceBetween>
    </Modal>
  );
}

function AnswerRelease({ hold, close, changed }: Props) {
  const me = useMe();
  const reason = useReason();
  const { send, busy, problem } = useSending(changed);
  const { by, at } = hold.releaseProposed ?? { by: '', at: hold.placedAt };
  const mine = by === me.id;
  return (
    <Modal
      visible
      header={`Release “${hold.name}”?`}
      onDismiss={close}
      footer={
        <Buttons close={close}>
          <Button
            loading={busy}
            onClick={() => void reason.with((text) => send(api.declineRelease(hold.matter, text)))}
          >
            Keep the hold
          </Button>
          {!mine && (
            <Button variant="primary" loading={busy} onClick={() => void send(api.approveRelease(hold.matter))}>
              Release the hold
            </Button>
          )}
        </Buttons>
      }
    >
      <SpaceBetween size="m">
        <ProblemAlert code={problem} />
        <Box>
          {mine ? 'You' : by} proposed it, {instant(at)}: {hold.releaseReason}
        </Box>
        <Box>
          {mine
            ? 'Someone else has to approve it.'
            : 'What it covers may be erased again. This can’t be undone; a new hold would have to be placed.'}
        </Box>
        {reason.field('To keep the hold: why?')}
      </SpaceBetween>
    </Modal>
  );
}

function Buttons({ close, children }: { readonly close: () => void; readonly children: React.ReactNode }) {
  return (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="link" onClick={close}>
          Cancel
        </Button>
        {children}
      </SpaceBetween>
    </Box>
  );
}

function useReason() {
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  return {
    with: async (send: (reason: string) => Promise<void>) => {
      setTried(true);
      if (reason.trim() !== '') await send(reason);
    },
    field: (label: string) => (
      <FormField label={label} errorText={tried && reason.trim() === '' ? 'Say why.' : undefined} stretch>
        <Textarea value={reason} onChange={({ detail }) => setReason(detail.value.slice(0, 4_000))} rows={3} />
      </FormField>
    ),
  };
}

function useSending(changed: Props['changed']) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const send = async (change: Change) => {
    setBusy(true);
    try {
      changed((await change).holds);
    } catch (error) {
      setProblem(codeOf(error));
      setBusy(false);
    }
  };
  return { send, busy, problem };
}
