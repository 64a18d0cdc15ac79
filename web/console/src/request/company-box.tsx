import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useCallback } from 'react';
import type { RequestView } from '../../../../functions/console/views.ts';
import { api } from '../api.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { problem as problemWords } from '../problem-words.ts';
import { useLoaded } from '../use-loaded.ts';
import { count } from '../words.ts';
import type { Desk } from './use-desk.ts';

interface Props {
  readonly desk: Desk;
  readonly view: RequestView;
}

/** What the cancellation of an account means: for the member, and for the company. */
export function Company({ desk, view }: Props) {
  if (!view.rights.includes('account_cancellation')) return null;
  return (
    <SpaceBetween size="m">
      <Header variant="h2">What cancelling means</Header>
      {view.status !== 'gathering_data' && view.closedAt === undefined && <Consequences view={view} />}
      {view.company && <Standing desk={desk} view={view} company={view.company} />}
    </SpaceBetween>
  );
}

function Consequences({ view }: Pick<Props, 'view'>) {
  const { id } = view;
  const load = useCallback(() => api.consequences(id), [id]);
  const { value, problem } = useLoaded(load);
  if (!value) return <ProblemAlert code={problem} />;
  return (
    <KeyValuePairs
      columns={1}
      items={value.consequences.map(({ text, count: number }) => ({
        label: text,
        value: number === null ? '–' : `In this case: ${number}`,
      }))}
    />
  );
}

function Standing({ desk, view, company }: Props & { readonly company: NonNullable<RequestView['company']> }) {
  const { others, administrators, isLast, closed, changed } = company;
  const blocked = company.needsHandover && !closed;
  return (
    <SpaceBetween size="s">
      {changed && !view.erasing && (
        <Alert type="info" header="The company is no longer as it was when this was approved">
          When the waiting period was over it was counted again, and the cancellation was stopped. Nothing was deleted,
          and the member was told. Decide anew.
        </Alert>
      )}
      <Box>
        {`Without this account the company has ${count(others, 'account')} in use, ${count(administrators, 'administrator')} among them.`}
      </Box>
      {isLast && <Box>It is the last one: what the company published is deleted with it.</Box>}
      {closed && <Box>The company is noted as closed: what it published is deleted.</Box>}
      {blocked && (
        <Alert type="warning" header="The company would be left without an administrator">
          Ask the member to make a colleague administrator, then count again. Or, if the company is closed, note that:
          then what it published is deleted, and its other accounts stay.
          {view.may.recheck_company === 'yes' ? (
            <SpaceBetween direction="horizontal" size="xs">
              <Button
                loading={desk.busy === 'recheck_company'}
                onClick={() => void desk.give({ type: 'recheck_company' })}
              >
                It was handed over: count again
              </Button>
              <Button loading={desk.busy === 'close_company'} onClick={() => void desk.give({ type: 'close_company' })}>
                The company is closed
              </Button>
            </SpaceBetween>
          ) : (
            <Box>{problemWords(view.may.recheck_company)}</Box>
          )}
        </Alert>
      )}
    </SpaceBetween>
  );
}
