import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextDue, nextWatch, type RequestEvent } from '../../../functions/requests/index.ts';
import {
  aDataSubject,
  anAgent,
  anApprover,
  anAsk,
  Story,
  submitted,
  theWorkflow,
  untilReview,
} from '../../support/a-request.ts';

const { extensionNoticeBy: _, ...withoutExtension } = anAsk;

/** In review, due on 2 December in Dublin; no law grants an extension. */
const inReview = () => inReviewOf(withoutExtension);
const inReviewOf = (ask: typeof withoutExtension) =>
  Story.of([{ type: 'submit', ask }, aDataSubject], ...untilReview.slice(1));
/** A question about it is open since 2 November. */
const asked = (ask: typeof withoutExtension = withoutExtension) =>
  inReviewOf(ask).give({ type: 'ask_member', words: 'words-1' }, anAgent);
const theSweep = { kind: 'system', part: 'sweep' } as const;

/** What the watch says at an instant. */
function says(story: Story, now: string): RequestEvent[] {
  story.now = now;
  const before = story.events.length;
  story.give({ type: 'watch_deadline' }, theSweep);
  return story.events.slice(before).map(({ event }) => event);
}

const reminder = (days: number) => ({ type: 'ReminderSent', due: '2026-12-02', days });
const missed = (on: string) => ({ type: 'DeadlineMissed', due: '2026-12-02', on });
const repeated = (on: string) => ({ type: 'EscalationRepeated', due: '2026-12-02', on });

describe('the watch', () => {
  it('reminds 7, 3 and 1 days before the due date, once each, from the first moment of the office’s day', () => {
    const story = inReview();
    expect(says(story, '2026-11-24T23:59:59.999Z')).toEqual([]);
    for (const [day, days] of [
      ['2026-11-25', 7],
      ['2026-11-29', 3],
      ['2026-12-01', 1],
    ] as const) {
      expect(nextWatch(story.known)).toBe(`${day}T00:00:00.000Z`);
      expect(says(story, `${day}T00:00:00.000Z`)).toEqual([reminder(days)]);
      expect(says(story, `${day}T00:00:00.000Z`)).toEqual([]);
      expect(says(story, `${day}T23:00:00.000Z`)).toEqual([]);
    }
    expect(says(story, '2026-12-02T23:59:59.999Z')).toEqual([]);
  });

  it('goes by the day of the office, wherever the server is', () => {
    const ask = { ...withoutExtension, timeZone: 'Asia/Shanghai', calendar: 'cn' };
    const story = Story.of([{ type: 'submit', ask }, aDataSubject], [{ type: 'confirm_email' }, aDataSubject]);
    expect(says(story, '2026-11-24T15:59:59.999Z')).toEqual([]);
    expect(says(story, '2026-11-24T16:00:00.000Z')).toEqual([reminder(7)]);
    expect(nextWatch(story.known)).toBe('2026-11-28T16:00:00.000Z');
  });

  it('skips a reminder that was missed for the one that says more', () => {
    expect(says(inReview(), '2026-11-30T10:00:00.000Z')).toEqual([reminder(3)]);
    expect(says(inReview(), '2026-12-02T10:00:00.000Z')).toEqual([reminder(1)]);
    expect(says(inReview(), '2026-12-03T10:00:00.000Z')).toEqual([missed('2026-12-03')]);
  });

  it('tells of an overdue answer at once and then every day, until someone acts', () => {
    const story = inReview();
    expect(says(story, '2026-12-03T00:00:00.000Z')).toEqual([missed('2026-12-03')]);
    expect(says(story, '2026-12-03T23:00:00.000Z')).toEqual([]);
    expect(says(story, '2026-12-04T00:00:00.000Z')).toEqual([repeated('2026-12-04')]);
    expect(says(story, '2026-12-07T12:00:00.000Z')).toEqual([repeated('2026-12-07')]);
    // Somebody takes it: the day after stays quiet, the one after that does not.
    story.give({ type: 'assign', assignee: 'staff-1' }, anAgent);
    expect(says(story, '2026-12-08T12:00:00.000Z')).toEqual([]);
    expect(nextWatch(story.known)).toBe('2026-12-09T00:00:00.000Z');
    expect(says(story, '2026-12-09T00:00:00.000Z')).toEqual([repeated('2026-12-09')]);
  });

  it('takes reading for what it is', () => {
    const story = inReview();
    says(story, '2026-12-03T00:00:00.000Z');
    story.give({ type: 'view_findings', collection: 'trade.orders' }, anAgent).give({ type: 'view_subject' }, anAgent);
    expect(says(story, '2026-12-04T00:00:00.000Z')).toEqual([repeated('2026-12-04')]);
  });

  it('reminds once, two days before the request closes, of an address that is not confirmed', () => {
    const story = Story.of([submitted, aDataSubject]);
    expect(nextWatch(story.known)).toBe('2026-11-07T10:00:00.000Z');
    expect(says(story, '2026-11-07T09:59:59.000Z')).toEqual([]);
    expect(says(story, '2026-11-07T10:00:00.000Z')).toEqual([{ type: 'ConfirmationReminded' }]);
    expect(says(story, '2026-11-08T10:00:00.000Z')).toEqual([]);
    expect(nextDue(story.known)).toBe(anAsk.confirmBy);
  });

  it('reminds nobody of it who has a day or less, or when the time is over', () => {
    const short = Story.of([
      { type: 'submit', ask: { ...anAsk, confirmBy: '2026-11-05T09:00:00.000Z' } },
      aDataSubject,
    ]);
    expect(nextWatch(short.known)).toBeUndefined();
    expect(says(short, '2026-11-04T10:00:00.000Z')).toEqual([]);
    expect(says(Story.of([submitted, aDataSubject]), '2026-11-09T10:00:01.000Z')).toEqual([]);
  });

  it('tells the member once for each threshold of the policy that a long request goes on', () => {
    const story = inReviewOf({ ...withoutExtension, replyBy: '2027-02-02', progressDays: [35, 65] });
    expect(nextWatch(story.known)).toBe('2026-12-07T00:00:00.000Z');
    expect(says(story, '2026-12-06T23:59:59.000Z')).toEqual([]);
    expect(says(story, '2026-12-07T00:00:00.000Z')).toEqual([{ type: 'ProgressTold', days: 35 }]);
    expect(says(story, '2026-12-20T00:00:00.000Z')).toEqual([]);
    expect(says(story, '2027-01-06T00:00:00.000Z')).toEqual([{ type: 'ProgressTold', days: 65 }]);
    expect(says(story, '2027-01-20T00:00:00.000Z')).toEqual([]);
  });

  it('does not make up for word of progress that was missed, nor gives it of an answer that is late', () => {
    const ask = { ...withoutExtension, replyBy: '2027-02-02', progressDays: [35, 65] };
    expect(says(inReviewOf(ask), '2027-01-10T00:00:00.000Z')).toEqual([{ type: 'ProgressTold', days: 65 }]);
    expect(says(inReviewOf(ask), '2027-02-03T00:00:00.000Z')).toMatchObject([{ type: 'DeadlineMissed' }]);
    const answeredBefore = inReviewOf({ ...withoutExtension, progressDays: [35] });
    expect(says(answeredBefore, '2026-12-02T12:00:00.000Z')).toEqual([reminder(1)]);
  });

  it('gives no word of progress while the member is asked something, and none once the request is closed', () => {
    const ask = { ...withoutExtension, replyBy: '2027-02-02', progressDays: [35] };
    const progress = (story: Story) =>
      says(story, '2026-12-08T00:00:00.000Z').filter(({ type }) => type === 'ProgressTold');
    expect(progress(asked(ask))).toEqual([]);
    expect(progress(inReviewOf(ask).give({ type: 'withdraw' }, aDataSubject))).toEqual([]);
  });

  it('says nothing of a due date before the address is confirmed, and nothing once it is closed', () => {
    expect(says(Story.of([submitted, aDataSubject]), '2026-12-10T00:00:00.000Z')).toEqual([]);
    const withdrawn = Story.of(...untilReview, [{ type: 'withdraw' }, aDataSubject]);
    expect(says(withdrawn, '2026-12-10T00:00:00.000Z')).toEqual([]);
    expect(nextWatch(withdrawn.known)).toBeUndefined();
  });

  it('does not take the rest of a deletion, which a hold kept back, for an answer that is late', () => {
    const { known } = inReview();
    const state = { ...known, erasing: { from: known.receivedAt, finishedAt: known.receivedAt, collections: {} } };
    expect(nextWatch(state)).toBeUndefined();
  });

  it('starts anew when the due date changes', () => {
    const story = inReview();
    says(story, '2026-12-01T10:00:00.000Z');
    story.state = { ...story.known, replyBy: '2027-02-02' };
    expect(nextWatch(story.known)).toBe('2027-01-26T00:00:00.000Z');
    story.now = '2027-01-26T00:00:00.000Z';
    story.give({ type: 'watch_deadline' }, theSweep);
    expect(story.events.at(-1)?.event).toEqual({ type: 'ReminderSent', due: '2027-02-02', days: 7 });
  });

  it('tells staff five days before an extension can no longer be announced, once, and only while one can be given', () => {
    const story = Story.of(...untilReview);
    expect(says(story, '2026-11-26T23:59:59.999Z')).toEqual([reminder(7)]);
    expect(nextWatch(story.known)).toBe('2026-11-27T00:00:00.000Z');
    expect(says(story, '2026-11-27T00:00:00.000Z')).toEqual([
      { type: 'ExtensionWindowClosing', noticeBy: '2026-12-02' },
    ]);
    expect(says(story, '2026-11-28T00:00:00.000Z')).toEqual([]);
    expect(says(story, '2026-11-29T00:00:00.000Z')).toEqual([reminder(3)]);

    const extended = Story.of(...untilReview);
    extended.give({ type: 'extend_deadline', reason: 'complexity', words: 'words-1' }, anAgent);
    expect(says(extended, '2026-11-27T00:00:00.000Z')).toEqual([reminder(7)]);
  });

  it('says when the time for an extension went by untold, and mails nobody about it', () => {
    const story = Story.of(...untilReview);
    expect(says(story, '2026-12-03T10:00:00.000Z')).toEqual([
      missed('2026-12-03'),
      { type: 'ExtensionWindowClosed', noticeBy: '2026-12-02' },
    ]);
    expect(says(story, '2026-12-03T11:00:00.000Z')).toEqual([]);
  });

  it('reminds the member of a question once, after a week, and staff after two, then weekly', () => {
    const story = asked();
    const at = '2026-11-02T10:00:00.000Z';
    expect(nextWatch(story.known)).toBe('2026-11-09T00:00:00.000Z');
    expect(says(story, '2026-11-09T00:00:00.000Z')).toEqual([{ type: 'ClarificationReminded', asked: at }]);
    expect(says(story, '2026-11-15T23:00:00.000Z')).toEqual([]);
    expect(says(story, '2026-11-16T00:00:00.000Z')).toEqual([
      { type: 'ClarificationUnanswered', asked: at, on: '2026-11-16' },
    ]);
    expect(says(story, '2026-11-22T23:00:00.000Z')).toEqual([]);
    expect(says(story, '2026-11-23T00:00:00.000Z')).toEqual([
      { type: 'ClarificationUnanswered', asked: at, on: '2026-11-23' },
    ]);
    story.give({ type: 'answer_question', words: 'words-2' }, aDataSubject);
    expect(says(story, '2026-11-24T10:00:00.000Z')).toEqual([]);
    story.give({ type: 'ask_member', words: 'words-3' }, anAgent);
    expect(says(story, '2026-12-01T10:00:00.000Z')).toEqual([
      reminder(1),
      { type: 'ClarificationReminded', asked: '2026-11-24T10:00:00.000Z' },
    ]);
  });

  it('says nothing of a due date while the law pauses the time, and goes on with the date it then has', () => {
    const story = asked({ ...anAsk });
    story.state = { ...story.known, paused: { noticeToo: true } };
    says(story, '2026-11-16T00:00:00.000Z');
    expect(says(story, '2026-12-10T10:00:00.000Z').map(({ type }) => type)).toEqual(['ClarificationUnanswered']);
    story.give({ type: 'answer_question', words: 'words-2' }, aDataSubject);
    story.state = { ...story.known, replyBy: '2027-01-11', extensionNoticeBy: '2027-01-11' };
    expect(nextWatch(story.known)).toBe('2027-01-04T00:00:00.000Z');
  });

  it('still warns of the end of the time for an extension where the law does not pause it too', () => {
    const story = asked({ ...anAsk });
    story.state = { ...story.known, paused: { noticeToo: false } };
    expect(says(story, '2026-11-27T00:00:00.000Z').map(({ type }) => type)).toContain('ExtensionWindowClosing');
  });

  it('is the system’s own: neither staff nor members set it off', () => {
    const story = inReview();
    for (const actor of [anAgent, anApprover, aDataSubject])
      expect(story.try({ type: 'watch_deadline' }, actor)).toMatchObject({ refusal: { code: 'role_required' } });
    expect(story.try({ type: 'watch_deadline' }, theWorkflow).ok).toBe(true);
  });

  it('has something to say exactly when it says it has, whenever it is asked', () => {
    const hours = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 30 });
    const zone = fc.constantFrom('Europe/Dublin', 'Asia/Shanghai', 'America/St_Johns', 'Pacific/Apia');
    fc.assert(
      fc.property(hours, zone, fc.boolean(), fc.boolean(), (waits, timeZone, acts, open) => {
        const ask = { ...anAsk, timeZone, progressDays: [10, 20, 40] };
        const story = open ? asked(ask) : inReviewOf(ask);
        for (const [index, wait] of waits.entries()) {
          const now = new Date(Date.parse(story.now) + wait * 3_600_000).toISOString();
          const due = nextWatch(story.known);
          const said = says(story, now);
          expect(said.length > 0).toBe(due !== undefined && due <= now);
          expect((nextWatch(story.known) ?? '') > now).toBe(true);
          if (acts && index % 5 === 0) story.give({ type: 'assign', assignee: `staff-${index}` }, anAgent);
        }
      }),
    );
  });
});

describe('a workflow that is lost', () => {
  const restart = (story: Story) => {
    story.give({ type: 'restart_workflow' }, theSweep);
    return story.events.at(-1)?.event;
  };

  it('is started again three times, and then waits for somebody', () => {
    const story = Story.of(...untilReview.slice(0, 4));
    for (const attempt of [2, 3, 4]) {
      expect(restart(story)).toEqual({ type: 'WorkflowRestarted', attempt });
      // Reminders bring it no further.
      story.give({ type: 'view_subject' }, anAgent);
    }
    expect(restart(story)).toEqual({ type: 'StepParked', step: 'Workflow', error: 'WorkflowStalled' });
    expect(nextDue(story.known)).toBe(nextWatch(story.known));
    story.give({ type: 'retry_parked' }, anAgent);
    expect(restart(story)).toEqual({ type: 'WorkflowRestarted', attempt: 5 });
  });

  it('starts anew with every step that the request takes', () => {
    const story = Story.of(...untilReview.slice(0, 4));
    for (let time = 0; time < 3; time++) restart(story);
    const collection = { type: 'record_collection', gathering: 1, outcome: 'nothing', count: 0 } as const;
    story.give({ ...collection, collection: 'trade.orders' }, theWorkflow);
    expect(restart(story)).toEqual({ type: 'WorkflowRestarted', attempt: 5 });
  });
});

describe('what is due next', () => {
  it('is the earlier of the system’s own work and the watch', () => {
    const gathering = Story.of(...untilReview.slice(0, 3)).known;
    expect(nextDue(gathering)).toBe('2026-11-02T11:00:00.000Z');
    expect(nextDue({ ...gathering, changedAt: '2026-11-24T23:30:00.000Z' })).toBe('2026-11-25T00:00:00.000Z');
  });

  it('is never before the last change: the sweep has done with the days before', () => {
    const late = Story.of([submitted, aDataSubject]);
    late.now = '2026-11-08T10:00:00.000Z';
    late.give({ type: 'confirm_email' }, aDataSubject);
    expect(nextDue({ ...late.known, replyBy: '2026-11-10' })).toBe('2026-11-08T10:00:00.000Z');
  });
});
