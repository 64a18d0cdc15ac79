import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useCallback, useMemo, useState } from 'react';
import { api } from '../api.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { codeOf, useLoaded } from '../use-loaded.ts';
import { ChartedTable } from './charted-table.tsx';
import { reportParts } from './report-parts.ts';

interface Period {
  readonly id: string;
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

/** How requests were handled in a time: for the privacy officer, and whoever she answers to. */
export function ReportsScreen() {
  const periods = useMemo(() => periodsAt(new Date()), []);
  const [period, setPeriod] = useState(periods[0]);
  const { from = '', to = '' } = period ?? {};
  const load = useCallback(() => api.report(from, to), [from, to]);
  const report = useLoaded(load);
  const policy = useLoaded(api.policy);
  const [problem, setProblem] = useState<string>();

  const download = async () => {
    try {
      save(await api.reportCsv(from, to), `privacy-requests-${from}-${to}.csv`);
      setProblem(undefined);
    } catch (error) {
      setProblem(codeOf(error));
    }
  };

  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description="Counted as requests change; nobody can be told from these numbers."
          actions={
            <Button iconName="download" onClick={() => void download()}>
              Download CSV
            </Button>
          }
        >
          Reports
        </Header>
      }
    >
      <title>Reports – Privacy requests</title>
      <SpaceBetween size="l">
        <ProblemAlert code={problem ?? report.problem} retry={() => void report.reload()} />
        <FormField label="Time">
          <Select
            selectedOption={period ? { value: period.id, label: period.label } : null}
            options={periods.map(({ id, label }) => ({ value: id, label }))}
            onChange={({ detail }) => setPeriod(periods.find(({ id }) => id === detail.selectedOption.value))}
          />
        </FormField>
        {report.value &&
          reportParts(report.value, policy.value).map((part) => <ChartedTable key={part.title} {...part} />)}
      </SpaceBetween>
    </ContentLayout>
  );
}

/** Whole months up to the one that is running. */
function periodsAt(now: Date): readonly Period[] {
  const month = (back: number) =>
    new Date(Date.UTC(now.getFullYear(), now.getMonth() - back, 1)).toISOString().slice(0, 7);
  const year = now.getFullYear();
  const to = month(0);
  return [
    { id: 'quarter', label: 'Last 3 months', from: month(2), to },
    { id: 'month', label: 'This month', from: to, to },
    { id: 'twelve', label: 'Last 12 months', from: month(11), to },
    { id: 'year', label: `This year (${year})`, from: `${year}-01`, to },
    { id: 'last-year', label: `Last year (${year - 1})`, from: `${year - 1}-01`, to: `${year - 1}-12` },
  ];
}

function save(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
