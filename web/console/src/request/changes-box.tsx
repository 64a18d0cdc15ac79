import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import type { ChangeView } from '../../../../functions/console/review-views.ts';
import type { RequestView } from '../../../../functions/console/views.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { problem as problemWords } from '../problem-words.ts';
import { changeDecisions, changeOutcomes, count, refusalReasons } from '../words.ts';
import { CorrectionForm } from './correction-form.tsx';
import { RefuseChange } from './refuse-change.tsx';
import { TakeDownForm } from './take-down-form.tsx';
import { type Changes, useChanges } from './use-changes.ts';
import type { Desk } from './use-desk.ts';

interface Props {
  readonly desk: Desk;
  readonly view: RequestView;
}

/** Corrections and take-downs: what the member asks for, point by point, and the decision on each. */
export function ChangesBox({ desk, view }: Props) {
  const changes = useChanges(desk);
  const asked = view.changes ?? [];
  const open = asked.filter(({ decision, outcome }) => decision === undefined || outcome === 'stale').length;
  const allowed = view.may.view_changes === 'yes';
  return (
    <SpaceBetween size="m">
      <Header
        variant="h2"
        counter={`(${asked.length})`}
        description={
          allowed ? 'Reading what the member typed is written to the timeline.' : problemWords(view.may.view_changes)
        }
        actions={
          allowed && !changes.view ? (
            <Button loading={changes.busy} onClick={() => void changes.read()}>
              Read what was asked
            </Button>
          ) : undefined
        }
      >
        Corrections and take-downs
      </Header>
      <div role="status">
        {view.status === 'in_review' && (
          <StatusIndicator type={open > 0 ? 'warning' : 'success'}>
            {open > 0 ? `${count(open, 'change')} to decide before this can be approved` : 'Every change is decided'}
          </StatusIndicator>
        )}
      </div>
      <ProblemAlert code={changes.problem} retry={() => void changes.read()} />
      {changes.view?.changes.map((change, index) => (
        <Change key={change.id} desk={desk} view={view} changes={changes} change={change} number={index + 1} />
      ))}
    </SpaceBetween>
  );
}

interface ChangeProps extends Props {
  readonly changes: Changes;
  readonly change: ChangeView;
  readonly number: number;
}

function Change({ desk, view, changes, change, number }: ChangeProps) {
  const [again, setAgain] = useState(false);
  const mayDecide = view.may.decide_change === 'yes' && change.outcome !== 'done';
  const undecided = change.decision === undefined || change.outcome === 'stale';
  const decide: Changes['decide'] = async (id, decision) => {
    const made = await changes.decide(id, decision);
    if (made) setAgain(false);
    return made;
  };
  const name = change.right === 'correction' ? `Correction ${number}` : `Take-down ${number}`;
  return (
    <Container
      header={
        <Header variant="h3" actions={<Standing change={change} />}>
          {name}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <Asked change={change} />
        <Decided change={change} />
        {change.instead && (
          <Box>
            {change.instead.gone
              ? 'The record was not found any more.'
              : `The record holds by now: ${change.instead.values.map(({ title, value }) => `${title} ${shown(value)}`).join(', ')}`}
          </Box>
        )}
        {mayDecide && !undecided && !again && (
          <Button ariaLabel={`Decide again on ${name}`} onClick={() => setAgain(true)}>
            Decide again
          </Button>
        )}
        {mayDecide && (undecided || again) && (
          <>
            {change.right === 'correction' ? (
              <CorrectionForm
                desk={desk}
                change={change}
                sources={changes.view?.sources ?? []}
                busy={changes.busy}
                decide={decide}
              />
            ) : (
              <TakeDownForm change={change} busy={changes.busy} decide={decide} />
            )}
            <RefuseChange change={change} busy={changes.busy} decide={decide} />
          </>
        )}
      </SpaceBetween>
    </Container>
  );
}

function Standing({ change: { decision, outcome } }: { readonly change: ChangeView }) {
  if (outcome === 'done') return <StatusIndicator type="success">{changeOutcomes.done}</StatusIndicator>;
  if (outcome) return <StatusIndicator type="warning">{changeOutcomes[outcome]}</StatusIndicator>;
  if (decision === undefined) return <StatusIndicator type="pending">To decide</StatusIndicator>;
  return (
    <StatusIndicator type={decision === 'refused' ? 'stopped' : 'info'}>{changeDecisions[decision]}</StatusIndicator>
  );
}

/** What the member typed. */
function Asked({ change }: { readonly change: ChangeView }) {
  const { typed, categoryName, extent } = change;
  const pairs = [
    ['Which data', [typed.description, categoryName].filter(Boolean).join(' · ')],
    ['There now, says the member', typed.present],
    ['Correct, says the member', typed.correct],
    ['Listing', typed.listing],
    ['How much', extent && (extent === 'listing' ? 'The whole listing' : 'Only the contact person')],
    ['Why, says the member', typed.evidence],
  ] as const;
  const items = pairs.flatMap(([label, value]) => (value ? [{ label, value: <bdi>{value}</bdi> }] : []));
  return <KeyValuePairs columns={2} items={items} />;
}

function Decided({ change: { decision, decided, reason } }: { readonly change: ChangeView }) {
  if (!decision || !decided) return null;
  const items = [
    ...decided.writes.map(({ title, seen, value }) => ({
      label: `${title}${decided.source ? ` · ${decided.source}` : ''}`,
      value: seen === undefined ? shown(value) : `${shown(seen)} → ${shown(value)}`,
    })),
    ...(reason ? [{ label: 'Reason', value: refusalReasons[reason] }] : []),
    ...(decided.words === undefined ? [] : [{ label: 'Words for the member', value: decided.words }]),
  ];
  return <KeyValuePairs columns={2} items={items} />;
}

export function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
