import { createHash } from 'node:crypto';
import { applicableLaw, clockOf, datesFrom } from '../deadlines/index.ts';
import { correctionRule, listingRule } from '../fulfilment/index.ts';
import { type CountLimit, type KeyedHash, mailLimits, networkParty } from '../identity/index.ts';
import {
  type Ask,
  asksForDeletion,
  isChangeRight,
  isChoice,
  isNoted,
  type RequestState,
  type Right,
  type SubmitRequest,
} from '../requests/index.ts';
import { type ChosenRights, valuesToSet } from '../shared/chosen-options.ts';
import { daysAfter } from '../shared/days.ts';
import type { Organisation } from '../shared/organisation.ts';
import { accepted, type Result, refused } from '../shared/result.ts';
import { Sensitive } from '../shared/sensitive.ts';
import { type Answers, askedBy } from './answers.ts';
import { waitingDays } from './offered-rights.ts';

export interface AskForDataDependencies {
  readonly organisation: Organisation;
  readonly submit: SubmitRequest;
  readonly keyedHash: KeyedHash;
  readonly countLimit: CountLimit;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
}

export interface AskForData {
  readonly answers: Sensitive<Answers>;
  readonly language: string;
  /** The form's one-time id: the same form sent twice is one request. */
  readonly formId: string;
  /** Network address the form came from. */
  readonly network: string;
}

/**
 * Takes a member's request in, dated by the law and calendar of the policy. Known and unknown addresses are treated
 * alike: nobody is looked up here.
 */
export function dataAsker({ organisation, submit, keyedHash, countLimit, now }: AskForDataDependencies) {
  return async (asked: AskForData): Promise<Result<RequestState, { readonly code: 'too_many' }>> => {
    const answers = asked.answers.reveal();
    const { ask, subject } = askedBy(answers);
    const { what: chosen, who, email } = answers;
    const subjectKey = await keyedHash.of('email', email.email);
    const network = await networkParty(keyedHash, asked.network);
    if ((await countLimit(network, mailLimits.network)) === 'reached') return refused({ code: 'too_many' });
    if ((await countLimit(subjectKey, mailLimits.address)) === 'reached') return refused({ code: 'too_many' });

    const receivedAt = now();
    const { timeZone } = organisation.office;
    const dated = { ...applicableLaw(organisation, who.residence), timeZone, receivedAt, rights: chosen };
    const clock = clockOf(dated, organisation);
    if (!clock) throw new TypeError('the policy names a law profile or calendar it does not have');
    const submitted = await submit({
      ask: {
        ...ask,
        rights: chosen,
        relation: who.relation,
        onBehalf: who.agent !== undefined,
        ...lookedThrough(organisation, { ...ask, rights: chosen }, answers),
        ...erasureOf(organisation, chosen),
        language: asked.language,
        channel: 'web',
        law: dated.law,
        timeZone: dated.timeZone,
        calendar: dated.calendar,
        ...datesFrom(clock),
        confirmBy: daysAfter(receivedAt, organisation.retention.unconfirmedDays),
        subjectKey,
        ...(organisation.progressDays.length > 0 ? { progressDays: organisation.progressDays } : {}),
      },
      subject: new Sensitive({ ...subject, ...email }),
      formHash: createHash('sha256').update(asked.formId).digest('hex'),
    });
    if (!submitted.ok) throw new SubmissionRefused(submitted.refusal.code);
    return accepted(submitted.value);
  };
}

/** How stores may be changed: after days to take it back, by how many people; nothing where no right changes them. */
function erasureOf(organisation: Organisation, asked: readonly Right[]): Pick<Ask, 'erasure'> {
  if (asksForDeletion(asked)) return { erasure: { waitingDays: waitingDays(organisation) } };
  if (!asked.some((right) => isNoted(right) || isChangeRight(right))) return {};
  const secondApprover = organisation.rights.some(
    ({ right, secondApprover: two }) => two === true && asked.some((one) => one === right),
  );
  if (secondApprover) return { erasure: { waitingDays: 0 } };
  return { erasure: { waitingDays: 0, approvals: asked.every(isChoice) ? 0 : 1 } };
}

/** To note something or make a single change, only the data it stands in is looked up. */
function lookedThrough(
  organisation: Organisation,
  chosen: ChosenRights,
  { data, correction = [], listing }: Answers,
): Pick<Ask, 'categories' | 'fully'> {
  if (data?.categories.length === 0 || chosen.rights.includes('account_cancellation')) return { categories: [] };
  const { rights, dataMap } = organisation;
  const corrected = correction.flatMap(({ category }) => category ?? correctionRule(rights)?.categories ?? []);
  const listings = listing && dataMap.collections.find(({ id }) => id === listingRule(rights)?.collection);
  const published = listings?.fields.filter(({ name }) => listings.primaryKey.includes(name)) ?? [];
  return {
    categories: [
      ...new Set([
        ...(data?.categories ?? []),
        ...notedIn(organisation, chosen),
        ...corrected,
        ...published.flatMap(({ category }) => category ?? []),
      ]),
    ],
    ...(listings ? { fully: [listings.id] } : {}),
  };
}

/** Categories of the fields that something is noted in. */
function notedIn({ rights, dataMap }: Organisation, chosen: ChosenRights): readonly string[] {
  const noted = Object.keys(valuesToSet(rights, chosen));
  return dataMap.collections.flatMap(({ id, fields }) =>
    fields.flatMap(({ name, category }) => (category && noted.includes(`${id}.${name}`) ? [category] : [])),
  );
}

/** A new request can't be refused by the rules; if it is, something is broken. */
export class SubmissionRefused extends Error {
  override readonly name = 'SubmissionRefused';
}
