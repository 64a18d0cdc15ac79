export { calculateReplyBy, type DeadlineStep, daysLeft, endOfDay, type ReplyBy } from './reply-by.ts';
