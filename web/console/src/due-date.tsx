import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { RequestSummary } from '../../../functions/console/views.ts';
import { day, daysLeft } from './dates.ts';

const soonDays = 7;

/** The date an answer is due: icon, words and date, so that colour alone says nothing. */
export function DueDate({ request }: { readonly request: Pick<RequestSummary, 'replyBy' | 'daysLeft'> }) {
  const { replyBy, daysLeft: left } = request;
  if (left === undefined) return <>{day(replyBy)}</>;
  const type = left < 0 ? 'error' : left <= soonDays ? 'warning' : 'pending';
  return (
    <StatusIndicator type={type} {...(type === 'pending' ? { colorOverride: 'grey' as const } : {})}>
      {day(replyBy)}, {daysLeft(left)}
    </StatusIndicator>
  );
}

export const isOverdue = ({ daysLeft: left }: RequestSummary): boolean => left !== undefined && left < 0;
export const isDueSoon = ({ daysLeft: left }: RequestSummary): boolean =>
  left !== undefined && left >= 0 && left <= soonDays;
