import Button from '@cloudscape-design/components/button';
import DatePicker from '@cloudscape-design/components/date-picker';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { RequestView } from '../../../../functions/console/views.ts';
import { day } from '../dates.ts';
import { extensionGrounds } from '../words.ts';
import type { Desk } from './use-desk.ts';
import { WordsField } from './words-field.tsx';

interface Props {
  readonly desk: Desk;
  readonly view: RequestView;
  readonly close: () => void;
}

/** Extending the time for the answer, once; the member is told the new date and why. */
export function ExtendForm({ desk, view, close }: Props) {
  const { grounds, extendedReplyBy } = view.deadline;
  const [reason, setReason] = useState<string>();
  const [words, setWords] = useState('');
  const [until, setUntil] = useState('');
  const [tried, setTried] = useState(false);
  const options = grounds.map((value) => ({ value, label: extensionGrounds[value] ?? value }));
  const needsDate = extendedReplyBy === undefined;
  const extend = async () => {
    setTried(true);
    if (reason === undefined || words.trim() === '' || (needsDate && until === '')) return;
    if (await desk.give({ type: 'extend_deadline', reason, words, ...(needsDate ? { until } : {}) })) close();
  };
  return (
    <form
      aria-label="Extend the deadline"
      onSubmit={(event) => {
        event.preventDefault();
        void extend();
      }}
    >
      <Form
        header={
          <Header
            variant="h3"
            description={
              needsDate
                ? 'The law lets you name the date. The member is told it, the reason and how to complain.'
                : `Once only, to ${day(extendedReplyBy)}. The member is told the new date, the reason and how to complain.`
            }
          >
            Extend
          </Header>
        }
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button formAction="none" onClick={close}>
              Cancel
            </Button>
            <Button variant="primary" formAction="submit" loading={desk.busy === 'extend_deadline'}>
              Extend and tell the member
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="m">
          <FormField label="Ground" errorText={tried && reason === undefined ? 'Choose a ground.' : undefined}>
            <Select
              placeholder="Choose a ground"
              options={options}
              selectedOption={options.find(({ value }) => value === reason) ?? null}
              onChange={({ detail }) => setReason(detail.selectedOption.value)}
              ariaRequired
            />
          </FormField>
          {needsDate && (
            <FormField label="New date" errorText={tried && until === '' ? 'Choose a date.' : undefined}>
              <DatePicker value={until} onChange={({ detail }) => setUntil(detail.value)} locale="en-GB" />
            </FormField>
          )}
          <WordsField
            label="Why, in plain words for the member"
            description="Why this request needs more time. Shown on the page of the request, after a code."
            value={words}
            change={setWords}
            error={tried && words.trim() === '' ? 'Say why in plain words.' : undefined}
          />
        </SpaceBetween>
      </Form>
    </form>
  );
}
