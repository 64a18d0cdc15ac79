import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import Toggle from '@cloudscape-design/components/toggle';
import { useState } from 'react';
import type { RequestView } from '../../../../functions/console/views.ts';
import { instant } from '../dates.ts';
import { actorName, eventSentence } from '../timeline-words.ts';

/** Who did what, when, the latest first; and whether the record is as it was written. */
export function TimelineTab({ view }: { readonly view: RequestView }) {
  const [readings, setReadings] = useState(true);
  const titles = new Map(view.collections.map(({ id, title }) => [id, title]));
  const titleOf = (collection: string) => titles.get(collection) ?? collection;
  const entries = view.timeline
    .filter(({ event }) => readings || (event.type !== 'FindingsViewed' && event.type !== 'SubjectViewed'))
    .toReversed();
  return (
    <Table
      variant="embedded"
      wrapLines
      items={entries}
      trackBy={({ sequence }) => String(sequence)}
      ariaLabels={{ tableLabel: 'Timeline' }}
      header={
        <SpaceBetween size="s">
          <Header
            variant="h2"
            counter={`(${entries.length})`}
            actions={
              <Toggle checked={readings} onChange={({ detail }) => setReadings(detail.checked)}>
                Show readings
              </Toggle>
            }
          >
            Timeline
          </Header>
          {view.integrity.intact ? (
            <StatusIndicator type="success">The record is complete and unaltered</StatusIndicator>
          ) : (
            <StatusIndicator type="error">
              The record was altered at entry {view.integrity.brokenAt}: tell the privacy officer
            </StatusIndicator>
          )}
        </SpaceBetween>
      }
      columnDefinitions={[
        { id: 'at', header: 'When', minWidth: 150, cell: ({ at }) => instant(at) },
        {
          id: 'what',
          header: 'What',
          minWidth: 220,
          isRowHeader: true,
          cell: ({ event }) => eventSentence(event, titleOf),
        },
        { id: 'who', header: 'Who', minWidth: 120, cell: ({ actor }) => actorName(actor) },
      ]}
    />
  );
}
