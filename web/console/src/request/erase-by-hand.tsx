import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useCallback, useState } from 'react';
import type { CollectionView, RequestView } from '../../../../functions/console/views.ts';
import { api } from '../api.ts';
import { day } from '../dates.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { useLoaded } from '../use-loaded.ts';
import { useByHand } from './use-by-hand.ts';
import type { Desk } from './use-desk.ts';

interface Props {
  readonly desk: Desk;
  readonly view: RequestView;
  readonly collection: CollectionView;
}

/** What people erase where no system reaches, and their word that it is done. */
export function EraseByHand({ desk, view, collection: { id, title, byHand } }: Props) {
  const [deleted, setDeleted] = useState('0');
  const [changed, setChanged] = useState('0');
  const { busy, problem, say } = useByHand(desk, view);
  const load = useCallback(() => api.dryRun(desk.id, id), [desk.id, id]);
  const { value: due } = useLoaded(load);
  if (!byHand) return null;
  const isNumber = (text: string) => /^\d{1,6}$/.test(text);
  const attest = () =>
    void say((request, version) =>
      api.attestErasure(request, id, version, { deleted: Number(deleted), changed: Number(changed) }),
    );
  return (
    <SpaceBetween size="xs">
      <StatusIndicator type={byHand.late ? 'error' : 'pending'}>
        To be erased by hand {byHand.late ? 'since' : 'by'} {day(byHand.due)}
      </StatusIndicator>
      <Box fontSize="body-s">
        Where: {byHand.place}.{' '}
        {due &&
          `To delete: ${due.deleted}. To reduce: ${due.changed}. To keep: ${due.unchanged}. Under a legal hold: ${due.held}.`}
      </Box>
      <ProblemAlert code={problem} />
      {view.may.attest_erasure === 'yes' && (
        <SpaceBetween direction="horizontal" size="xs">
          <FormField label={`Records deleted in ${title}`}>
            <Input inputMode="numeric" value={deleted} onChange={({ detail }) => setDeleted(detail.value)} />
          </FormField>
          <FormField label={`Records reduced in ${title}`}>
            <Input inputMode="numeric" value={changed} onChange={({ detail }) => setChanged(detail.value)} />
          </FormField>
          <Button disabled={!isNumber(deleted) || !isNumber(changed)} loading={busy} onClick={attest}>
            Attest
          </Button>
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}
