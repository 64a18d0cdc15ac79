import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useCallback } from 'react';
import type { DryRunView } from '../../../../functions/console/review-views.ts';
import type { CollectionView, RequestView } from '../../../../functions/console/views.ts';
import { api } from '../api.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { useLoaded } from '../use-loaded.ts';
import { count } from '../words.ts';
import { asksForDeletion, granted } from './asked-rights.ts';

interface Row {
  readonly collection: CollectionView;
  readonly run: DryRunView;
}

/** What the deletion, or what is to be noted, would do, source by source, before anybody decides. Nothing is touched. */
export function DryRun({ view }: { readonly view: RequestView }) {
  const { id, collections } = view;
  const load = useCallback(async (): Promise<readonly Row[]> => {
    const found = collections.filter(({ outcome }) => outcome === 'found');
    return Promise.all(found.map(async (collection) => ({ collection, run: await api.dryRun(id, collection.id) })));
  }, [id, collections]);
  const deletes = asksForDeletion(granted(view));
  const { value: rows, problem, reload } = useLoaded(load);
  return (
    <SpaceBetween size="s">
      <ProblemAlert code={problem} retry={() => void reload()} />
      <Table
        variant="embedded"
        items={[...(rows ?? [])]}
        trackBy={({ collection }) => collection.id}
        wrapLines
        loading={!rows && problem === undefined}
        loadingText="Counting"
        ariaLabels={{ tableLabel: 'Dry run' }}
        header={
          <Header
            variant="h2"
            description="By the policy and the legal holds as they are now. Nothing has been touched."
          >
            {deletes ? 'What the deletion would do' : 'What would be changed'}
          </Header>
        }
        empty={<Box padding="s">Nothing was found, so nothing would be changed.</Box>}
        columnDefinitions={[
          { id: 'source', header: 'Source', isRowHeader: true, cell: ({ collection }) => collection.title },
          { id: 'records', header: 'Records', cell: ({ run }) => <Records run={run} /> },
          { id: 'stays', header: 'What stays, and why', cell: ({ run }) => <Stays run={run} /> },
        ]}
      />
    </SpaceBetween>
  );
}

function Records({ run }: { readonly run: DryRunView }) {
  const parts = [
    [run.deleted, 'deleted'],
    [run.changed, run.gone.length > 0 ? 'reduced' : 'changed'],
    [run.unchanged, 'kept as they are'],
  ] as const;
  return (
    <SpaceBetween size="xxs">
      {parts.map(([number, what]) => (number > 0 ? <div key={what}>{`${number} ${what}`}</div> : null))}
      {run.set.map(({ field, value, count: number }) => (
        <div key={field}>{`${field}: ${value} (${count(number, 'record')})`}</div>
      ))}
      {run.held > 0 && <StatusIndicator type="warning">{`${run.held} kept under legal hold`}</StatusIndicator>}
      {!run.complete && (
        <StatusIndicator type="info">{`Only the first ${count(run.records, 'record')} were counted`}</StatusIndicator>
      )}
    </SpaceBetween>
  );
}

function Stays({ run }: { readonly run: DryRunView }) {
  const reasons = new Map<string, { names: Set<string>; until: string | undefined }>();
  for (const { category, why, basis, until, replaced } of run.kept) {
    const reason = basis ?? (why === 'not_asked' ? 'Not asked for' : 'Holds kept records together');
    const known = reasons.get(reason) ?? { names: new Set<string>(), until };
    known.names.add(replaced ? `${category.name} (as a code)` : category.name);
    reasons.set(reason, known);
  }
  if (reasons.size === 0) return <>Nothing</>;
  return (
    <SpaceBetween size="xs">
      {[...reasons].map(([reason, { names, until }]) => (
        <div key={reason}>
          <strong>{[...names].join(', ')}</strong>: {reason}
          {until === undefined ? '' : ` Until: ${until}`}
        </div>
      ))}
    </SpaceBetween>
  );
}
