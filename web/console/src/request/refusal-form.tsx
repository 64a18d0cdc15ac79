import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import type { RequestView } from '../../../../functions/console/views.ts';
import { reasonsFor, refusalReasons } from '../words.ts';
import { MailPreviewBox } from './mail-preview-box.tsx';
import type { Desk } from './use-desk.ts';

/** Those that can be given for what was asked. */
const optionsFor = ({ rights }: RequestView) =>
  Object.entries(refusalReasons)
    .filter(([reason]) => reasonsFor[reason] === undefined || rights.some((right) => right === reasonsFor[reason]))
    .map(([value, label]) => ({ value, label }));
const maxWords = 4_000;

/** Proposing a refusal. What is typed stays until it went through. */
export function RefusalForm({ desk, view }: { readonly desk: Desk; readonly view: RequestView }) {
  const [reason, setReason] = useState<string>();
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const options = optionsFor(view);
  const propose = async () => {
    setTried(true);
    if (reason === undefined || words.trim() === '') return;
    if (await desk.give({ type: 'propose_refusal', reason, words })) {
      setWords('');
      setReason(undefined);
      setTried(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void propose();
      }}
    >
      <Form
        header={
          <Header
            variant="h2"
            description="A second person has to approve it. The member is told the reason, how to complain and how to go to court."
          >
            Refuse
          </Header>
        }
        actions={
          <Button formAction="submit" loading={desk.busy === 'propose_refusal'}>
            Propose refusal
          </Button>
        }
      >
        <SpaceBetween size="m">
          <FormField label="Reason" errorText={tried && reason === undefined ? 'Choose a reason.' : undefined}>
            <Select
              placeholder="Choose a reason"
              options={options}
              selectedOption={options.find(({ value }) => value === reason) ?? null}
              onChange={({ detail }) => setReason(detail.selectedOption.value)}
              ariaRequired
            />
          </FormField>
          <FormField
            label="Plain words for the member"
            description="What you considered in this case. Shown on the page of the request, after a code."
            constraintText={`${words.length} of ${maxWords} characters`}
            errorText={tried && words.trim() === '' ? 'Say why in plain words.' : undefined}
            stretch
          >
            <Textarea
              value={words}
              onChange={({ detail }) => setWords(detail.value.slice(0, maxWords))}
              rows={5}
              ariaRequired
            />
          </FormField>
          {reason !== undefined && <MailPreviewBox requestId={view.id} reason={reason} />}
        </SpaceBetween>
      </Form>
    </form>
  );
}
