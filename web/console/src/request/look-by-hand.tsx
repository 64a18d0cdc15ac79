import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FileUpload from '@cloudscape-design/components/file-upload';
import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import type { CollectionView, RequestView } from '../../../../functions/console/views.ts';
import { api } from '../api.ts';
import { day } from '../dates.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { useByHand } from './use-by-hand.ts';
import type { Desk } from './use-desk.ts';
import { WordsField } from './words-field.tsx';

interface Props {
  readonly desk: Desk;
  readonly view: RequestView;
  readonly collection: CollectionView;
}

/** A source that only people reach: where to look and for what, and three ways to say what came of it. */
export function LookByHand({ desk, view, collection }: Props) {
  const { byHand, id, title } = collection;
  const [files, setFiles] = useState<File[]>([]);
  const [unavailable, setUnavailable] = useState(false);
  const [words, setWords] = useState('');
  const { busy, problem, say } = useByHand(desk, view);
  if (!byHand) return null;
  const keys = byHand.fields.filter(({ isKey }) => isKey).map(({ key }) => key);
  const [file] = files;
  const handIn = async (chosen: File) => {
    const format = chosen.name.toLowerCase().endsWith('.csv') ? 'csv' : 'jsonl';
    const text = await chosen.text();
    if (await say((request, version) => api.handIn(request, id, version, { format, text }))) setFiles([]);
  };
  return (
    <SpaceBetween size="s">
      <Box fontSize="body-s">
        Where: {byHand.place}. Search by: {byHand.searchedBy.map(({ name }) => name).join(', ')}.
      </Box>
      <StatusIndicator type={byHand.late ? 'error' : 'pending'}>
        {byHand.late ? 'Late: was due on' : 'Due by'} {day(byHand.due)}
      </StatusIndicator>
      {byHand.words && <Box fontSize="body-s">{byHand.words}</Box>}
      <ProblemAlert code={problem} />
      {view.may.attest_collection === 'yes' && (
        <>
          <FormField
            label={`What was found in ${title}`}
            description={`JSON lines, or CSV with a header. Fields: ${byHand.fields.map(({ key }) => key).join(', ')}; needed: ${keys.join(', ')}. Records that do not name this person are left out.`}
            constraintText="At most 1 MB and 5,000 records"
            stretch
          >
            <FileUpload
              value={files}
              onChange={({ detail }) => setFiles(detail.value)}
              accept=".csv,.jsonl,.ndjson"
              i18nStrings={{
                uploadButtonText: () => 'Choose a file',
                dropzoneText: () => 'Drop the file here',
                removeFileAriaLabel: () => 'Remove the file',
                limitShowFewer: 'Show fewer',
                limitShowMore: 'Show more',
                errorIconAriaLabel: 'Error',
              }}
            />
          </FormField>
          <SpaceBetween direction="horizontal" size="xs">
            {file && (
              <Button variant="primary" loading={busy} onClick={() => void handIn(file)}>
                Hand in
              </Button>
            )}
            <Button
              loading={busy}
              ariaLabel={`Looked: nothing found in ${title}`}
              onClick={() => void say((request, version) => api.attest(request, id, version, { outcome: 'nothing' }))}
            >
              Looked: nothing found
            </Button>
            <Button ariaLabel={`Nobody can look in ${title}`} onClick={() => setUnavailable(!unavailable)}>
              Nobody can look
            </Button>
          </SpaceBetween>
          {unavailable && (
            <SpaceBetween size="xs">
              <WordsField
                label="Reason"
                description="For the record. The member is told that this source could not be looked through."
                value={words}
                change={setWords}
                error={undefined}
              />
              <Button
                disabled={words.trim() === ''}
                loading={busy}
                onClick={() =>
                  void say((request, version) => api.attest(request, id, version, { outcome: 'unavailable', words }))
                }
              >
                Attest that nobody can look
              </Button>
            </SpaceBetween>
          )}
        </>
      )}
    </SpaceBetween>
  );
}
