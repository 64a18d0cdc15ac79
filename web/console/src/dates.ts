const dayAndTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const timeOnly = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
const dayOnly = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** An instant in the reader's own time zone. */
export const instant = (iso: string): string => dayAndTime.format(new Date(iso));
export const time = (iso: string): string => timeOnly.format(new Date(iso));
/** A plain ISO date: a day, the same in every time zone. */
export const day = (date: string): string => dayOnly.format(new Date(`${date}T00:00:00Z`));

export function daysLeft(days: number): string {
  if (days < 0) return days === -1 ? '1 day overdue' : `${-days} days overdue`;
  if (days === 0) return 'due today';
  return days === 1 ? '1 day left' : `${days} days left`;
}
