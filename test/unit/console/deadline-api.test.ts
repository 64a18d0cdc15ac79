import { beforeEach, describe, expect, test } from 'vitest';
import type { Organisation } from '../../../functions/shared/organisation.ts';
import { aDataSubject, anAsk, Story, submitted, untilReview } from '../../support/a-request.ts';
import { lawProfile, workCalendar } from '../../support/law.ts';
import { aConsole, anOrganisation } from './a-console.ts';

const agent = 'agent.anna';
const organisation: Organisation = {
  ...anOrganisation,
  laws: { ...anOrganisation.laws, 'uk-gdpr': lawProfile('uk-gdpr') },
  calendars: { ...anOrganisation.calendars, 'gb-eng': workCalendar('gb-eng') },
  otherLaws: [{ law: 'uk-gdpr', calendar: 'gb-eng', place: 'GB', name: { en: 'United Kingdom' } }],
};

let desk: ReturnType<typeof aConsole>;
const id = 'request-1';
const command = (who: string, body: object) => desk.call(who, 'POST', `/requests/${id}/commands`, body);

function inReview(ask: Partial<typeof anAsk> = {}): number {
  const story = Story.of(
    [{ ...submitted, ask: { ...anAsk, ...ask } } as typeof submitted, aDataSubject],
    ...untilReview.slice(1),
  );
  desk.requests.put(story.known, story.events);
  return story.known.version;
}

beforeEach(() => {
  desk = aConsole({ organisation });
});

describe('the deadline of a request', () => {
  test('is extended with a ground of the law and plain words, and then says so', async () => {
    const expectedVersion = inReview();
    const words = 'Nine stores, and one of them is on paper.';
    const { status, body } = await command(agent, {
      type: 'extend_deadline',
      expectedVersion,
      reason: 'complexity',
      words,
    });
    expect([status, body.replyBy, body.may.extend_deadline]).toEqual([200, '2027-02-02', 'already_extended']);
    expect(body.deadline).toMatchObject({ extension: { by: 'anna', reason: 'complexity', words } });
    expect(JSON.stringify(body.timeline)).not.toContain(words);
    const again = await command(agent, {
      type: 'extend_deadline',
      expectedVersion: body.version,
      reason: 'complexity',
      words,
    });
    expect([again.status, again.body.code]).toEqual([409, 'already_extended']);
  });

  test('is not extended by a mail that lacks what the law wants said', async () => {
    const bare = { subject: 'About {reference}', body: [{ paragraph: 'Later, on {replyBy, date, long}.' }] };
    desk = aConsole({ organisation: { ...organisation, messages: { en: { extension_notice: bare } } } });
    const expectedVersion = inReview();
    const extended = await command(agent, {
      type: 'extend_deadline',
      expectedVersion,
      reason: 'complexity',
      words: 'Nine stores.',
    });
    expect(extended).toMatchObject({ status: 422, body: { code: 'legal_parts_missing', missing: ['reasons'] } });
  });

  test('is not extended for a reason of ours', async () => {
    const expectedVersion = inReview();
    const extended = await command(agent, {
      type: 'extend_deadline',
      expectedVersion,
      reason: 'holidays',
      words: 'Summer.',
    });
    expect([extended.status, extended.body.code]).toEqual([422, 'unknown_ground']);
    expect(
      (await command(agent, { type: 'extend_deadline', expectedVersion, reason: 'complexity', words: ' ' })).status,
    ).toBe(400);
  });

  test('cannot be extended when its time is over', async () => {
    const expectedVersion = inReview({ replyBy: '2026-11-13', extensionNoticeBy: '2026-11-13' });
    const view = (await desk.call(agent, 'GET', `/requests/${id}`)).body;
    expect(view.may.extend_deadline).toBe('deadline_passed');
    const late = await command(agent, {
      type: 'extend_deadline',
      expectedVersion,
      reason: 'complexity',
      words: 'Late.',
    });
    expect([late.status, late.body]).toMatchObject([422, { code: 'deadline_passed', date: '2026-11-13' }]);
  });

  test('follows the law, which staff can correct with a reason', async () => {
    const expectedVersion = inReview();
    const words = 'She moved to Leeds in May.';
    const { body } = await command(agent, { type: 'correct_law', expectedVersion, law: 'uk-gdpr', words });
    const before = { law: 'GDPR', replyBy: '2026-12-02' };
    expect(body.deadline).toMatchObject({ lawId: 'uk-gdpr', chosen: { by: 'staff', staff: 'anna', words, before } });
    expect(body.deadline.explanation[0].article).toContain('UK GDPR');
    const unknown = await command(agent, {
      type: 'correct_law',
      expectedVersion: body.version,
      law: 'hammurabi',
      words,
    });
    expect([unknown.status, unknown.body.code]).toEqual([422, 'unknown_law']);
  });
});

describe('what else the law says', () => {
  test('is shown: the last day for a refusal, and how long the record is kept', async () => {
    const laws = { ...organisation.laws, ccpa: lawProfile('ccpa') };
    desk = aConsole({ organisation: { ...organisation, laws } });
    inReview({ law: 'ccpa' });
    const read = async () => (await desk.call(agent, 'GET', `/requests/${id}`)).body.deadline;
    expect((await read()).record).toEqual({ months: 36, article: '11 CCR § 7101' });
    inReview({ law: 'uk-gdpr', calendar: 'gb-eng' });
    expect(await read()).toMatchObject({ refuseBy: '2026-12-02', record: { months: 36 } });
  });
});

describe('a question to the member', () => {
  test('is kept sealed, stops the clock where the law says, and comes back with its answer', async () => {
    const expectedVersion = inReview({ law: 'uk-gdpr', calendar: 'gb-eng' });
    const { body } = await command(agent, { type: 'ask_member', expectedVersion, words: 'Which of your shops?' });
    expect(body).toMatchObject({
      status: 'awaiting_member',
      next: 'member_answers',
      waitingOn: 'member',
      deadline: { pausedSince: '2026-11-16T10:00:00.000Z' },
      clarifications: [{ question: 'Which of your shops?', answered: false }],
    });
    expect(JSON.stringify(body.timeline)).not.toContain('shops');
    const closed = await command(agent, { type: 'close_question', expectedVersion: body.version });
    expect(closed.body).toMatchObject({ status: 'in_review', clarifications: [{ answered: false }] });
    expect(closed.body.deadline.pausedSince).toBeUndefined();
  });

  test('runs on under the GDPR', async () => {
    const expectedVersion = inReview();
    const { body } = await command(agent, { type: 'ask_member', expectedVersion, words: 'Which of your shops?' });
    expect(body.deadline).not.toHaveProperty('pausedSince');
  });

  test('is not read by who may not read words', async () => {
    const expectedVersion = inReview();
    await command(agent, { type: 'ask_member', expectedVersion, words: 'Which of your shops?' });
    const { body } = await desk.call('auditor.otto', 'GET', `/requests/${id}`);
    expect(body.clarifications).toHaveLength(1);
    expect(JSON.stringify(body)).not.toContain('shops');
  });
});
