import { z } from 'zod';
import { citedTopics } from '../../functions/shared/citations.ts';
import type { LawProfile } from '../../functions/shared/law-profile.ts';
import { isTimeZone, key } from './policy-schemas.ts';

/** Where a fact of law stands, and how well it is known; `source` is that of the whole profile unless given. */
const citation = {
  article: z.string().min(1),
  source: z.url().exactOptional(),
  verification: z.enum(['statute', 'secondary', 'unverified']),
};

const span = z
  .strictObject({
    months: z.int().positive().exactOptional(),
    days: z.int().positive().exactOptional(),
    working_days: z.int().positive().exactOptional(),
  })
  .refine((value) => Object.keys(value).length === 1, 'must give exactly one of months, days, working_days')
  .transform(({ months, days, working_days }) =>
    months !== undefined ? { months } : days !== undefined ? { days } : { workingDays: working_days ?? 0 },
  );

const answer = z
  .strictObject({
    within: span,
    set_by_policy: z.literal(true).exactOptional(),
    simplified_at_once: z.literal(true).exactOptional(),
    ...citation,
  })
  .transform(({ set_by_policy, simplified_at_once, ...rest }) => ({
    ...rest,
    ...(set_by_policy ? { setByPolicy: true as const } : {}),
    ...(simplified_at_once ? { simplifiedAtOnce: true as const } : {}),
  }));

const clauses = z.array(
  z.enum([
    'new_date',
    'reasons',
    'complaint_to_authority',
    'court_remedy',
    'right_to_sue',
    'appeal',
    'objection_procedure',
  ]),
);

const extension = z
  .strictObject({
    by: span.exactOptional(),
    until_date_told: z.literal(true).exactOptional(),
    earlier_of_two_readings: z.literal(true).exactOptional(),
    grounds: z.array(key).min(1),
    must_name: clauses,
    ...citation,
  })
  .refine(
    ({ by, until_date_told }) => (by === undefined) !== (until_date_told === undefined),
    'must give either by or until_date_told',
  )
  .transform(({ by, until_date_told: _, earlier_of_two_readings, must_name, ...rest }) => ({
    ...rest,
    ...(by ? { by } : {}),
    ...(earlier_of_two_readings ? { earlierOfTwoReadings: true as const } : {}),
    mustName: must_name,
  }));

const acknowledgement = z
  .strictObject({
    within: span,
    since: z.iso.date().exactOptional(),
    rolls_to_working_day: z.literal(true).exactOptional(),
    ...citation,
  })
  .transform(({ rolls_to_working_day, ...rest }) => ({
    ...rest,
    ...(rolls_to_working_day ? { rollsToWorkingDay: true as const } : {}),
  }));

const askedWithin = z
  .strictObject({ days: z.int().positive(), set_by_policy: z.literal(true).exactOptional(), ...citation })
  .transform(({ set_by_policy, ...rest }) => ({ ...rest, ...(set_by_policy ? { setByPolicy: true as const } : {}) }));

const pause = z
  .strictObject({ rights: z.array(key).min(1).exactOptional(), notice_too: z.boolean(), ...citation })
  .transform(({ notice_too, ...rest }) => ({ ...rest, noticeToo: notice_too }));

const rightClock = z
  .strictObject({
    rights: z.array(key).min(1),
    answer: answer.exactOptional(),
    extension: extension.exactOptional(),
    acknowledgement: acknowledgement.exactOptional(),
    asked_within: askedWithin.exactOptional(),
  })
  .refine((value) => value.answer ?? value.acknowledgement, 'must give an answer or an acknowledgement')
  .refine(
    ({ asked_within, rights }) => asked_within === undefined || rights.join() === 'appeal',
    'asked_within is of appeals alone',
  )
  .transform(({ asked_within, ...rest }) => ({ ...rest, ...(asked_within ? { askedWithin: asked_within } : {}) }));

const refusal = z
  .strictObject({
    must_name: clauses,
    within_first_period: z.literal(true).exactOptional(),
    silence_is_refusal: z.literal(true).exactOptional(),
    ...citation,
  })
  .transform(({ must_name, within_first_period, silence_is_refusal, ...rest }) => ({
    ...rest,
    mustName: must_name,
    ...(within_first_period ? { withinFirstPeriod: true as const } : {}),
    ...(silence_is_refusal ? { silenceIsRefusal: true as const } : {}),
  }));

const preservation = z
  .strictObject({
    days: z.int().positive().exactOptional(),
    until_recourse_ends: z.literal(true).exactOptional(),
    review_days: z.int().positive().exactOptional(),
    ...citation,
  })
  .refine(
    ({ until_recourse_ends, review_days }) => (until_recourse_ends === undefined) === (review_days === undefined),
    'must give review_days with until_recourse_ends',
  )
  .refine(
    ({ days, until_recourse_ends }) => (days === undefined) !== (until_recourse_ends === undefined),
    'must give either days or until_recourse_ends',
  )
  .transform(({ days, until_recourse_ends: _, review_days, ...rest }) => ({
    ...rest,
    ...(days === undefined ? {} : { days }),
    ...(review_days === undefined ? {} : { reviewDays: review_days }),
  }));

/** A file of `policy/laws`, explained in its README; gives the profile as functions read it. */
export const lawSchema = z
  .strictObject({
    id: key,
    title: z.string().min(1),
    territory: z.array(z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'must be ISO 3166 codes')).min(1),
    calendar: key,
    time_zone: z.string().refine(isTimeZone, 'must be an IANA time zone, such as Europe/Dublin'),
    source: z.url(),
    answer,
    start: z.strictObject({ from: z.enum(['receipt', 'requested_identity', 'proof_of_identity']), ...citation }),
    roll_over: z
      .strictObject({ to_working_day: z.boolean(), ...citation })
      .transform(({ to_working_day, ...rest }) => ({ ...rest, toWorkingDay: to_working_day })),
    identity_pause: pause.exactOptional(),
    clarification_pause: pause.exactOptional(),
    extension: extension.exactOptional(),
    acknowledgement: acknowledgement.exactOptional(),
    rights: z.array(rightClock).default([]),
    refusal,
    records: z.strictObject({ months: z.int().positive(), ...citation }).exactOptional(),
    preservation: preservation.exactOptional(),
    articles: z.partialRecord(z.enum(citedTopics), z.strictObject(citation)).exactOptional(),
  })
  .transform(
    ({ time_zone, roll_over, identity_pause, clarification_pause, ...law }): LawProfile => ({
      ...law,
      timeZone: time_zone,
      rollOver: roll_over,
      ...(identity_pause ? { identityPause: identity_pause } : {}),
      ...(clarification_pause ? { clarificationPause: clarification_pause } : {}),
    }),
  );
