/** Numbers of one thing, in the order of `labels`. */
export interface Series {
  readonly name: string;
  /** Dark enough on white, and told apart by lightness alone (WCAG 1.4.1, 1.4.11). */
  readonly color: string;
  readonly values: readonly number[];
}

/** In units of the picture, so small that its words can be read on a phone. */
const width = 400;
const height = 190;
const left = 34;
const bottom = 28;
const top = 10;

/** Columns beside each other. A picture of the table beside it: a screen reader gets `summary`, and reads the table. */
export function BarChart({
  summary,
  labels,
  series,
}: {
  readonly summary: string;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
}) {
  const most = niceMost(Math.max(1, ...series.flatMap(({ values }) => values)));
  const plotHeight = height - top - bottom;
  const group = (width - left) / Math.max(1, labels.length);
  const bar = Math.min(36, (group * 0.8) / Math.max(1, series.length));
  const y = (value: number) => top + plotHeight * (1 - value / most);
  // As many labels as there is room for.
  const every = Math.max(1, Math.ceil((labels.length * 62) / (width - left)));
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={summary} className="chart">
      {[0, most / 2, most].map((value) => (
        <g key={value}>
          <line x1={left} x2={width} y1={y(value)} y2={y(value)} stroke="#c6c6cd" />
          <text x={left - 6} y={y(value) + 4} textAnchor="end" fontSize={12} fill="#424650">
            {value}
          </text>
        </g>
      ))}
      {labels.map((label, index) => {
        const start = left + group * index + (group - bar * series.length) / 2;
        return (
          <g key={label}>
            {series.map(({ name, color, values }, at) => (
              <rect
                key={name}
                x={start + bar * at}
                y={y(values[index] ?? 0)}
                width={Math.max(1, bar - 1)}
                height={top + plotHeight - y(values[index] ?? 0)}
                fill={color}
              />
            ))}
            {index % every === 0 && (
              <text x={left + group * (index + 0.5)} y={height - 8} textAnchor="middle" fontSize={12} fill="#424650">
                {label}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

/** An even number at or above, so that the middle line is a whole number. */
function niceMost(value: number): number {
  const step = 10 ** Math.floor(Math.log10(value));
  const nice = [1, 2, 4, 6, 8, 10].map((factor) => factor * step).find((candidate) => candidate >= value) ?? value;
  return Math.max(2, nice);
}
