import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { BarChart, type Series } from './bar-chart.tsx';

export interface Chart {
  readonly labels: readonly string[];
  readonly series: readonly Series[];
}

/** One part of a report: a title, a sentence that says what is to be seen, the picture and the numbers beside it. */
export function ChartedTable({
  title,
  summary,
  columns,
  rows,
  chart,
}: {
  readonly title: string;
  readonly summary: string;
  readonly columns: readonly string[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly string[])[];
  readonly chart?: Chart;
}) {
  const table = (
    <Table
      variant="embedded"
      contentDensity="compact"
      ariaLabels={{ tableLabel: title }}
      items={rows}
      trackBy={(row) => row[0] ?? ''}
      empty={<Box color="text-body-secondary">Nothing in this time</Box>}
      columnDefinitions={columns.map((header, index) => ({
        id: header,
        header,
        cell: (row: readonly string[]) => row[index] ?? '',
        isRowHeader: index === 0,
      }))}
    />
  );
  return (
    <Container header={<Header variant="h2">{title}</Header>}>
      <SpaceBetween size="s">
        <Box variant="p">{summary}</Box>
        {chart && rows.length > 0 ? (
          <Grid gridDefinition={[{ colspan: { default: 12, xs: 6 } }, { colspan: { default: 12, xs: 6 } }]}>
            <figure className="chart-figure">
              <BarChart summary={summary} {...chart} />
              {chart.series.length > 1 && <Legend series={chart.series} />}
            </figure>
            {table}
          </Grid>
        ) : (
          table
        )}
      </SpaceBetween>
    </Container>
  );
}

function Legend({ series }: { readonly series: readonly Series[] }) {
  return (
    <figcaption>
      <SpaceBetween size="m" direction="horizontal">
        {series.map(({ name, color }) => (
          <span key={name}>
            <svg width={12} height={12} aria-hidden="true">
              <rect width={12} height={12} fill={color} />
            </svg>{' '}
            {name}
          </span>
        ))}
      </SpaceBetween>
    </figcaption>
  );
}
