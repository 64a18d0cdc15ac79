import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import type { ClarificationView, RequestView } from '../../../../functions/console/views.ts';
import { instant } from '../dates.ts';
import { Attachments } from './attachments.tsx';
import type { Desk } from './use-desk.ts';
import { WordsField } from './words-field.tsx';

interface Props {
  readonly desk: Desk;
  readonly view: RequestView;
}

/** Questions to the member, their answers, and asking another. */
export function QuestionsTab({ desk, view }: Props) {
  const { clarifications, may } = view;
  return (
    <SpaceBetween size="l">
      {clarifications.length === 0 && <Box>The member has not been asked anything.</Box>}
      {clarifications.map((clarification) => (
        <Question key={clarification.askedAt} desk={desk} view={view} clarification={clarification} />
      ))}
      {may.close_question === 'yes' && (
        <Button loading={desk.busy === 'close_question'} onClick={() => void desk.give({ type: 'close_question' })}>
          Go on without an answer
        </Button>
      )}
      {may.ask_member === 'yes' && <AskForm desk={desk} view={view} />}
    </SpaceBetween>
  );
}

function Question({ desk, view, clarification }: Props & { readonly clarification: ClarificationView }) {
  const { about, askedAt, askedBy, endedAt, answered, question, answer, attachments } = clarification;
  return (
    <div>
      <Header variant="h3" description={`Asked by ${askedBy}, ${instant(askedAt)}`}>
        {about === 'identity' ? 'About who they are' : 'About the request'}
      </Header>
      {question !== undefined && <p className="mail-text">{question}</p>}
      {endedAt === undefined ? (
        <StatusIndicator type="pending">Waiting for the member</StatusIndicator>
      ) : (
        <StatusIndicator type={answered ? 'success' : 'stopped'}>
          {answered ? 'Answered' : 'Gone on without an answer'}, {instant(endedAt)}
        </StatusIndicator>
      )}
      {answer !== undefined && <p className="mail-text">{answer}</p>}
      <Attachments desk={desk} view={view} attachments={attachments} />
    </div>
  );
}

function AskForm({ desk }: Props) {
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const ask = async () => {
    setTried(true);
    if (words.trim() === '') return;
    if (await desk.give({ type: 'ask_member', words })) {
      setWords('');
      setTried(false);
    }
  };
  return (
    <form
      aria-label="Ask the member"
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <SpaceBetween size="m">
        <Header
          variant="h2"
          description="The member gets an email without your question, reads it after a code, and answers there. Whether the time stands still meanwhile depends on the law; the email says so."
        >
          Ask the member
        </Header>
        <WordsField
          label="Your question"
          value={words}
          change={setWords}
          error={tried && words.trim() === '' ? 'Write your question.' : undefined}
        />
        <Button formAction="submit" loading={desk.busy === 'ask_member'}>
          Send the question
        </Button>
      </SpaceBetween>
    </form>
  );
}
