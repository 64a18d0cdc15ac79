import type { Command } from './request-command.ts';
import type { Actor, StaffRole } from './request-state.ts';

const deciders: readonly StaffRole[] = ['agent', 'approver', 'privacy-officer'];

/** Commands of staff and the roles that may give them; the system and the data subject give none of these. */
const rolesFor: Partial<Record<Command['type'], readonly StaffRole[]>> = {
  accept_identity: deciders,
  fail_identity: deciders,
  retry_collection: deciders,
  lift_restriction: deciders,
  hand_in_collection: deciders,
  attest_collection: deciders,
  attest_erasure: deciders,
  view_findings: ['agent', 'approver', 'privacy-officer', 'legal'],
  view_subject: ['agent', 'approver', 'privacy-officer', 'legal'],
  change_redactions: deciders,
  view_changes: ['agent', 'approver', 'privacy-officer', 'legal'],
  decide_change: deciders,
  resend_mail: ['agent', 'approver', 'privacy-officer', 'admin'],
  recheck_company: deciders,
  close_company: deciders,
  answer_complaint: deciders,
  close_duplicate: deciders,
  correct_law: deciders,
  extend_deadline: deciders,
  ask_member: deciders,
  close_question: deciders,
  send_message: deciders,
  read_replies: deciders,
  add_note: ['agent', 'approver', 'privacy-officer', 'legal'],
  view_attachment: ['agent', 'approver', 'privacy-officer', 'legal'],
  approve: deciders,
  refuse_right: deciders,
  grant_right: deciders,
  propose_refusal: deciders,
  approve_answer: ['approver', 'privacy-officer'],
  return_answer: ['approver', 'privacy-officer'],
  approve_refusal: ['approver', 'privacy-officer'],
  return_refusal: ['approver', 'privacy-officer'],
  assign: ['agent', 'approver', 'privacy-officer', 'admin'],
  retry_parked: ['agent', 'approver', 'privacy-officer', 'admin'],
};

const subjectCommands: ReadonlySet<Command['type']> = new Set([
  'submit',
  'confirm_email',
  'withdraw',
  'release_download',
  'answer_question',
  'receive_message',
  'note_follow_up',
]);

/** The roles an actor would need one of to give a command; undefined when they may give it. */
export function missingRole(command: Command, actor: Actor): readonly StaffRole[] | undefined {
  const roles = rolesFor[command.type];
  if (actor.kind === 'data_subject') return subjectCommands.has(command.type) ? undefined : (roles ?? []);
  if (actor.kind === 'system') return roles;
  return roles?.some((role) => actor.roles.includes(role)) ? undefined : (roles ?? []);
}
