import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { RequestView } from '../../../../functions/console/views.ts';
import { problem as problemWords } from '../problem-words.ts';
import { asksForDeletion, granted } from './asked-rights.ts';
import { RefusalPreview } from './mail-preview-box.tsx';
import { useTried } from './staff-form.tsx';
import type { Desk } from './use-desk.ts';
import { WordsField } from './words-field.tsx';

const kinds = {
  approve: {
    approve: 'approve_answer',
    sendBack: 'return_answer',
    title: 'Approve the deletion?',
    description:
      'The member is told the day it starts and can take it back until then. What is deleted cannot be brought back.',
    button: 'Approve the deletion',
  },
  answer: {
    approve: 'approve_answer',
    sendBack: 'return_answer',
    title: 'Approve the answer?',
    description:
      'What is granted is carried out; the member is told right by right, with the reasons of what is refused.',
    button: 'Approve the answer',
  },
  refuse: {
    approve: 'approve_refusal',
    sendBack: 'return_refusal',
    title: 'Approve the refusal?',
    description: undefined,
    button: 'Approve and send the refusal',
  },
} as const;

/** The second person: approves a decision or sends it back with a reason. */
export function ApprovalForm({ desk, view }: { readonly desk: Desk; readonly view: RequestView }) {
  const [words, setWords] = useState('');
  const tried = useTried();
  const decided = view.decision?.kind ?? 'refuse';
  const isDeletion = asksForDeletion(granted(view));
  const kind = kinds[decided === 'approve' && !isDeletion ? 'answer' : decided];
  const sendBack = async () => {
    tried.try();
    if (words.trim() === '') return;
    if (await desk.give({ type: kind.sendBack, words })) setWords('');
  };
  return (
    <SpaceBetween size="m">
      {view.decision?.reason && view.may.approve_refusal !== 'role_required' && (
        <RefusalPreview requestId={view.id} reason={view.decision.reason} />
      )}
      {decided === 'approve' && view.refusedRights.length > 0 && view.may.approve_answer !== 'role_required' && (
        <RefusalPreview requestId={view.id} />
      )}
      <Header variant="h2" {...(kind.description ? { description: kind.description } : {})}>
        {kind.title}
      </Header>
      {view.may[kind.approve] === 'yes' ? (
        <Button
          variant="primary"
          loading={desk.busy === kind.approve}
          onClick={() => void desk.give({ type: kind.approve })}
        >
          {kind.button}
        </Button>
      ) : (
        <Box>{problemWords(view.may[kind.approve])}</Box>
      )}
      {view.may[kind.sendBack] === 'yes' && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void sendBack();
          }}
        >
          <SpaceBetween size="s">
            <WordsField
              label="Or send it back: what has to change?"
              value={words}
              change={setWords}
              error={tried.error(words.trim() === '', 'Say what has to change.')}
              rows={3}
            />
            <Button formAction="submit" loading={desk.busy === kind.sendBack}>
              Send back
            </Button>
          </SpaceBetween>
        </form>
      )}
    </SpaceBetween>
  );
}
