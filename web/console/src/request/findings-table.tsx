import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useEffect, useRef, useState } from 'react';
import type { FindingsView } from '../../../../functions/console/review-views.ts';
import type { CollectionView } from '../../../../functions/console/views.ts';
import { api } from '../api.ts';
import { usePanels } from '../panel.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { codeOf } from '../use-loaded.ts';
import { useNarrow } from '../use-narrow.ts';
import { type Reason, ReasonSelect } from './redactions-box.tsx';
import type { Desk } from './use-desk.ts';
import type { Redactions } from './use-redactions.ts';

type Finding = FindingsView['findings'][number];
type Column = FindingsView['columns'][number];

/** Columns beside the button that opens the whole record: more don't fit. */
const shownColumns = 4;

interface Props {
  readonly desk: Desk;
  readonly requestId: string;
  readonly collection: CollectionView;
  /** With what was redacted taken out. */
  readonly as?: 'member';
  /** To leave out a field of one record. */
  readonly redactions?: Redactions;
}

/** The records of one source, page by page; a record opens in the side panel with all its fields. */
export function FindingsTable({ desk, requestId, collection, as, redactions }: Props) {
  const panels = usePanels();
  const [pages, setPages] = useState<readonly FindingsView[]>([]);
  const [at, setAt] = useState(0);
  const [problem, setProblem] = useState<string>();
  const [loading, setLoading] = useState(true);
  const started = useRef(false);
  const page = pages[at];

  const read = async (cursor?: string) => {
    setLoading(true);
    try {
      const next = await api.findings(requestId, collection.id, cursor, as);
      setPages((read) => [...read, next]);
      setProblem(undefined);
      await desk.reload();
      return true;
    } catch (error) {
      setProblem(codeOf(error));
      return false;
    } finally {
      setLoading(false);
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened once; every reading is an event.
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    void read();
  }, []);

  const forward = async () => {
    if (pages[at + 1] || (await read(page?.cursor))) setAt(at + 1);
  };
  const first = page?.columns.slice(0, shownColumns) ?? [];
  const main = collection.categories[0]?.key;
  const openRecord = (finding: Finding, number: number) => {
    const name = `${collection.title}, record ${number}`;
    panels.open({
      name,
      content: (
        <Record name={name} finding={finding} columns={page?.columns ?? []} main={main} redactions={redactions} />
      ),
    });
  };
  const startsAt = pages.slice(0, at).reduce((sum, { findings }) => sum + findings.length, 0);

  return (
    <SpaceBetween size="s">
      <ProblemAlert code={problem} retry={() => void read(page?.cursor)} />
      <Table
        variant="embedded"
        contentDensity="compact"
        wrapLines
        loading={loading && !page}
        loadingText="Reading the records"
        items={[...(page?.findings ?? [])]}
        trackBy="id"
        ariaLabels={{ tableLabel: collection.title }}
        empty={<Box padding="s">No records</Box>}
        columnDefinitions={[
          ...first.map(({ name, title }, index) => ({
            id: name,
            header: title,
            isRowHeader: index === 0,
            minWidth: 120,
            cell: (finding: Finding) => textOf(finding.fields[name]),
          })),
          {
            id: 'all',
            header: 'All fields',
            minWidth: 100,
            cell: (finding) => {
              const number = startsAt + (page?.findings.indexOf(finding) ?? 0) + 1;
              return (
                <Button
                  variant="inline-link"
                  ariaLabel={`Show record ${number} of ${collection.title}`}
                  onClick={() => openRecord(finding, number)}
                >
                  Show
                </Button>
              );
            },
          },
        ]}
      />
      {page && (
        <SpaceBetween direction="horizontal" size="xs" alignItems="center">
          <Button
            iconName="angle-left"
            disabled={at === 0}
            ariaLabel={`Earlier records of ${collection.title}`}
            onClick={() => setAt(at - 1)}
          />
          <Box>
            {startsAt + 1}–{startsAt + page.findings.length} of {collection.count}
          </Box>
          <Button
            iconName="angle-right"
            disabled={page.cursor === undefined}
            loading={loading}
            ariaLabel={`More records of ${collection.title}`}
            onClick={() => void forward()}
          />
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}

interface RecordProps {
  readonly name: string;
  readonly finding: Finding;
  readonly columns: readonly Column[];
  /** The collection's own category; fields of another one say which. */
  readonly main: string | undefined;
  readonly redactions: Redactions | undefined;
}

function Record({ finding, columns, name, main, redactions }: RecordProps) {
  const narrow = useNarrow();
  const known = new Set(columns.map((column) => column.name));
  const others = Object.keys(finding.fields).filter((field) => !known.has(field));
  const items = [
    ...columns.map(({ name: field, title, category }) => ({
      label: category && category.key !== main ? `${title} · ${category.name}` : title,
      value: textOf(finding.fields[field]),
    })),
    ...others.map((field) => ({ label: field, value: textOf(finding.fields[field]) })),
    ...(finding.file === undefined ? [] : [{ label: 'File', value: finding.file }]),
  ];
  return (
    <Box padding="l">
      <SpaceBetween size="m">
        {/* On a phone the panel covers the screen and its heading. */}
        <Box variant="h2" tagOverride={narrow ? 'h1' : 'h2'}>
          {name}
        </Box>
        <KeyValuePairs columns={1} items={items} />
        {redactions && <RedactField finding={finding} columns={columns} redactions={redactions} />}
      </SpaceBetween>
    </Box>
  );
}

interface RedactFieldProps {
  readonly finding: Finding;
  readonly columns: readonly Column[];
  readonly redactions: Redactions;
}

/** Leaves a field of this one record out of the copy, or shows it although it holds a redacted value. */
function RedactField({ finding, columns, redactions }: RedactFieldProps) {
  const options = columns
    .filter(({ name, category }) => category && textOf(finding.fields[name]) !== '–')
    .map(({ name, title }) => ({ value: name, label: title }));
  const [field, setField] = useState<string>();
  const [reason, setReason] = useState<Reason>('third_party');
  const [done, setDone] = useState<string>();
  const selected = options.find(({ value }) => value === field);
  const give = async (type: 'redact_field' | 'show_field') => {
    if (!selected) return;
    const made = await redactions.change({ type, finding: finding.id, field: selected.value, reason });
    setDone(
      made ? (type === 'redact_field' ? `${selected.label} is left out.` : `${selected.label} is shown.`) : undefined,
    );
  };
  return (
    <SpaceBetween size="s">
      <FormField label="Leave a field of this record out of the copy">
        <Select
          selectedOption={selected ?? null}
          options={options}
          placeholder="Choose a field"
          onChange={({ detail }) => setField(detail.selectedOption.value)}
        />
      </FormField>
      <FormField label="Reason">
        <ReasonSelect reason={reason} choose={setReason} />
      </FormField>
      <SpaceBetween direction="horizontal" size="xs">
        <Button disabled={!selected} onClick={() => void give('redact_field')}>
          Leave this field out
        </Button>
        <Button disabled={!selected} onClick={() => void give('show_field')}>
          Show this field as it is
        </Button>
      </SpaceBetween>
      <div role="status">{done}</div>
    </SpaceBetween>
  );
}

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
