import type { PolicyView, ReportView } from '../../../../functions/console/views.ts';
import { day } from '../dates.ts';
import { rights, statuses } from '../words.ts';
import type { Chart } from './charted-table.tsx';

/** A part of a report in words and numbers, as the screen shows it. */
export interface ReportPart {
  readonly title: string;
  readonly summary: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly chart?: Chart;
}

const dark = '#00456b';
const light = '#d9742b';

const openWords: Readonly<Record<ReportView['open'][number]['due'], string>> = {
  overdue: 'Overdue',
  within_7_days: '0–7 days',
  within_14_days: '8–14 days',
  within_30_days: '15–30 days',
  later: 'Over 30 days',
};

const ccpaWords: Readonly<Record<ReportView['ccpa'][number]['request'], string>> = {
  know: 'Requests to know',
  delete: 'Requests to delete',
  correct: 'Requests to correct',
  opt_out: 'Requests to opt out',
};

export function reportParts(report: ReportView, policy: PolicyView | undefined): readonly ReportPart[] {
  return [
    perWeek(report),
    perRight(report),
    openNow(report),
    timeToAnswer(report),
    outcomes(report),
    perStep(report),
    retained(report, policy),
    ccpa(report),
  ];
}

function perWeek({ weeks, received }: ReportView): ReportPart {
  const closed = weeks.reduce((total, week) => total + week.closed, 0);
  return {
    title: 'Received and closed per week',
    summary: `${requests(received)} received and ${closed} closed in ${weeks.length} ${weeks.length === 1 ? 'week' : 'weeks'} with any.`,
    columns: ['Week of', 'Received', 'Closed'],
    rows: weeks.map(({ week, received: came, closed: went }) => [day(week), String(came), String(went)]),
    chart: {
      labels: weeks.map(({ week }) => day(week).replace(/ \d{4}$/, '')),
      series: [
        { name: 'Received', color: dark, values: weeks.map((week) => week.received) },
        { name: 'Closed', color: light, values: weeks.map((week) => week.closed) },
      ],
    },
  };
}

function perRight({ byRight }: ReportView): ReportPart {
  const most = byRight.toSorted((a, b) => b.received - a.received)[0];
  const sorts = ['completed', 'partly_completed', 'refused', 'withdrawn', 'duplicate'] as const;
  return {
    title: 'By right',
    summary: most
      ? `Asked for most: ${rights[most.right]} (${most.received}). A request for several rights counts under each.`
      : 'No right was asked for.',
    columns: ['Right', 'Received', 'Extended', ...sorts.map((status) => statuses[status]), 'Median days'],
    rows: byRight.map(({ right, received, extended, outcomes: ended, daysToAnswer }) => [
      rights[right],
      String(received),
      String(extended),
      ...sorts.map((status) => String(ended[status] ?? 0)),
      orDash(daysToAnswer.median),
    ]),
  };
}

function openNow({ open }: ReportView): ReportPart {
  const all = open.reduce((total, { count }) => total + count, 0);
  const overdue = open.find(({ due }) => due === 'overdue')?.count ?? 0;
  return {
    title: 'Open now, by days left',
    summary: `${requests(all)} open; ${overdue === 0 ? 'none is overdue' : `${overdue} overdue`}.`,
    columns: ['Due in', 'Requests'],
    rows: open.map(({ due, count }) => [openWords[due], String(count)]),
    chart: {
      labels: open.map(({ due }) => openWords[due]),
      series: [{ name: 'Open', color: dark, values: open.map(({ count }) => count) }],
    },
  };
}

function timeToAnswer({ daysToAnswer, daysAllowed, onTime }: ReportView): ReportPart {
  const share = onTime.of === 0 ? undefined : Math.round((onTime.count / onTime.of) * 1000) / 10;
  return {
    title: 'Time to answer, against the limit',
    summary:
      share === undefined
        ? 'Nothing was answered in this time.'
        : `${share} % of ${requests(onTime.of)} answered on time; half within ${daysToAnswer.median} of ${daysAllowed.median} days allowed.`,
    columns: ['Measure', 'Days taken', 'Days allowed'],
    rows: [
      ['Median', orDash(daysToAnswer.median), orDash(daysAllowed.median)],
      ['90th percentile', orDash(daysToAnswer.ninetieth), orDash(daysAllowed.ninetieth)],
      ['Answered on time', `${onTime.count} of ${onTime.of}`, share === undefined ? '–' : `${share} %`],
    ],
  };
}

function outcomes({ outcomes: ended }: ReportView): ReportPart {
  const rows = Object.entries(ended) as [keyof typeof statuses, number][];
  const all = rows.reduce((total, [, count]) => total + count, 0);
  return {
    title: 'Outcomes',
    summary: all === 0 ? 'Nothing was closed.' : `${requests(all)} closed.`,
    columns: ['Outcome', 'Requests'],
    rows: rows.map(([status, count]) => [statuses[status], String(count)]),
    chart: {
      labels: rows.map(([status]) => statuses[status]),
      series: [{ name: 'Closed', color: dark, values: rows.map(([, count]) => count) }],
    },
  };
}

function perStep({ steps }: ReportView): ReportPart {
  const longest = steps.toSorted((a, b) => b.averageHours - a.averageHours)[0];
  return {
    title: 'Time per step',
    summary: longest
      ? `Of the requests that closed. Longest on average: ${nameOf(longest.status)}, ${hours(longest.averageHours)}.`
      : 'Nothing was closed.',
    columns: ['Step', 'Requests', 'On average'],
    rows: inOrder(steps).map(({ status, requests: count, averageHours }) => [
      nameOf(status),
      String(count),
      hours(averageHours),
    ]),
  };
}

function retained({ retained: left }: ReportView, policy: PolicyView | undefined): ReportPart {
  const name = (id: string) => policy?.collections.find(({ key }) => key === id)?.name ?? id;
  const held = left.reduce((total, one) => total + one.held, 0);
  return {
    title: 'Kept when data was deleted',
    summary: `Records that deletions left, and why. ${held === 0 ? 'None' : String(held)} because of a legal hold.`,
    columns: ['Source', 'On a legal basis', 'Under a legal hold'],
    rows: left.map(({ collection, kept, held: under }) => [name(collection), String(kept), String(under)]),
  };
}

function ccpa({ ccpa: rows }: ReportView): ReportPart {
  return {
    title: 'Metrics under 11 CCR §7102',
    summary: 'As businesses that handle the data of ten million Californians publish them each year.',
    columns: ['Requests', 'Received', 'Complied with, in whole or in part', 'Denied', 'Median days'],
    rows: rows.map(({ request, received, complied, denied, medianDays }) => [
      ccpaWords[request],
      String(received),
      String(complied),
      String(denied),
      orDash(medianDays),
    ]),
  };
}

/** As a request goes through them. */
function inOrder(steps: ReportView['steps']): ReportView['steps'] {
  const order = Object.keys(statuses);
  return steps.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
}

function requests(count: number): string {
  return count === 1 ? '1 request' : `${count} requests`;
}

function hours(number: number): string {
  if (number < 1) return `${Math.round(number * 60)} minutes`;
  return number >= 48 ? `${Math.round(number / 2.4) / 10} days` : `${Math.round(number * 10) / 10} hours`;
}

function orDash(number: number | undefined): string {
  return number === undefined ? '–' : String(number);
}

function nameOf(status: string): string {
  return statuses[status as keyof typeof statuses] ?? status;
}
