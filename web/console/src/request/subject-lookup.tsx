import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import type { RequestView, SubjectView } from '../../../../functions/console/views.ts';
import { api } from '../api.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { codeOf } from '../use-loaded.ts';
import type { Desk } from './use-desk.ts';

interface Props {
  readonly desk: Desk;
  readonly view: RequestView;
  readonly button: string;
  /** That reading it leaves a trace. */
  readonly notice: string;
  readonly children: (subject: SubjectView) => ReactNode;
}

/** What the data subject wrote of themselves. Reading it is an event, so it is asked for. */
export function SubjectLookup({ desk, view, button, notice, children }: Props) {
  const [subject, setSubject] = useState<SubjectView>();
  const [problem, setProblem] = useState<string>();
  const [loading, setLoading] = useState(false);
  if (view.may.view_subject !== 'yes') return null;
  const show = async () => {
    setLoading(true);
    try {
      setSubject(await api.subject(view.id));
      setProblem(undefined);
      await desk.reload();
    } catch (error) {
      setProblem(codeOf(error));
    } finally {
      setLoading(false);
    }
  };
  if (subject) return <div aria-live="polite">{children(subject)}</div>;
  return (
    <SpaceBetween size="xs">
      <ProblemAlert code={problem} />
      <Button loading={loading} onClick={() => void show()}>
        {button}
      </Button>
      <Box fontSize="body-s" color="text-body-secondary">
        {notice}
      </Box>
    </SpaceBetween>
  );
}
