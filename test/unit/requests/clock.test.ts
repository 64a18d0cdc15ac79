import { describe, expect, it } from 'vitest';
import { dateCounter } from '../../../functions/deadlines/index.ts';
import { type Actor, type Command, commandHandler, type RequestState } from '../../../functions/requests/index.ts';
import { ferronex } from '../../support/a-portal.ts';
import {
  aDataSubject,
  anAgent,
  anAsk,
  anAuditor,
  Story,
  submitted,
  theWorkflow,
  untilReview,
} from '../../support/a-request.ts';
import { fakeRequestStore } from '../../support/fake-request-store.ts';

const extend: Command = { type: 'extend_deadline', reason: 'complexity', words: 'words-1' };
const ask: Command = { type: 'ask_member', words: 'words-1' };
const answer: Command = { type: 'answer_question', words: 'answer-1' };
const correct: Command = { type: 'correct_law', law: 'uk-gdpr', calendar: 'gb-eng', words: 'words-1' };

/** A request in review, received on Monday 2 November 2026, whose dates are counted under the laws of FerroNex. */
function desk(change: Partial<typeof anAsk> = {}) {
  const clock = { at: '2026-11-02T10:00:00.000Z' };
  const requests = fakeRequestStore();
  const story = Story.of(
    [{ ...submitted, ask: { ...anAsk, ...change } } as Command, aDataSubject],
    ...untilReview.slice(1),
  );
  const handle = commandHandler({ requests, now: () => clock.at, countDates: dateCounter(ferronex) });
  let ready: Promise<unknown> | undefined;
  const give = async (on: string, command: Command, actor: Actor): Promise<RequestState> => {
    ready ??= requests.append({ before: undefined, after: story.known, events: story.events, effects: [], sealed: [] });
    await ready;
    clock.at = on.includes('T') ? on : `${on}T12:00:00.000Z`;
    const given = await handle({ requestId: 'request-1', command, actor });
    if (!given.ok) throw new Error(JSON.stringify(given.refusal));
    return given.value;
  };
  return { give, requests };
}

describe('extending the time for an answer', () => {
  it('moves the date by what the law allows, says why, and tells the member', async () => {
    const { give, requests } = desk();
    const state = await give('2026-11-30', extend, anAgent);
    expect(state).toMatchObject({
      replyBy: '2027-02-02',
      extension: { by: 'staff-1', reason: 'complexity', words: 'words-1' },
    });
    expect(requests.effects.at(-1)?.effect).toMatchObject({ kind: 'mail', milestone: 'extension_notice' });
    const history = await requests.history('request-1');
    expect(history.slice(-2).map(({ event }) => event.type)).toEqual(['DeadlineExtended', 'DeadlineMoved']);
  });

  it.each([
    ['2026-12-02T23:59:59.000Z', 'the last moment of the last day'],
    ['2026-11-02T12:00:00.000Z', 'the first day'],
  ])('is possible at %s, %s', async (at) => {
    expect((await desk().give(at, extend, anAgent)).replyBy).toBe('2027-02-02');
  });

  it.each([
    ['2026-12-03T00:00:00.000Z', {}, 'deadline_passed'],
    ['2026-11-30T12:00:00.000Z', { extensionNoticeBy: '2026-11-29' }, 'notice_window_over'],
    ['2026-11-30T12:00:00.000Z', { extensionNoticeBy: undefined }, 'no_extension_in_law'],
  ])('is refused at %s with %j: %s', async (now, change, code) => {
    const story = Story.of(...untilReview);
    const state = { ...story.known, ...change } as RequestState;
    story.state = state;
    story.now = now;
    expect(story.try(extend, anAgent)).toMatchObject({ ok: false, refusal: { code } });
  });

  it('counts the days of the office: in Los Angeles it is still the last day', () => {
    const story = Story.of(...untilReview);
    story.now = '2026-12-03T05:00:00.000Z';
    expect(story.try(extend, anAgent).ok).toBe(false);
    story.state = { ...story.known, timeZone: 'America/Los_Angeles' };
    expect(story.try(extend, anAgent).ok).toBe(true);
  });

  it('happens once', async () => {
    const { give } = desk();
    await give('2026-11-30', extend, anAgent);
    await expect(give('2026-11-30', extend, anAgent)).rejects.toThrow('already_extended');
  });

  it('wants a date from staff where the law sets no end, and that date lies ahead', () => {
    const story = Story.of(...untilReview);
    const { extendedReplyBy: _, ...open } = story.known;
    story.state = open;
    expect(story.try(extend, anAgent)).toMatchObject({ refusal: { code: 'new_date_needed' } });
    const until = (date: string): Command => ({ ...extend, until: date }) as Command;
    expect(story.try(until('2026-12-02'), anAgent)).toMatchObject({ refusal: { code: 'new_date_needed' } });
    expect(story.try(until('2026-12-03'), anAgent).ok).toBe(true);
  });

  it('is for staff who decide, and for an open request', () => {
    expect(Story.of(...untilReview).try(extend, anAuditor)).toMatchObject({ refusal: { code: 'role_required' } });
    expect(Story.of(...untilReview).try(extend, aDataSubject)).toMatchObject({ refusal: { code: 'role_required' } });
    const withdrawn = Story.of(...untilReview, [{ type: 'withdraw' }, aDataSubject]);
    expect(withdrawn.try(extend, anAgent)).toMatchObject({ refusal: { code: 'not_allowed_now' } });
  });
});

describe('a question to the member', () => {
  const uk = { law: 'uk-gdpr', calendar: 'gb-eng' };

  it('waits for the member, then goes on where it was asked; under UK law the days are not counted', async () => {
    const { give, requests } = desk(uk);
    const asked = await give('2026-11-05', ask, anAgent);
    expect(asked).toMatchObject({ status: 'awaiting_member', waitingFor: 'review', replyBy: '2026-12-02' });
    expect(requests.effects.at(-1)?.effect).toMatchObject({ kind: 'mail', milestone: 'clarification_needed' });
    expect(asked.paused).toEqual({ noticeToo: true });
    await expect(give('2026-11-06', { type: 'approve' }, anAgent)).rejects.toThrow('not_allowed_now');
    const answered = await give('2026-11-10', answer, aDataSubject);
    // The 5th through the 10th are six days: 2 December becomes 8 December.
    expect(answered).toMatchObject({ status: 'in_review', replyBy: '2026-12-08', extensionNoticeBy: '2026-12-08' });
    expect(answered.paused).toBeUndefined();
    expect(answered.clarifications).toEqual([
      {
        about: 'request',
        words: 'words-1',
        askedAt: '2026-11-05T12:00:00.000Z',
        askedBy: 'staff-1',
        endedAt: '2026-11-10T12:00:00.000Z',
        answer: 'answer-1',
      },
    ]);
  });

  it('no longer pauses the time when another law turns out to apply, nor when it comes too late', async () => {
    const { give, requests } = desk(uk);
    await give('2026-11-05', ask, anAgent);
    const law = { type: 'correct_law', law: 'gdpr', calendar: 'ie', words: 'words-2' } as const;
    expect((await give('2026-11-06', law, anAgent)).paused).toBeUndefined();
    expect((await requests.history('request-1')).map(({ event }) => event.type).slice(-2)).toEqual([
      'LawCorrected',
      'ClockResumed',
    ]);
    const late = desk(uk);
    expect((await late.give('2026-12-03', ask, anAgent)).paused).toBeUndefined();
  });

  it('moves no date under the GDPR', async () => {
    const { give } = desk();
    expect((await give('2026-11-05', ask, anAgent)).paused).toBeUndefined();
    const answered = await give('2026-11-10', answer, aDataSubject);
    expect(answered).toMatchObject({ status: 'in_review', replyBy: '2026-12-02' });
  });

  it('can be given up by staff', async () => {
    const { give } = desk(uk);
    await give('2026-11-05', ask, anAgent);
    expect(await give('2026-11-06', { type: 'close_question' }, anAgent)).toMatchObject({
      status: 'in_review',
      replyBy: '2026-12-04',
    });
    await expect(give('2026-11-07', answer, aDataSubject)).rejects.toThrow('not_allowed_now');
  });

  it('about who they are starts the UK time anew with the answer', () => {
    const story = Story.of(
      [{ ...submitted, ask: { ...anAsk, ...uk } } as Command, aDataSubject],
      [{ type: 'confirm_email' }, aDataSubject],
      [{ type: 'match_account', account: 'not_on_record' }, theWorkflow],
    );
    story.now = '2026-11-03T10:00:00.000Z';
    story.give(ask, anAgent);
    expect(story.known).toMatchObject({ status: 'awaiting_member', waitingFor: 'identity' });
    story.now = '2026-11-10T10:00:00.000Z';
    story.give(answer, aDataSubject);
    expect(story.known).toMatchObject({ status: 'verifying_identity', waitingFor: 'identity' });
    expect(dateCounter(ferronex)(story.known)).toMatchObject({ replyBy: '2026-12-10' });
  });

  it('is answered by the member alone, and only while it is open', () => {
    const story = Story.of(...untilReview);
    expect(story.try(answer, aDataSubject)).toMatchObject({ refusal: { code: 'not_allowed_now' } });
    story.give(ask, anAgent);
    expect(story.try(answer, anAgent)).toMatchObject({ refusal: { code: 'role_required' } });
    expect(story.try({ type: 'withdraw' }, aDataSubject).ok).toBe(true);
  });
});

describe('correcting the law', () => {
  it('counts every date anew, also for what already happened', async () => {
    const { give } = desk();
    await give('2026-11-05', ask, anAgent);
    await give('2026-11-10', answer, aDataSubject);
    const state = await give('2026-11-11', correct, anAgent);
    expect(state).toMatchObject({ law: 'uk-gdpr', calendar: 'gb-eng', replyBy: '2026-12-08' });
    const pipl: Command = { type: 'correct_law', law: 'pipl', calendar: 'cn', words: 'words-1' };
    const china = await give('2026-11-12', pipl, anAgent);
    expect(china).toMatchObject({ replyBy: '2026-11-23' });
    expect(china).not.toHaveProperty('extensionNoticeBy');
  });

  it('to the same law changes nothing', () => {
    const story = Story.of(...untilReview);
    expect(story.try({ type: 'correct_law', law: 'gdpr', calendar: 'ie', words: 'w' }, anAgent)).toEqual({
      ok: true,
      value: [],
    });
  });

  it('keeps an extension where the other law has one', async () => {
    const { give } = desk();
    await give('2026-11-30', extend, anAgent);
    expect(await give('2026-12-01', correct, anAgent)).toMatchObject({ law: 'uk-gdpr', replyBy: '2027-02-02' });
  });
});

it('a handler that counts no dates does not let them go stale', async () => {
  const requests = fakeRequestStore();
  const story = Story.of(...untilReview);
  await requests.append({ before: undefined, after: story.known, events: story.events, effects: [], sealed: [] });
  const handle = commandHandler({ requests, now: () => story.now });
  await expect(handle({ requestId: 'request-1', command: extend, actor: anAgent })).rejects.toThrow(TypeError);
});
