/** The day of an instant in a time zone, as a plain ISO date. Small enough for functions that count no deadlines. */
export function officeDay(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const of = Object.fromEntries(parts.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  return `${of.year}-${of.month}-${of.day}`;
}
