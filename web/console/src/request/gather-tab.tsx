import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { CollectionView, RequestView } from '../../../../functions/console/views.ts';
import { failure } from '../problem-words.ts';
import { useNarrow } from '../use-narrow.ts';
import { count, outcomes } from '../words.ts';
import { LookByHand } from './look-by-hand.tsx';
import type { Desk } from './use-desk.ts';

const icons: Readonly<Record<CollectionView['outcome'], StatusIndicatorProps.Type>> = {
  waiting: 'in-progress',
  found: 'success',
  nothing: 'stopped',
  failed: 'error',
  by_hand: 'pending',
  unavailable: 'warning',
};

/** How each source ended. None is ever missing without a word. */
export function GatherTab({ desk, view }: { readonly desk: Desk; readonly view: RequestView }) {
  const narrow = useNarrow();
  const failed = view.collections.filter(({ outcome }) => outcome === 'failed');
  const mayRetry = view.may.retry_collection === 'yes';
  return (
    <Table
      variant="embedded"
      items={[...view.collections]}
      trackBy="id"
      wrapLines
      ariaLabels={{ tableLabel: 'Sources' }}
      header={
        <Header
          variant="h2"
          counter={`(${view.collections.length})`}
          {...(failed.length > 0 ? { description: `${count(failed.length, 'source')} failed.` } : {})}
        >
          Sources
        </Header>
      }
      empty={<Box padding="s">Gathering has not started.</Box>}
      columnDefinitions={[
        { id: 'title', header: 'Source', isRowHeader: true, cell: ({ title }) => title },
        ...(narrow ? [] : [{ id: 'store', header: 'Store', cell: ({ store }: CollectionView) => store }]),
        {
          id: 'outcome',
          header: 'Outcome',
          cell: (collection) => <Outcome desk={desk} view={view} collection={collection} mayRetry={mayRetry} />,
        },
      ]}
    />
  );
}

interface OutcomeProps {
  readonly desk: Desk;
  readonly view: RequestView;
  readonly collection: CollectionView;
  readonly mayRetry: boolean;
}

function Outcome({ desk, view, collection, mayRetry }: OutcomeProps) {
  const { id, title, outcome, count: found, reason } = collection;
  return (
    <SpaceBetween size="xxs">
      <StatusIndicator type={icons[outcome]}>
        {outcome === 'found' ? `Found ${found}` : outcomes[outcome]}
      </StatusIndicator>
      {outcome === 'failed' && <Box fontSize="body-s">{failure(reason)}</Box>}
      {outcome === 'failed' && mayRetry && (
        <Button
          ariaLabel={`Retry ${title}`}
          loading={desk.busy === 'retry_collection'}
          onClick={() => void desk.give({ type: 'retry_collection', collection: id })}
        >
          Retry
        </Button>
      )}
      {collection.byHand && outcome !== 'waiting' && <LookByHand desk={desk} view={view} collection={collection} />}
    </SpaceBetween>
  );
}
