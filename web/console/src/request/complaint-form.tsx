import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { RequestView, SubjectView } from '../../../../functions/console/views.ts';
import { instant } from '../dates.ts';
import { problem as problemWords } from '../problem-words.ts';
import { hrefOf, useFollow } from '../use-follow.ts';
import { wantsWords } from './asked-rights.ts';
import { StaffForm, useTried } from './staff-form.tsx';
import { SubjectLookup } from './subject-lookup.tsx';
import type { Desk } from './use-desk.ts';
import { WordsField } from './words-field.tsx';

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
      <SubjectLookup
        desk={desk}
        view={view}
        button="Read what was written"
        notice="Reading it is written to the timeline."
      >
        {({ complaint }) => <Written complaint={complaint} />}
      </SubjectLookup>
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

function Written({ complaint }: { readonly complaint: SubjectView['complaint'] }) {
  if (!complaint) return null;
  return (
    <>
      {complaint.reference !== undefined && <Box>About request {complaint.reference}, as the member says</Box>}
      <p className="mail-text" dir="auto">
        {complaint.words}
      </p>
    </>
  );
}

/** What is typed stays until it went through. */
function AnswerForm({ desk }: { readonly desk: Desk }) {
  const [words, setWords] = useState('');
  const tried = useTried();
  const send = async () => {
    tried.try();
    if (words.trim() === '') return;
    if (await desk.give({ type: 'answer_complaint', words })) setWords('');
  };
  return (
    <StaffForm button="Send the answer" primary loading={desk.busy === 'answer_complaint'} send={() => void send()}>
      <WordsField
        label="Answer"
        description="In plain words and in the language of the request."
        value={words}
        change={setWords}
        error={tried.error(words.trim() === '', 'Write the answer.')}
        rows={8}
      />
    </StaffForm>
  );
}
