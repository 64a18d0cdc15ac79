import { csvLine } from '../shared/csv.ts';
import type { Report, Spread } from './make-report.ts';

/** A report as one table of `measure, of, period, value`: every number once, to be filtered and pivoted. */
export function reportCsv(report: Report): string {
  const { from, to, weeks, outcomes, byRight, steps } = report;
  const period = `${from}/${to}`;
  const rows: (readonly (string | number | undefined)[])[] = [['measure', 'of', 'period', 'value']];
  const add = (measure: string, of: string, value: number | undefined, when = period): void => {
    if (value !== undefined) rows.push([measure, of, when, value]);
  };
  const addSpread = (measure: string, of: string, { count, median, ninetieth }: Spread): void => {
    add(`${measure}_counted`, of, count);
    add(`${measure}_median`, of, median);
    add(`${measure}_90th_percentile`, of, ninetieth);
  };

  for (const { week, received, closed, receivedByRight } of weeks) {
    add('received_in_week', '', received, week);
    add('closed_in_week', '', closed, week);
    for (const [right, number] of Object.entries(receivedByRight)) add('received_in_week', right, number, week);
  }
  add('received', '', report.received);
  add('extended', '', report.extended);
  for (const [status, number] of Object.entries(outcomes)) add('closed', status, number);
  addSpread('days_to_answer', '', report.daysToAnswer);
  addSpread('days_allowed', '', report.daysAllowed);
  add('answered_on_time', '', report.onTime.count);
  for (const { right, received, extended, outcomes: ended, daysToAnswer } of byRight) {
    add('received', right, received);
    add('extended', right, extended);
    for (const [status, number] of Object.entries(ended)) add(`closed_${status}`, right, number);
    addSpread('days_to_answer', right, daysToAnswer);
  }
  for (const { status, requests, averageHours } of steps) {
    add('requests_in_step', status, requests);
    add('average_hours_in_step', status, Math.round(averageHours * 100) / 100);
  }
  for (const { collection, kept, held } of report.retained) {
    add('records_kept_on_a_legal_basis', collection, kept);
    add('records_kept_under_a_legal_hold', collection, held);
  }
  for (const { due, count } of report.open) add('open_now', due, count);
  for (const { request, received, complied, denied, medianDays } of report.ccpa) {
    add('ccpa_received', request, received);
    add('ccpa_complied_in_whole_or_part', request, complied);
    add('ccpa_denied', request, denied);
    add('ccpa_median_days_to_respond', request, medianDays);
  }
  return rows.map((row) => csvLine(row.map(String))).join('');
}
