const calendars = new Map<string, Intl.DateTimeFormat>();

/** The day of an instant (milliseconds since the epoch) in an IANA time zone, as a plain ISO date. */
export function dayInZone(instant: number, timeZone: string): string {
  const calendar =
    calendars.get(timeZone) ??
    new Intl.DateTimeFormat('en', { timeZone, calendar: 'iso8601', year: 'numeric', month: '2-digit', day: '2-digit' });
  calendars.set(timeZone, calendar);
  const parts = new Map(calendar.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${parts.get('year')?.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`;
}
