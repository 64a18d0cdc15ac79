import type { Organisation } from '../shared/organisation.ts';

/**
 * The law whose time runs for a data subject, and the calendar it is counted with: that of where they live if the
 * policy names one for it, else that of the company's own establishment.
 *
 * @param residence ISO 3166 code, as the policy's other laws name places
 */
export function applicableLaw(
  { law, office, otherLaws }: Pick<Organisation, 'law' | 'office' | 'otherLaws'>,
  residence?: string,
): { readonly law: string; readonly calendar: string } {
  const other = otherLaws.find(({ place }) => place === residence);
  return other ? { law: other.law, calendar: other.calendar } : { law, calendar: office.calendar };
}

/** The calendar that a law of the policy is counted with; undefined for a law it does not name. */
export function calendarFor(
  { law: own, office, otherLaws }: Pick<Organisation, 'law' | 'office' | 'otherLaws'>,
  law: string,
): string | undefined {
  return law === own ? office.calendar : otherLaws.find((other) => other.law === law)?.calendar;
}
