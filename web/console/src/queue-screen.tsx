import { useCollection } from '@cloudscape-design/collection-hooks';
import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Cards from '@cloudscape-design/components/cards';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Pagination from '@cloudscape-design/components/pagination';
import PropertyFilter from '@cloudscape-design/components/property-filter';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { RequestSummary } from '../../../functions/console/views.ts';
import { instant } from './dates.ts';
import { DueDate, isDueSoon, isOverdue } from './due-date.tsx';
import { ProblemAlert } from './problem-alert.tsx';
import { hrefOf, useFollow } from './use-follow.ts';
import { useNarrow } from './use-narrow.ts';
import { useQueue } from './use-queue.ts';
import { relations, rights, shortNextSteps, statuses, waitingOn } from './words.ts';

type QueueName = 'open' | 'held' | 'replies' | 'closed';

const emptyWords: Readonly<Record<QueueName, string>> = {
  open: 'No open requests',
  held: 'No deletion waits for the end of a legal hold',
  replies: 'No member waits for an answer to a request that is closed',
  closed: 'No closed requests',
};

/** What the property filter sees of a request: words, as they stand in the table. */
interface Row {
  readonly request: RequestSummary;
  readonly id: string;
  readonly reference: string;
  readonly right: string;
  readonly relation: string;
  readonly status: string;
  readonly waiting: string;
  readonly next: string;
  readonly assignee: string;
  readonly hold: string;
  readonly due: string;
  readonly failed: string;
  readonly reply: string;
  readonly byHand: string;
  readonly approval: string;
}

const properties = [
  ['reference', 'Reference'],
  ['due', 'Due'],
  ['status', 'Status'],
  ['next', 'Next step'],
  ['waiting', 'Waiting on'],
  ['assignee', 'Assignee'],
  ['right', 'Type'],
  ['relation', 'Relation'],
  ['hold', 'Legal hold'],
  ['failed', 'Failed step'],
  ['reply', 'Reply waiting'],
  ['byHand', 'By hand'],
  ['approval', 'Approval needed'],
] as const;

const pageSize = 25;
const nobody = 'Nobody';

function rowOf(request: RequestSummary): Row {
  return {
    request,
    id: request.id,
    reference: request.reference,
    right: request.rights.map((right) => rights[right]).join(', '),
    relation: `${relations[request.relation]}${request.onBehalf ? ', through someone else' : ''}`,
    status: statuses[request.status],
    waiting: waitingOn[request.waitingOn],
    next: shortNextSteps[request.next],
    assignee: request.assignee ?? nobody,
    hold: request.held ? 'Yes' : 'No',
    failed: request.next === 'retry_parked' || request.next === 'retry_failed' ? 'Yes' : 'No',
    reply: request.replyWaiting ? 'Yes' : 'No',
    byHand: request.next === 'look_by_hand' || request.next === 'erase_by_hand' ? 'Yes' : 'No',
    approval: request.next === 'approve_refusal' || request.next === 'approve_answer' ? 'Yes' : 'No',
    due: isOverdue(request) ? 'Overdue' : isDueSoon(request) ? 'In 7 days' : 'Later',
  };
}

/** Filters that Home links to. */
const presets: Readonly<Record<string, { readonly propertyKey: string; readonly value: string }>> = {
  overdue: { propertyKey: 'due', value: 'Overdue' },
  'due-soon': { propertyKey: 'due', value: 'In 7 days' },
  staff: { propertyKey: 'waiting', value: waitingOn.staff },
  approval: { propertyKey: 'approval', value: 'Yes' },
  unassigned: { propertyKey: 'assignee', value: nobody },
  failed: { propertyKey: 'failed', value: 'Yes' },
  replies: { propertyKey: 'reply', value: 'Yes' },
  'by-hand': { propertyKey: 'byHand', value: 'Yes' },
};

export function QueueScreen() {
  const [query] = useSearchParams();
  // A link from Home starts the screen anew with its filter.
  return <QueueTable key={query.get('show') ?? ''} show={query.get('show') ?? ''} />;
}

function QueueTable({ show }: { readonly show: string }) {
  const narrow = useNarrow();
  const [name, setName] = useState<QueueName>('open');
  const queue = useQueue(name);
  const follow = useFollow();
  const preset = presets[show];
  const { items, filteredItemsCount, collectionProps, propertyFilterProps, paginationProps } = useCollection(
    (queue.value?.requests ?? []).map(rowOf),
    {
      propertyFiltering: {
        filteringProperties: properties.map(([key, label]) => ({
          key,
          propertyLabel: label,
          groupValuesLabel: `${label} values`,
          operators: ['=', '!=', ':'],
        })),
        defaultQuery: { operation: 'and', tokens: preset ? [{ ...preset, operator: '=' }] : [] },
        empty: <Empty text={emptyWords[name]} />,
        noMatch: <Empty text="No request fits the filter" />,
      },
      pagination: { pageSize },
      sorting: {},
    },
  );

  const reference = ({ request }: Row) => (
    <Link href={hrefOf(`/requests/${request.id}`)} onFollow={follow}>
      {request.reference}
    </Link>
  );
  const due = ({ request }: Row) => <DueDate request={request} />;
  const status = ({ request }: Row) => statuses[request.status];
  const hold = ({ request }: Row) => (request.held ? <Badge color="red">On hold</Badge> : 'No');

  const kind = (row: Row) => (
    <>
      {row.right}
      <Box fontSize="body-s" color="text-body-secondary">
        {row.relation}
      </Box>
    </>
  );

  const columns: TableProps.ColumnDefinition<Row>[] = [
    { id: 'reference', header: 'Reference', cell: reference, isRowHeader: true, sortingField: 'reference', width: 130 },
    {
      id: 'due',
      header: 'Due',
      cell: due,
      // Holds the longest: an overdue date with its days.
      width: 255,
      sortingComparator: (a, b) => a.request.replyBy.localeCompare(b.request.replyBy),
    },
    { id: 'kind', header: 'Type and relation', cell: kind, width: 145 },
    { id: 'status', header: 'Status', cell: status, sortingField: 'status', width: 145 },
    { id: 'waiting', header: 'Waiting on', cell: (row) => row.waiting, sortingField: 'waiting', width: 110 },
    { id: 'assignee', header: 'Assignee', cell: (row) => row.assignee, sortingField: 'assignee', width: 120 },
    { id: 'hold', header: 'Hold', cell: hold, width: 105 },
    ...(name !== 'open'
      ? [
          {
            id: 'closed',
            header: 'Closed',
            cell: ({ request }: Row) => (request.closedAt ? instant(request.closedAt) : ''),
            width: 150,
          },
        ]
      : []),
  ];

  const header = (
    <Header
      variant="h1"
      counter={`(${filteredItemsCount ?? items.length}${queue.value?.more ? '+' : ''})`}
      {...(queue.value?.more ? { description: 'The thousand requests that are due first.' } : {})}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <SegmentedControl
            label="Which requests"
            selectedId={name}
            onChange={({ detail }) => setName(detail.selectedId as QueueName)}
            options={[
              { id: 'open', text: 'Open' },
              { id: 'held', text: 'Held back' },
              { id: 'replies', text: 'Replies' },
              { id: 'closed', text: 'Closed' },
            ]}
          />
          <Button iconName="refresh" ariaLabel="Refresh" onClick={() => void queue.reload()} />
        </SpaceBetween>
      }
    >
      Requests
    </Header>
  );
  const filter = (
    <PropertyFilter
      {...propertyFilterProps}
      filteringPlaceholder="Find requests by property or value"
      filteringAriaLabel="Find requests"
      countText={`${filteredItemsCount ?? 0} found`}
    />
  );
  const list = {
    items,
    header,
    filter,
    loading: queue.loading && !queue.value,
    loadingText: 'Loading requests',
    pagination: <Pagination {...paginationProps} />,
    empty: collectionProps.empty,
  };

  return (
    <SpaceBetween size="m">
      <title>Requests – Privacy requests</title>
      <ProblemAlert code={queue.problem} retry={queue.reload} />
      {narrow ? (
        <Cards
          {...list}
          ariaLabels={{ itemSelectionLabel: (_, row) => row.reference, selectionGroupLabel: 'Requests' }}
          cardDefinition={{
            header: reference,
            sections: [
              { id: 'due', content: due },
              { id: 'status', header: 'Status', content: status, width: 50 },
              { id: 'next', header: 'Next step', content: (row) => row.next, width: 50 },
              { id: 'assignee', header: 'Assignee', content: (row) => row.assignee, width: 50 },
              { id: 'hold', header: 'Legal hold', content: hold, width: 50 },
            ],
          }}
        />
      ) : (
        <Table
          {...collectionProps}
          {...list}
          variant="full-page"
          stickyHeader
          wrapLines
          trackBy="id"
          columnDefinitions={columns}
          ariaLabels={{ tableLabel: 'Requests' }}
        />
      )}
    </SpaceBetween>
  );
}

function Empty({ text }: { readonly text: string }) {
  return (
    <Box textAlign="center" color="inherit" padding="s">
      {text}
    </Box>
  );
}
