/** One CSV line (RFC 4180), its line break included. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** First characters that make a spreadsheet read a cell as a formula (OWASP, "CSV Injection"). */
const formulaStart = /^[=+\-@\t\r]/;
/** Nearly no cell needs any care, and finding that out is most of the work. */
const special = /^[=+\-@\t]|[",\r\n]/;

/** A cell that no spreadsheet runs: what looks like a formula gets a leading apostrophe. */
export function csvCell(value: string): string {
  if (!special.test(value)) return value;
  const safe = formulaStart.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
