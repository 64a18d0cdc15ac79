import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useCallback, useState } from 'react';
import type { MessageView, RequestView } from '../../../../functions/console/views.ts';
import { api } from '../api.ts';
import { instant } from '../dates.ts';
import { useLoaded } from '../use-loaded.ts';
import { Attachments } from './attachments.tsx';
import type { Desk } from './use-desk.ts';
import { WordsField } from './words-field.tsx';

interface Props {
  readonly desk: Desk;
  readonly view: RequestView;
}

/** The thread with the member, and writing to them. Internal notes are on a tab of their own. */
export function MessagesTab({ desk, view }: Props) {
  const { messages, may } = view;
  return (
    <SpaceBetween size="l">
      <Header
        variant="h2"
        counter={`(${messages.length})`}
        actions={
          may.read_replies === 'yes' && (
            <Button loading={desk.busy === 'read_replies'} onClick={() => void desk.give({ type: 'read_replies' })}>
              Mark replies as read
            </Button>
          )
        }
        description={view.replyWaiting ? 'Something the member wrote waits to be read.' : undefined}
      >
        Messages
      </Header>
      {messages.length === 0 && <Box>Nothing has been written beside questions.</Box>}
      {messages.map((message) => (
        <Written key={message.id} desk={desk} view={view} message={message} />
      ))}
      {may.send_message === 'yes' ? (
        <WriteForm desk={desk} view={view} />
      ) : (
        view.confirmedAt === undefined && (
          <StatusIndicator type="info">The member can be written to once the address is confirmed</StatusIndicator>
        )
      )}
    </SpaceBetween>
  );
}

function Written({ desk, view, message }: Props & { readonly message: MessageView }) {
  const { from, by, at, text, attachments } = message;
  return (
    <div>
      <Box variant="awsui-key-label">
        {from === 'staff' ? `${by} to the member` : 'The member'}, {instant(at)}
      </Box>
      {text !== undefined && (
        <p className="mail-text" dir="auto">
          {text}
        </p>
      )}
      <Attachments desk={desk} view={view} attachments={attachments} />
    </div>
  );
}

/** What is typed stays until it went through. A chosen text is only a beginning. */
function WriteForm({ desk, view }: Props) {
  const policy = useLoaded(useCallback(() => api.policy(), []));
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const texts = policy.value?.messageTexts ?? [];
  const send = async () => {
    setTried(true);
    if (words.trim() === '') return;
    if (await desk.give({ type: 'send_message', words })) {
      setWords('');
      setTried(false);
    }
  };
  return (
    <form
      aria-label="Write to the member"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <SpaceBetween size="m">
        <Header
          variant="h3"
          description={`The member is told by email that a message waits, and reads it after a code. Write in their language (${view.language}).`}
        >
          Write to the member
        </Header>
        {texts.length > 0 && (
          <FormField label="Begin with a text of the policy">
            <Select
              selectedOption={null}
              placeholder="Choose a text"
              options={texts.map(({ key, name }) => ({ value: key, label: name }))}
              onChange={({ detail }) => {
                const text = texts.find(({ key }) => key === detail.selectedOption.value)?.text[view.language];
                if (text !== undefined) setWords((typed) => (typed.trim() === '' ? text : `${typed}\n\n${text}`));
              }}
            />
          </FormField>
        )}
        <WordsField
          label="Your message"
          value={words}
          change={setWords}
          error={tried && words.trim() === '' ? 'Write your message.' : undefined}
        />
        <Button formAction="submit" loading={desk.busy === 'send_message'}>
          Send the message
        </Button>
      </SpaceBetween>
    </form>
  );
}
