import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import type { ChangesView, ChangeView, FindingsView } from '../../../../functions/console/review-views.ts';
import { api } from '../api.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { codeOf } from '../use-loaded.ts';
import { obstacle } from '../words.ts';
import type { Changes } from './use-changes.ts';
import type { Desk } from './use-desk.ts';

interface Props {
  readonly desk: Desk;
  readonly change: ChangeView;
  readonly sources: ChangesView['sources'];
  readonly busy: boolean;
  readonly decide: Changes['decide'];
}

/** Columns that tell records apart in the list. */
const tellingColumns = 3;

/** Choosing the record and field that is meant, seeing what is stored, and saying what is written instead. */
export function CorrectionForm({ desk, change, sources, busy, decide }: Props) {
  const [source, setSource] = useState<string>();
  const [finding, setFinding] = useState<string>();
  const [field, setField] = useState<string>();
  const [value, setValue] = useState(change.typed.correct ?? '');
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const records = useRecords(desk);
  const fields = sources.find(({ collection }) => collection === source)?.fields ?? [];
  const record = records.findings.find(({ id }) => id === finding);
  const chosenField = fields.find(({ name }) => name === field);
  const otherwise = value.trim() !== (change.typed.correct ?? '').trim();
  const complete = record && chosenField && value.trim() !== '' && (!otherwise || words.trim() !== '');

  const choose = (collection: string) => {
    setSource(collection);
    setFinding(undefined);
    setField(undefined);
    void records.read(collection);
  };
  const accept = async () => {
    setTried(true);
    if (!complete || source === undefined || finding === undefined || field === undefined) return;
    await decide(change.id, {
      type: 'correct',
      collection: source,
      finding,
      field,
      value,
      ...(words.trim() === '' ? {} : { words }),
    });
  };
  const sourceOptions = sources.map(({ collection, title }) => ({ value: collection, label: title }));
  const recordOptions = records.findings.map((one) => ({ value: one.id, label: labelOf(one, records.columns) }));
  const fieldOptions = fields.map(({ name, title, obstacle: why }) => ({
    value: name,
    label: title,
    ...(why === undefined ? {} : { disabled: true, description: `Can’t be corrected: ${obstacle(why)}` }),
  }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void accept();
      }}
    >
      <SpaceBetween size="s">
        <ProblemAlert code={records.problem} />
        <FormField label="Source" errorText={tried && source === undefined ? 'Choose where it is stored.' : undefined}>
          <Select
            placeholder="Choose a source"
            options={sourceOptions}
            selectedOption={sourceOptions.find((option) => option.value === source) ?? null}
            onChange={({ detail }) => detail.selectedOption.value && choose(detail.selectedOption.value)}
          />
        </FormField>
        {source !== undefined && (
          <FormField label="Record" errorText={tried && !record ? 'Choose the record that is meant.' : undefined}>
            <SpaceBetween direction="horizontal" size="xs">
              <Select
                placeholder="Choose a record"
                statusType={records.loading ? 'loading' : 'finished'}
                options={recordOptions}
                selectedOption={recordOptions.find((option) => option.value === finding) ?? null}
                onChange={({ detail }) => setFinding(detail.selectedOption.value)}
              />
              {records.cursor !== undefined && (
                <Button loading={records.loading} onClick={() => void records.read(source, records.cursor)}>
                  More records
                </Button>
              )}
            </SpaceBetween>
          </FormField>
        )}
        {record && (
          <FormField
            label="Field"
            description={chosenField ? `Stored now: ${textOf(record.fields[chosenField.name])}` : undefined}
            errorText={tried && !chosenField ? 'Choose the field that is meant.' : undefined}
          >
            <Select
              placeholder="Choose a field"
              options={fieldOptions}
              selectedOption={fieldOptions.find((option) => option.value === field) ?? null}
              onChange={({ detail }) => setField(detail.selectedOption.value)}
            />
          </FormField>
        )}
        <FormField
          label="Value to write"
          errorText={tried && value.trim() === '' ? 'Type the value to write.' : undefined}
        >
          <Input value={value} onChange={({ detail }) => setValue(detail.value.slice(0, 1_000))} />
        </FormField>
        {otherwise && (
          <FormField
            label="Why not as asked, in words for the member"
            errorText={tried && words.trim() === '' ? 'Say why in plain words.' : undefined}
          >
            <Textarea value={words} rows={3} onChange={({ detail }) => setWords(detail.value.slice(0, 4_000))} />
          </FormField>
        )}
        <Button formAction="submit" disabled={busy}>
          {otherwise ? 'Accept with this value' : 'Accept'}
        </Button>
      </SpaceBetween>
    </form>
  );
}

/** The records of one source, page by page; every page is a reading that is noted. */
function useRecords(desk: Desk) {
  const [pages, setPages] = useState<readonly FindingsView[]>([]);
  const [problem, setProblem] = useState<string>();
  const [loading, setLoading] = useState(false);
  const read = async (collection: string, cursor?: string) => {
    setLoading(true);
    if (cursor === undefined) setPages([]);
    try {
      const page = await api.findings(desk.id, collection, cursor);
      setPages((before) => (cursor === undefined ? [page] : [...before, page]));
      setProblem(undefined);
    } catch (error) {
      setProblem(codeOf(error));
    } finally {
      setLoading(false);
    }
  };
  const last = pages.at(-1);
  return {
    findings: pages.flatMap(({ findings }) => findings),
    columns: last?.columns ?? [],
    cursor: last?.cursor,
    problem,
    loading,
    read,
  };
}

function labelOf({ fields }: FindingsView['findings'][number], columns: FindingsView['columns']): string {
  return columns
    .filter(({ name }) => textOf(fields[name]) !== '–')
    .slice(0, tellingColumns)
    .map(({ name }) => textOf(fields[name]))
    .join(' · ');
}

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
