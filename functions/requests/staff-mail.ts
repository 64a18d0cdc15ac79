import { nextStep } from './next-step.ts';
import type { RequestState, StaffRole } from './request-state.ts';

/** What staff are told by mail. None of it holds personal data; each leads to the console, where roles decide who sees what. */
export type StaffMilestone =
  | 'staff_assigned'
  | 'staff_approval_needed'
  | 'staff_due_soon'
  | 'staff_overdue'
  | 'staff_reply_received'
  | 'staff_extension_closing'
  | 'staff_question_unanswered'
  | 'staff_hold_review'
  | 'staff_hold_placed'
  | 'staff_hold_released'
  | 'staff_digest';

/** A mailbox of the policy, or the address of one member of staff. */
export type StaffAddressee = { readonly role: MailboxRole } | { readonly staff: string };

/** Roles that have a mailbox. */
export type MailboxRole = Extract<StaffRole, 'agent' | 'approver' | 'privacy-officer' | 'legal'>;

/** Who has the next step in hand. */
export function holders(state: RequestState): readonly StaffAddressee[] {
  const { next } = nextStep(state);
  const approval = next === 'approve_answer' || next === 'approve_refusal';
  return [assigneeOf(state), ...(approval ? [{ role: 'approver' } as const] : [])];
}

/** Who answers for a deadline that was missed. */
export function answerable(state: RequestState): readonly StaffAddressee[] {
  return [assigneeOf(state), { role: 'approver' }, { role: 'privacy-officer' }];
}

/** Nobody's request is every agent's. */
export function assigneeOf({ assignee }: RequestState): StaffAddressee {
  return assignee === undefined ? { role: 'agent' } : { staff: assignee };
}
