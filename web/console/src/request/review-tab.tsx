import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Toggle from '@cloudscape-design/components/toggle';
import { useState } from 'react';
import type { CollectionView, NamedKey, RequestView } from '../../../../functions/console/views.ts';
import { problem as problemWords } from '../problem-words.ts';
import { count } from '../words.ts';
import { asksForCopy, isAnsweredInWords } from './asked-rights.ts';
import { ChangesBox } from './changes-box.tsx';
import { FindingsTable } from './findings-table.tsx';
import { RedactionsBox } from './redactions-box.tsx';
import type { Desk } from './use-desk.ts';
import { useRedactions } from './use-redactions.ts';

const noDataNeeded = 'A complaint or question needs no data. What was written is under Decide.';

interface Group {
  readonly category: NamedKey;
  readonly collections: readonly CollectionView[];
  readonly records: number;
}

/** What was found, by the categories members know. Records are read, and the reading noted, when a source is opened. */
export function ReviewTab({ desk, view }: { readonly desk: Desk; readonly view: RequestView }) {
  const found = view.collections.filter(({ outcome }) => outcome === 'found');
  const groups = groupByCategory(found);
  const records = found.reduce((sum, { count: number }) => sum + number, 0);
  const allowed = view.may.view_findings === 'yes';
  return (
    <SpaceBetween size="l">
      {view.changes && <ChangesBox desk={desk} view={view} />}
      <Header
        variant="h2"
        description={
          allowed
            ? 'Opening a source reads personal data; that is written to the timeline.'
            : problemWords(view.may.view_findings)
        }
      >
        {`${count(records, 'record')} in ${count(found.length, 'source')}`}
      </Header>
      {view.status === 'in_review' && view.redactions && view.redactions.undecided > 0 && (
        <StatusIndicator type="warning">
          {`${count(view.redactions.undecided, 'proposed redaction')} to accept or decline before this can be approved`}
        </StatusIndicator>
      )}
      {groups.length === 0 && <Box>{isAnsweredInWords(view.rights) ? noDataNeeded : 'Nothing was found yet.'}</Box>}
      {groups.map(({ category, collections, records: number }) => (
        <SpaceBetween key={category.key} size="xs">
          <Header variant="h3" counter={`(${number})`}>
            {category.name}
          </Header>
          {collections.map((collection) => (
            <Source key={collection.id} desk={desk} view={view} collection={collection} allowed={allowed} />
          ))}
        </SpaceBetween>
      ))}
    </SpaceBetween>
  );
}

function Source({
  desk,
  view,
  collection,
  allowed,
}: {
  readonly desk: Desk;
  readonly view: RequestView;
  readonly collection: CollectionView;
  readonly allowed: boolean;
}) {
  const [open, setOpen] = useState(false);
  const title = `${collection.title} (${collection.count})`;
  if (!allowed) return <Box>{title}</Box>;
  return (
    <ExpandableSection
      headerText={title}
      headingTagOverride="h4"
      expanded={open}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      {open && <OpenSource desk={desk} view={view} collection={collection} />}
    </ExpandableSection>
  );
}

/** The records, and in a copy what is left out of them. */
function OpenSource({ desk, view, collection }: Omit<Parameters<typeof Source>[0], 'allowed'>) {
  const redactions = useRedactions(desk, view.id, collection.id);
  const [asMember, setAsMember] = useState(false);
  if (!asksForCopy(view.rights)) {
    return <FindingsTable desk={desk} requestId={view.id} collection={collection} />;
  }
  const mayChange = view.may.change_redactions === 'yes';
  return (
    <SpaceBetween size="m">
      <RedactionsBox redactions={redactions} collection={collection} mayChange={mayChange} />
      <Toggle checked={asMember} onChange={({ detail }) => setAsMember(detail.checked)}>
        {`Show ${collection.title} as the member sees it`}
      </Toggle>
      <FindingsTable
        key={asMember ? `member ${redactions.changes}` : 'all'}
        desk={desk}
        requestId={view.id}
        collection={collection}
        {...(asMember ? { as: 'member' } : {})}
        {...(mayChange && !asMember ? { redactions } : {})}
      />
    </SpaceBetween>
  );
}

/** A source stands under the first of its categories, so its records are counted once. */
function groupByCategory(collections: readonly CollectionView[]): Group[] {
  const groups = new Map<string, { category: NamedKey; collections: CollectionView[]; records: number }>();
  for (const collection of collections) {
    const category = collection.categories[0] ?? { key: '', name: 'Other' };
    const group = groups.get(category.key) ?? { category, collections: [], records: 0 };
    group.collections.push(collection);
    group.records += collection.count;
    groups.set(category.key, group);
  }
  return [...groups.values()];
}
