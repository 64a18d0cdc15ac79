import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { RequestView } from '../../../../functions/console/views.ts';
import { instant } from '../dates.ts';
import { failure } from '../problem-words.ts';
import { asksForDeletion } from './asked-rights.ts';
import { EraseByHand } from './erase-by-hand.tsx';
import type { Desk } from './use-desk.ts';

type Erasure = NonNullable<RequestView['erasing']>['collections'][string];

/** What people have to do by hand, and what became of each source of a deletion, or of what was noted. */
export function Erasures({ desk, view }: { readonly desk: Desk; readonly view: RequestView }) {
  const titles = new Map(view.collections.map(({ id, title }) => [id, title]));
  const { startedAt, finishedAt, collections = {} } = view.erasing ?? {};
  const deletes = asksForDeletion(view.rights);
  const title = deletes ? 'Deletion' : 'Changes in the stores';
  const times = [startedAt && `Started ${instant(startedAt)}`, finishedAt && `finished ${instant(finishedAt)}`];
  const byHand = view.collections.filter(({ id }) => collections[id]?.outcome === 'by_hand');
  return (
    <SpaceBetween size="l">
      {byHand.map((collection) => (
        <EraseByHand key={collection.id} desk={desk} view={view} collection={collection} />
      ))}
      <Table
        variant="embedded"
        items={Object.entries(collections).map(([id, erasure]) => ({ id, erasure }))}
        trackBy="id"
        wrapLines
        ariaLabels={{ tableLabel: title }}
        header={
          <Header variant="h2" description={times.filter(Boolean).join(', ')}>
            {title}
          </Header>
        }
        columnDefinitions={[
          { id: 'source', header: 'Source', isRowHeader: true, cell: ({ id }) => titles.get(id) ?? id },
          {
            id: 'outcome',
            header: 'Outcome',
            cell: ({ erasure }) => <Outcome erasure={erasure} />,
          },
          { id: 'deleted', header: 'Deleted', cell: ({ erasure }) => erasure.deleted },
          { id: 'changed', header: deletes ? 'Reduced' : 'Changed', cell: ({ erasure }) => erasure.changed },
          { id: 'kept', header: 'Kept', cell: ({ erasure }) => erasure.kept },
          { id: 'held', header: 'Under hold', cell: ({ erasure }) => erasure.held },
        ]}
      />
    </SpaceBetween>
  );
}

function Outcome({ erasure: { outcome, reason } }: { readonly erasure: Erasure }) {
  if (outcome === 'waiting') return <StatusIndicator type="in-progress">Waiting</StatusIndicator>;
  if (outcome === 'by_hand') return <StatusIndicator type="pending">Waiting for a person</StatusIndicator>;
  if (outcome === 'erased') return <StatusIndicator type="success">Done</StatusIndicator>;
  return <StatusIndicator type="error">Failed: {failure(reason)}</StatusIndicator>;
}

/** Who else may have had the data, and whether they know that it is gone or restricted (GDPR Art. 19). */
export function Recipients({ recipients }: { readonly recipients: NonNullable<RequestView['recipients']> }) {
  return (
    <Table
      variant="embedded"
      items={recipients}
      trackBy="key"
      wrapLines
      ariaLabels={{ tableLabel: 'Recipients' }}
      empty="Nobody else received it."
      header={<Header variant="h2">Recipients</Header>}
      columnDefinitions={[
        { id: 'recipient', header: 'Recipient', isRowHeader: true, cell: ({ name }) => name },
        { id: 'outcome', header: 'Outcome', cell: (recipient) => <Told recipient={recipient} /> },
      ]}
    />
  );
}

function Told({ recipient }: { readonly recipient: NonNullable<RequestView['recipients']>[number] }) {
  const { outcome, reason, answerBy, overdue } = recipient;
  switch (outcome) {
    case 'waiting':
      return <StatusIndicator type="in-progress">Waiting</StatusIndicator>;
    case 'by_hand':
      return <StatusIndicator type="warning">To be told by hand</StatusIndicator>;
    case 'completed':
      return <StatusIndicator type="success">Told; it says it has done it</StatusIndicator>;
    case 'cancelled':
      return <StatusIndicator type="warning">Told; it says it has not done it: ask it</StatusIndicator>;
    case 'not_told':
      return <StatusIndicator type="error">Could not be told: {failure(reason)}. Tell it by hand</StatusIndicator>;
    case 'told': {
      const by = answerBy === undefined ? '' : ` by ${instant(answerBy)}`;
      return overdue ? (
        <StatusIndicator type="warning">Told; no answer{by}: ask it</StatusIndicator>
      ) : (
        <StatusIndicator type="success">Told; its answer is due{by}</StatusIndicator>
      );
    }
  }
}
