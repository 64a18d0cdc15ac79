import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import type { RequestView, SubjectView } from '../../../../functions/console/views.ts';
import { api } from '../api.ts';
import { instant } from '../dates.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { hrefOf, useFollow } from '../use-follow.ts';
import { codeOf } from '../use-loaded.ts';
import { problem as problemWords } from '../words.ts';
import { wantsWords } from './asked-rights.ts';
import type { Desk } from './use-desk.ts';

const maxWords = 4_000;

interface Props {
  readonly desk: Desk;
  readonly view: RequestView;
}

/** A complaint or question: what was written, and the answer to it. */
export function Complaint({ desk, view }: Props) {
  const follow = useFollow();
  if (!wantsWords(view.rights)) return null;
  const { complaintAnswer: answer } = view;
  return (
    <SpaceBetween size="m">
      <Header
        variant="h2"
        description="The member is told by email that the answer is there, and reads it on the page of the request after a code. The mail and the page say where to complain further."
      >
        {view.rights.includes('appeal') ? 'Appeal' : 'Complaint or question'}
      </Header>
      {view.follows && (
        <Box>
          About the answer to{' '}
          <Link href={hrefOf(`/requests/${view.follows.requestId}`)} onFollow={follow}>
            {view.follows.reference}
          </Link>
          {view.follows.decidedBy.length > 0 &&
            `, which ${view.follows.decidedBy.join(', ')} decided: somebody else answers.`}
        </Box>
      )}
      <Written desk={desk} view={view} />
      {answer && (
        <div>
          <Box variant="awsui-key-label">
            Answered by {answer.by}, {instant(answer.at)}
          </Box>
          {answer.words !== undefined && <p className="mail-text">{answer.words}</p>}
        </div>
      )}
      {view.may.answer_complaint === 'yes' && <AnswerForm desk={desk} />}
      {!answer && view.status === 'in_review' && view.may.answer_complaint !== 'yes' && (
        <Box>
          {view.may.answer_complaint === 'same_person'
            ? 'You decided the request this is about, so somebody else has to answer.'
            : problemWords(view.may.answer_complaint)}
        </Box>
      )}
    </SpaceBetween>
  );
}

/** Reading it is an event, so it is asked for. */
function Written({ desk, view }: Props) {
  const [complaint, setComplaint] = useState<SubjectView['complaint']>();
  const [problem, setProblem] = useState<string>();
  const [loading, setLoading] = useState(false);
  if (view.may.view_subject !== 'yes') return null;
  const show = async () => {
    setLoading(true);
    try {
      setComplaint((await api.subject(view.id)).complaint);
      setProblem(undefined);
      await desk.reload();
    } catch (error) {
      setProblem(codeOf(error));
    } finally {
      setLoading(false);
    }
  };
  if (!complaint) {
    return (
      <SpaceBetween size="xs">
        <ProblemAlert code={problem} />
        <Button loading={loading} onClick={() => void show()}>
          Read what was written
        </Button>
        <Box fontSize="body-s" color="text-body-secondary">
          Reading it is written to the timeline.
        </Box>
      </SpaceBetween>
    );
  }
  return (
    <div aria-live="polite">
      {complaint.reference !== undefined && <Box>About request {complaint.reference}, as the member says</Box>}
      <p className="mail-text" dir="auto">
        {complaint.words}
      </p>
    </div>
  );
}

/** What is typed stays until it went through. */
function AnswerForm({ desk }: { readonly desk: Desk }) {
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const send = async () => {
    setTried(true);
    if (words.trim() === '') return;
    if (await desk.give({ type: 'answer_complaint', words })) setWords('');
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Form
        actions={
          <Button variant="primary" formAction="submit" loading={desk.busy === 'answer_complaint'}>
            Send the answer
          </Button>
        }
      >
        <FormField
          label="Answer"
          description="In plain words and in the language of the request."
          constraintText={`${words.length} of ${maxWords} characters`}
          errorText={tried && words.trim() === '' ? 'Write the answer.' : undefined}
          stretch
        >
          <Textarea
            value={words}
            onChange={({ detail }) => setWords(detail.value.slice(0, maxWords))}
            rows={8}
            ariaRequired
          />
        </FormField>
      </Form>
    </form>
  );
}
