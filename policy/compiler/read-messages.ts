import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { z } from 'zod';
import { messageListNames, messageVariableNames, staffVariableNames } from '../../functions/messages/index.ts';
import type { MemberMilestone, Milestone, RefusalReason, StaffMilestone } from '../../functions/requests/index.ts';
import type { Localised, MessageTemplate } from '../../functions/shared/organisation.ts';
import { lawNamed, refuseStatutes } from './named-laws.ts';
import type { PolicyError } from './policy-error.ts';
import { localised } from './policy-schemas.ts';
import { complain, type Path, readAs, type ValidSource } from './yaml-source.file.ts';

/** Every mail a data subject gets, with the variables it must not lack. GDPR Art. 12(3)-(4): dates, reasons, complaint, court. */
const MILESTONES = {
  confirmation_code: ['code'],
  tracking_code: ['code'],
  download_code: ['code'],
  receipt: ['reference', 'replyBy'],
  verification_reminder: ['reference', 'confirmBy'],
  verification_expired: ['reference'],
  progress: ['reference', 'replyBy', 'status'],
  duplicate: ['reference', 'aboutReference', 'answered', 'authority', 'court'],
  identity_not_verified: ['reference', 'authority', 'court'],
  withdrawn: ['reference'],
  access_ready: ['reference', 'expiresOn'],
  deletion_scheduled: ['reference', 'erasesOn'],
  deletion_done: ['reference', 'backups', 'authority', 'court'],
  cancellation_scheduled: ['reference', 'erasesOn'],
  erasure_announced: ['reference', 'erasesOn', 'contactEmail'],
  cancellation_stopped: ['reference'],
  account_cancelled: ['reference', 'backups', 'authority', 'court'],
  choices_noted: ['reference', 'authority', 'court'],
  restriction_lifting: ['reference', 'liftsOn', 'authority', 'court'],
  complaint_acknowledged: ['reference', 'aboutReference', 'replyBy', 'authority', 'court'],
  complaint_answered: ['reference', 'authority', 'authorityUrl', 'court'],
  correction_done: ['reference', 'authority', 'court'],
  listing_taken_down: ['reference', 'authority', 'court'],
  refusal: ['reference', 'reason', 'authority', 'court'],
  extension_notice: ['reference', 'replyBy', 'extensionReason', 'authority', 'authorityUrl'],
  identity_evidence_needed: ['reference', 'clockPaused', 'replyBy'],
  clarification_needed: ['reference', 'clockPaused', 'replyBy'],
  message_waiting: ['reference'],
  clarification_reminder: ['reference', 'clockPaused', 'replyBy'],
} as const satisfies Record<MemberMilestone, readonly (typeof messageVariableNames)[number][]>;

/** Every mail staff get, with the variables it must not lack: enough to find the work. */
const STAFF_MILESTONES = {
  staff_assigned: ['reference', 'requestId', 'replyBy', 'nextStep'],
  staff_due_soon: ['reference', 'requestId', 'replyBy', 'daysLeft', 'nextStep', 'waitingOn'],
  staff_overdue: ['reference', 'requestId', 'replyBy', 'daysOver', 'nextStep', 'waitingOn'],
  staff_extension_closing: ['reference', 'requestId', 'noticeBy', 'replyBy', 'nextStep'],
  staff_question_unanswered: ['reference', 'requestId', 'askedOn', 'paused', 'replyBy'],
  staff_hold_review: ['reviewOn'],
  staff_hold_placed: ['reviewOn'],
  staff_hold_released: [],
  staff_digest: [
    'date',
    'overdue',
    'dueSoon',
    'unassigned',
    'approvals',
    'failedSteps',
    'failedMails',
    'replies',
    'holdsToReview',
    'counted',
  ],
  staff_reply_received: ['reference', 'requestId', 'replyBy'],
  staff_approval_needed: ['reference', 'requestId', 'replyBy', 'nextStep'],
} as const satisfies Record<StaffMilestone, readonly (typeof staffVariableNames)[number][]>;

/** A mail: the variables it may use, and those it must not lack. */
const MAILS: readonly (readonly [
  Milestone,
  { readonly known: readonly string[]; readonly mandatory: readonly string[] },
])[] = [
  ...Object.entries(MILESTONES).map(
    ([milestone, mandatory]) => [milestone as Milestone, { known: messageVariableNames, mandatory }] as const,
  ),
  ...Object.entries(STAFF_MILESTONES).map(
    ([milestone, mandatory]) => [milestone as Milestone, { known: staffVariableNames, mandatory }] as const,
  ),
];

const REASONS = {
  identity_not_verified: true,
  manifestly_unfounded: true,
  excessive: true,
  rights_of_others: true,
  legal_obligation: true,
  not_the_controller: true,
  found_accurate: true,
  kept_as_recorded: true,
  not_held: true,
  not_theirs: true,
  compelling_grounds: true,
  no_ground_for_restriction: true,
} as const satisfies Record<RefusalReason, true>;

type ListName = keyof typeof messageListNames;
const listNames = Object.keys(messageListNames) as ListName[];

const noted = { choices: ['right'], options: ['name', 'effect'] } as const;

const whatWent = {
  deleted: ['category'],
  kept: ['category', 'how', 'basis', 'until'],
  held: ['category'],
  unread: ['source'],
  recipients: ['name'],
  ...noted,
} as const;

/** Lists a mail must not lack, with what each of their items must say. GDPR Art. 7(3), 12(4), 17(3), 19. */
const LISTS: Partial<Record<Milestone, { readonly [Name in ListName]?: readonly EntryName<Name>[] }>> = {
  confirmation_code: { asked: ['name'] },
  receipt: { asked: ['name'] },
  access_ready: { unread: ['source'] },
  refusal: { asked: ['name'] },
  deletion_done: whatWent,
  account_cancelled: whatWent,
  correction_done: { changes: ['what', 'outcome', 'reason'], ...noted, recipients: ['name'] },
  listing_taken_down: { changes: ['outcome', 'reason'], ...noted },
  choices_noted: { ...noted, recipients: ['name'] },
};

type EntryName<Name extends ListName> = (typeof messageListNames)[Name][number];

const text = z.string().min(1);
const templateSchema = z.strictObject({
  subject: text,
  body: z
    .array(
      z.union([
        z.strictObject({ paragraph: text }),
        z.strictObject({ code: text }),
        z.strictObject({ list: z.array(text).min(1) }),
        z.strictObject({ each: text, lead: text, item: text }),
        z.strictObject({ link: z.strictObject({ text, path: text.regex(/^\//, 'must start with a slash') }) }),
      ]),
    )
    .min(1),
});

/** Reads `messages/<language>/<milestone>.yaml`: every mail in every language, with known variables and nothing missing. */
export function readMessages(
  folder: string,
  languages: readonly string[],
  errors: PolicyError[],
): Record<string, Record<string, MessageTemplate>> {
  const messages: Record<string, Record<string, MessageTemplate>> = {};
  for (const language of languages)
    for (const [milestone, { known, mandatory }] of MAILS) {
      const read = readAs(join(folder, 'messages', language, `${milestone}.yaml`), templateSchema, errors);
      if (!read) continue;
      const used = new Set(textsOf(read.value).flatMap((said) => variablesOf(said, known, read, errors)));
      for (const name of mandatory)
        if (!used.has(name)) complain(errors, read, ['body'], `the mail must say {${name}}`);
      checkLists(read, LISTS[milestone] ?? {}, errors);
      if (milestone === 'erasure_announced') checkOpensNothing(read, errors);
      messages[language] = { ...messages[language], [milestone]: read.value };
    }
  return messages;
}

/** Whoever reads the mailbox of another address must not get any further with the request, nor learn what it says. */
function checkOpensNothing(read: ValidSource<MessageTemplate>, errors: PolicyError[]): void {
  read.value.body.forEach((block, index) => {
    for (const kind of ['code', 'link', 'each'] as const)
      if (kind in block)
        complain(errors, read, ['body', index, kind], `a mail to other addresses must hold no ${kind}`);
  });
}

function checkLists(
  read: ValidSource<MessageTemplate>,
  mandatory: Readonly<Record<string, readonly string[]>>,
  errors: PolicyError[],
): void {
  read.value.body.forEach((block, index) => {
    const unknown = 'each' in block && !listNames.some((name) => name === block.each);
    if (unknown) complain(errors, read, ['body', index, 'each'], `unknown list "${block.each}"`);
  });
  for (const [list, names] of Object.entries(mandatory)) {
    const items = textsOf(read.value).filter(({ each }) => each === list);
    const said = new Set(items.flatMap((item) => variablesOf(item, [], read, [])));
    if (items.length === 0) complain(errors, read, ['body'], `the mail must list each of "${list}"`);
    else
      for (const name of names.filter((name) => !said.has(name)))
        complain(errors, read, ['body'], `an item of "${list}" must say {${name}}`);
  }
}

/** Reads `refusal-reasons.yaml`: every reason staff can choose, in every language. */
export function readRefusalReasons(
  folder: string,
  languages: readonly string[],
  errors: PolicyError[],
): Record<string, Localised> | undefined {
  const shape = Object.fromEntries(Object.keys(REASONS).map((reason) => [reason, localised(languages)]));
  const read = readAs(join(folder, 'refusal-reasons.yaml'), z.strictObject(shape), errors);
  if (read) refuseStatutes(errors, read, [], read.value, 'answers');
  return read?.value;
}

interface Said {
  readonly path: Path;
  readonly message: string;
  /** The list it is an item of, whose entries can be said beside the mail's own variables. */
  readonly each?: string;
}

function textsOf({ subject, body }: MessageTemplate): Said[] {
  return [
    { path: ['subject'], message: subject },
    ...body.flatMap((block, index): Said[] => {
      const at = (...path: PropertyKey[]) => ['body', index, ...path];
      if ('paragraph' in block) return [{ path: at('paragraph'), message: block.paragraph }];
      if ('code' in block) return [{ path: at('code'), message: block.code }];
      if ('list' in block) return block.list.map((message, item) => ({ path: at('list', item), message }));
      if ('each' in block)
        return [
          { path: at('lead'), message: block.lead },
          { path: at('item'), message: block.item, each: block.each },
        ];
      return [
        { path: at('link', 'text'), message: block.link.text },
        { path: at('link', 'path'), message: block.link.path },
      ];
    }),
  ];
}

function variablesOf(
  { path, message, each }: Said,
  known: readonly string[],
  source: ValidSource<unknown>,
  errors: PolicyError[],
): string[] {
  try {
    const names = namesIn(new IntlMessageFormat(message).getAst());
    for (const name of names)
      if (!known.includes(name) && !entryNames(each).includes(name))
        complain(errors, source, path, `unknown variable {${name}}`);
    const law = known === messageVariableNames ? lawNamed(message) : undefined;
    if (law) complain(errors, source, path, `names "${law}" outright: what the law says comes from its profile`);
    return names;
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unreadable';
    complain(errors, source, path, `not a message in ICU syntax: ${reason}`);
    return [];
  }
}

function entryNames(each: string | undefined): readonly string[] {
  const list = listNames.find((name) => name === each);
  return list ? messageListNames[list] : [];
}

type Element = ReturnType<IntlMessageFormat['getAst']>[number];
/** `TYPE.literal` of the parser behind intl-messageformat, which does not export it. */
const LITERAL: number = 0;

function namesIn(elements: readonly Element[]): string[] {
  return elements.flatMap((element) => {
    if (element.type === LITERAL || !('value' in element)) return [];
    if ('children' in element) return namesIn(element.children);
    const inner = 'options' in element ? Object.values(element.options).flatMap(({ value }) => namesIn(value)) : [];
    return [element.value, ...inner];
  });
}
