import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useCallback, useState } from 'react';
import type { CollectionView, RequestView } from '../../../../functions/console/views.ts';
import { api } from '../api.ts';
import { day } from '../dates.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { useLoaded } from '../use-loaded.ts';
import { toDoByHand } from '../words.ts';
import { type Answers, CorrectByHand } from './correct-by-hand.tsx';
import { useByHand, workByHandIn } from './use-by-hand.ts';
import type { Desk } from './use-desk.ts';

interface Props {
  readonly desk: Desk;
  readonly view: RequestView;
  readonly collection: CollectionView;
}

/** What people erase and correct where no system reaches, and their word that it is done. */
export function EraseByHand({ desk, view, collection }: Props) {
  const { id, title, byHand } = collection;
  const [deleted, setDeleted] = useState('0');
  const [changed, setChanged] = useState('0');
  const [answers, setAnswers] = useState<Answers>({});
  const { busy, problem, say } = useByHand(desk, view);
  if (!byHand) return null;
  const work = workByHandIn(view, [collection]);
  const isNumber = (text: string) => /^\d{1,6}$/.test(text);
  const isAnswered = byHand.corrections.every((change) => change in answers);
  const attest = () =>
    void say((request, version) =>
      api.attestErasure(request, id, version, {
        deleted: Number(deleted),
        changed: Number(changed),
        changes: answers,
      }),
    );
  return (
    <Container header={<Header variant="h2">{`By hand: ${title}`}</Header>}>
      <SpaceBetween size="s">
        <StatusIndicator type={byHand.late ? 'error' : 'pending'}>
          {toDoByHand[work]} {byHand.late ? 'since' : 'by'} {day(byHand.due)}
        </StatusIndicator>
        <Box>Where: {byHand.place}.</Box>
        {work !== 'correct' && <ToErase request={desk.id} collection={id} />}
        <ProblemAlert code={problem} />
        {view.may.attest_erasure === 'yes' && (
          <SpaceBetween size="m">
            {work !== 'erase' && (
              <CorrectByHand
                desk={desk}
                due={byHand.corrections}
                answers={answers}
                answer={(change, said) => setAnswers((before) => ({ ...before, [change]: said }))}
                forget={() => setAnswers({})}
              />
            )}
            {work !== 'correct' && (
              <SpaceBetween direction="horizontal" size="xs">
                <FormField label={`Records deleted in ${title}`}>
                  <Input inputMode="numeric" value={deleted} onChange={({ detail }) => setDeleted(detail.value)} />
                </FormField>
                <FormField label={`Records reduced in ${title}`}>
                  <Input inputMode="numeric" value={changed} onChange={({ detail }) => setChanged(detail.value)} />
                </FormField>
              </SpaceBetween>
            )}
            <Button disabled={!isNumber(deleted) || !isNumber(changed) || !isAnswered} loading={busy} onClick={attest}>
              Attest
            </Button>
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Container>
  );
}

/** What has to go there by the policy, and what stays. */
function ToErase({ request, collection }: { readonly request: string; readonly collection: string }) {
  const load = useCallback(() => api.dryRun(request, collection), [request, collection]);
  const { value: due } = useLoaded(load);
  if (!due) return null;
  return (
    <Box>
      To delete: {due.deleted}. To reduce: {due.changed}. To keep: {due.unchanged}. Under a legal hold: {due.held}.
    </Box>
  );
}
