import { isOk, type Limit, type Measure } from './measure.ts';

/** The measures as `--json` writes them; `limit` is the bare number, `ok` says which side of it the value is on. */
export function asJson(measures: readonly Measure[]): string {
  const rows = measures.map((measure) => {
    const { name, value, unit, limit } = measure;
    return { name, value: Number.isFinite(value) ? value : null, unit, limit: limitOf(limit), ok: isOk(measure) };
  });
  return `${JSON.stringify(rows, undefined, 2)}\n`;
}

/** The measures for a terminal, one line each, columns aligned. */
export function asTable(measures: readonly Measure[]): string {
  const header = ['measure', 'value', 'unit', 'limit', ''];
  const rows = measures.map((measure) => [
    measure.name,
    shown(measure.value),
    measure.unit,
    limitText(measure.limit),
    measure.limit === null ? '' : isOk(measure) ? 'ok' : 'MISSED',
  ]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 1 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return `${[line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')}\n`;
}

function limitOf(limit: Limit | null): number | null {
  if (limit === null) return null;
  return 'atMost' in limit ? limit.atMost : limit.atLeast;
}

function limitText(limit: Limit | null): string {
  if (limit === null) return '';
  return 'atMost' in limit ? `≤ ${limit.atMost}` : `≥ ${limit.atLeast}`;
}

/** Whole counts as they are, everything else to three significant digits. */
function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
}
