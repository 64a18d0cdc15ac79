import * as z from 'zod/mini';
import { type Command, type Original, type RefusalReason, rights } from '../requests/index.ts';

export const refusalReasons = [
  'identity_not_verified',
  'manifestly_unfounded',
  'excessive',
  'rights_of_others',
  'legal_obligation',
  'not_the_controller',
  'found_accurate',
  'kept_as_recorded',
  'not_held',
  'not_theirs',
  'compelling_grounds',
  'no_ground_for_restriction',
] as const satisfies readonly RefusalReason[];

/** Longest text staff may write into one field, in characters. */
export const maxWords = 4_000;

export const wordsSchema = z.string().check(z.trim(), z.minLength(1), z.maxLength(maxWords));
const expectedVersion = z.int().check(z.positive());
const collection = z.string().check(z.regex(/^[A-Za-z0-9_.-]{1,120}$/));
const plain = <Type extends string>(type: Type) => z.strictObject({ type: z.literal(type), expectedVersion });

/** What staff can do to a request, as the browser sends it: with the version they had on screen. */
export const staffCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('assign'),
    expectedVersion,
    assignee: z.nullable(z.string().check(z.regex(/^[\w.@+-]{1,128}$/))),
  }),
  plain('accept_identity'),
  plain('fail_identity'),
  z.strictObject({ type: z.literal('retry_collection'), expectedVersion, collection }),
  z.strictObject({ type: z.literal('answer_complaint'), expectedVersion, words: wordsSchema }),
  plain('recheck_company'),
  plain('close_company'),
  z.strictObject({ type: z.literal('close_duplicate'), expectedVersion, reference: z.string().check(z.maxLength(40)) }),
  plain('approve'),
  z.strictObject({
    type: z.literal('refuse_right'),
    expectedVersion,
    right: z.enum(rights),
    reason: z.enum(refusalReasons),
    words: wordsSchema,
  }),
  z.strictObject({ type: z.literal('grant_right'), expectedVersion, right: z.enum(rights) }),
  z.strictObject({
    type: z.literal('propose_refusal'),
    expectedVersion,
    reason: z.enum(refusalReasons),
    words: wordsSchema,
  }),
  plain('approve_answer'),
  z.strictObject({ type: z.literal('return_answer'), expectedVersion, words: wordsSchema }),
  plain('approve_refusal'),
  z.strictObject({ type: z.literal('return_refusal'), expectedVersion, words: wordsSchema }),
  plain('retry_parked'),
  z.strictObject({
    type: z.literal('correct_law'),
    expectedVersion,
    law: z.string().check(z.maxLength(80)),
    words: wordsSchema,
  }),
  z.strictObject({
    type: z.literal('extend_deadline'),
    expectedVersion,
    reason: z.string().check(z.maxLength(80)),
    until: z.optional(z.iso.date()),
    words: wordsSchema,
  }),
  z.strictObject({ type: z.literal('ask_member'), expectedVersion, words: wordsSchema }),
  plain('close_question'),
  z.strictObject({ type: z.literal('lift_restriction'), expectedVersion, words: wordsSchema }),
  z.strictObject({ type: z.literal('send_message'), expectedVersion, words: wordsSchema }),
  plain('read_replies'),
  z.strictObject({ type: z.literal('add_note'), expectedVersion, words: wordsSchema }),
]);

export type StaffCommand = z.infer<typeof staffCommandSchema>;
export type StaffCommandType = StaffCommand['type'];

/** What a command means under the policy. */
export interface PolicyForCommands {
  /** The collections that are found through a collection. */
  readonly dependentsOf: (collection: string) => readonly string[];
  /** The calendar that a law is counted with; undefined for a law that the policy does not name. */
  readonly calendarOf: (law: string) => string | undefined;
  /** Days between telling a member that a restriction is lifted and lifting it; undefined where the policy lifts none. */
  readonly liftNoticeDays: number | undefined;
}

/** What a command means by other requests. */
export interface OthersForCommands {
  /** The request of a duplicate's reference; undefined when there is none. */
  readonly original?: Original | undefined;
}

/** The command for the rules; `wordsName` is the sealed item that the words go into. */
export function commandOf(
  staffCommand: StaffCommand,
  wordsName: string,
  { dependentsOf, calendarOf, liftNoticeDays, original }: PolicyForCommands & OthersForCommands,
): Command {
  switch (staffCommand.type) {
    case 'assign':
      return { type: 'assign', assignee: staffCommand.assignee };
    case 'retry_collection':
      return {
        type: 'retry_collection',
        collection: staffCommand.collection,
        dependents: dependentsOf(staffCommand.collection),
      };
    case 'correct_law':
      return {
        type: 'correct_law',
        law: staffCommand.law,
        calendar: calendarOf(staffCommand.law) ?? '',
        words: wordsName,
      };
    case 'extend_deadline': {
      const { reason, until } = staffCommand;
      return { type: 'extend_deadline', reason, words: wordsName, ...(until === undefined ? {} : { until }) };
    }
    case 'close_duplicate':
      return { type: 'close_duplicate', original };
    case 'lift_restriction':
      return { type: 'lift_restriction', words: wordsName, noticeDays: liftNoticeDays };
    case 'ask_member':
    case 'add_note':
      return { type: staffCommand.type, words: wordsName };
    case 'send_message':
      return { type: 'send_message', message: wordsName, words: wordsName };
    case 'refuse_right':
      return {
        type: 'refuse_right',
        right: staffCommand.right,
        reason: staffCommand.reason,
        words: wordsName,
      };
    case 'grant_right':
      return { type: 'grant_right', right: staffCommand.right };
    case 'propose_refusal':
      return { type: 'propose_refusal', reason: staffCommand.reason, words: wordsName };
    case 'answer_complaint':
    case 'return_answer':
    case 'return_refusal':
      return { type: staffCommand.type, words: wordsName };
    default:
      return { type: staffCommand.type };
  }
}
