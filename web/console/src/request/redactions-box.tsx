import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import type { RedactionView } from '../../../../functions/console/review-views.ts';
import type { CollectionView } from '../../../../functions/console/views.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { count, redactionReasons } from '../words.ts';
import type { Redactions } from './use-redactions.ts';

type Value = RedactionView['values'][number];
export type Reason = Value['reason'];

const kinds: Readonly<Record<Value['kind'], string>> = {
  name: 'Name',
  email: 'Email',
  phone: 'Telephone',
  text: 'Text',
};

interface Props {
  readonly redactions: Redactions;
  readonly collection: CollectionView;
  readonly mayChange: boolean;
}

/** What the copy leaves out of one source: proposals to accept or decline, and what staff redact by hand. */
export function RedactionsBox({ redactions, collection, mayChange }: Props) {
  const { view, problem, busy, change } = redactions;
  const values = view?.values ?? [];
  const undecided = values.filter(({ decision }) => decision === 'undecided').length;
  return (
    <SpaceBetween size="s">
      <Header
        variant="h3"
        headingTagOverride="h5"
        description="Names, addresses and numbers of other people. What is redacted is left out wherever the copy holds it. Uploaded files are handed over as they are."
        actions={
          mayChange && view ? (
            <SpaceBetween direction="horizontal" size="xs">
              <Button disabled={busy || undecided === 0} onClick={() => void change({ type: 'accept_all' })}>
                {`Accept all proposals in ${collection.title}`}
              </Button>
              <Button disabled={busy || !view.undoable} onClick={() => void change({ type: 'undo' })}>
                Undo the last change
              </Button>
            </SpaceBetween>
          ) : undefined
        }
      >
        {`Redactions in ${collection.title}`}
      </Header>
      <ProblemAlert code={problem} retry={() => void redactions.reload()} />
      <div role="status">
        {view && (
          <Box>
            {undecided === 0
              ? `Nothing left to decide in ${collection.title}.`
              : `${count(undecided, 'proposal')} to decide in ${collection.title}.`}
          </Box>
        )}
      </div>
      {values.length > 0 && (
        <Table
          variant="embedded"
          contentDensity="compact"
          wrapLines
          items={[...values]}
          trackBy="id"
          ariaLabels={{ tableLabel: `Redactions in ${collection.title}` }}
          columnDefinitions={[
            { id: 'value', header: 'Value', isRowHeader: true, minWidth: 140, cell: ({ value }) => value },
            { id: 'kind', header: 'What', minWidth: 90, cell: ({ kind }) => kinds[kind] },
            { id: 'records', header: 'Records', minWidth: 110, cell: recordsOf },
            { id: 'decision', header: 'Decision', minWidth: 130, cell: (value) => <Decision value={value} /> },
            {
              id: 'change',
              header: 'Change',
              minWidth: 140,
              cell: (value) => (mayChange ? <Changes value={value} busy={busy} change={change} /> : '–'),
            },
          ]}
        />
      )}
      {view?.fields.map(({ id, field, decision, reason }) => (
        <SpaceBetween key={id} direction="horizontal" size="xs" alignItems="center">
          <Box>
            {decision === 'redact'
              ? `Field “${field}” of one record is left out: ${redactionReasons[reason].toLowerCase()}`
              : `Field “${field}” of one record is shown as it is`}
          </Box>
          {mayChange && (
            <Button variant="inline-link" disabled={busy} onClick={() => void change({ type: 'remove', ids: [id] })}>
              {`Take back for field ${field}`}
            </Button>
          )}
        </SpaceBetween>
      ))}
      {mayChange && view && <AddRedaction busy={busy} change={change} />}
    </SpaceBetween>
  );
}

function recordsOf({ records, elsewhere, origin }: Value): string {
  if (origin === 'by_hand') return 'Everywhere';
  return elsewhere === 0 ? String(records) : `${records}, ${elsewhere} elsewhere`;
}

function Decision({ value: { decision, reason } }: { readonly value: Value }) {
  if (decision === 'undecided') return <StatusIndicator type="pending">Proposed</StatusIndicator>;
  if (decision === 'keep') return <StatusIndicator type="info">Kept</StatusIndicator>;
  return <StatusIndicator type="success">{`Redacted: ${redactionReasons[reason].toLowerCase()}`}</StatusIndicator>;
}

interface ChangesProps {
  readonly value: Value;
  readonly busy: boolean;
  readonly change: Redactions['change'];
}

function Changes({ value: { id, value, decision, origin }, busy, change }: ChangesProps) {
  if (origin === 'by_hand') {
    return (
      <Button
        variant="inline-link"
        disabled={busy}
        ariaLabel={`Take back ${value}`}
        onClick={() => void change({ type: 'remove', ids: [id] })}
      >
        Take back
      </Button>
    );
  }
  const decide = (to: 'redact' | 'keep') => void change({ type: 'decide', ids: [id], decision: to });
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {decision !== 'redact' && (
        <Button variant="inline-link" disabled={busy} ariaLabel={`Redact ${value}`} onClick={() => decide('redact')}>
          Redact
        </Button>
      )}
      {decision !== 'keep' && (
        <Button variant="inline-link" disabled={busy} ariaLabel={`Keep ${value}`} onClick={() => decide('keep')}>
          Keep
        </Button>
      )}
    </SpaceBetween>
  );
}

const reasons = (Object.keys(redactionReasons) as Reason[]).map((value) => ({ value, label: redactionReasons[value] }));

export function ReasonSelect({
  reason,
  choose,
}: {
  readonly reason: Reason;
  readonly choose: (reason: Reason) => void;
}) {
  const selected = reasons.find(({ value }) => value === reason) ?? null;
  return (
    <Select
      selectedOption={selected}
      options={reasons}
      onChange={({ detail }) =>
        choose(reasons.find(({ value }) => value === detail.selectedOption.value)?.value ?? reason)
      }
    />
  );
}

function AddRedaction({ busy, change }: Pick<ChangesProps, 'busy' | 'change'>) {
  const [value, setValue] = useState('');
  const [reason, setReason] = useState<Reason>('third_party');
  const [tried, setTried] = useState(false);
  const tooShort = value.trim().length < 2;
  const add = async () => {
    setTried(true);
    if (tooShort) return;
    if (!(await change({ type: 'redact_value', value, reason }))) return;
    setValue('');
    setTried(false);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <SpaceBetween direction="horizontal" size="s" alignItems="end">
        <FormField
          label="Redact another text, wherever it stands"
          errorText={tried && tooShort ? 'Type at least two characters.' : undefined}
        >
          <Input value={value} onChange={({ detail }) => setValue(detail.value.slice(0, 1_000))} />
        </FormField>
        <FormField label="Reason">
          <ReasonSelect reason={reason} choose={setReason} />
        </FormField>
        <Button formAction="submit" disabled={busy}>
          Redact this text
        </Button>
      </SpaceBetween>
    </form>
  );
}
