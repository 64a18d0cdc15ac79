import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { RequestView } from '../../../../functions/console/views.ts';
import { instant } from '../dates.ts';
import type { Desk } from './use-desk.ts';
import { WordsField } from './words-field.tsx';

/** What staff note for each other; never shown to the member. */
export function NotesTab({ desk, view }: { readonly desk: Desk; readonly view: RequestView }) {
  const { notes, may } = view;
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const add = async () => {
    setTried(true);
    if (words.trim() === '') return;
    if (await desk.give({ type: 'add_note', words })) {
      setWords('');
      setTried(false);
    }
  };
  return (
    <SpaceBetween size="l">
      <Header
        variant="h2"
        counter={`(${notes.length})`}
        description="For staff only. The member never sees them: not on the page of the request, not in a mail, not in the copy."
      >
        Internal notes
      </Header>
      {notes.map(({ by, at, text }) => (
        <div key={`${at} ${by}`}>
          <Box variant="awsui-key-label">
            {by}, {instant(at)}
          </Box>
          {text !== undefined && (
            <p className="mail-text" dir="auto">
              {text}
            </p>
          )}
        </div>
      ))}
      {may.add_note === 'yes' && (
        <form
          aria-label="Add an internal note"
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <SpaceBetween size="m">
            <WordsField
              label="Note for colleagues"
              value={words}
              change={setWords}
              error={tried && words.trim() === '' ? 'Write the note.' : undefined}
            />
            <Button formAction="submit" loading={desk.busy === 'add_note'}>
              Add the note
            </Button>
          </SpaceBetween>
        </form>
      )}
    </SpaceBetween>
  );
}
