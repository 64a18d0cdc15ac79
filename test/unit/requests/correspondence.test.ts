import { describe, expect, it } from 'vitest';
import {
  type Attachment,
  type Command,
  mostAttachments,
  nextStep,
  queueOf,
  recordEvents,
} from '../../../functions/requests/index.ts';
import {
  aDataSubject,
  anAgent,
  anApprover,
  anAuditor,
  Story,
  submitted,
  theWorkflow,
  untilReview,
} from '../../support/a-request.ts';

const message = (id: string, attachments?: readonly Attachment[]): Command => ({
  type: 'receive_message',
  message: id,
  words: `message-${id}`,
  ...(attachments ? { attachments } : {}),
});
const sent: Command = { type: 'send_message', message: 'words-9', words: 'words-9' };
const file = (id: string): Attachment => ({ id, type: 'application/pdf', bytes: 10 });

function effectsOf(story: Story, command: Command, actor = aDataSubject) {
  const before = story.state;
  const known = story.events.length;
  story.give(command, actor);
  const events = story.events.slice(known).map(({ event }) => event);
  return recordEvents('request-1', before, events, { now: story.now, actor }).effects.flatMap((effect) =>
    effect.kind === 'mail' ? [{ milestone: effect.milestone, ...(effect.to ? { to: effect.to } : {}) }] : [],
  );
}

describe('the thread with the member', () => {
  it('tells the member that a message waits, and staff that a reply came, once until somebody read it', () => {
    const story = Story.of(...untilReview);
    expect(effectsOf(story, sent, anAgent)).toEqual([{ milestone: 'message_waiting' }]);
    story.give({ type: 'assign', assignee: 'staff-1' }, anAgent);
    expect(effectsOf(story, message('a'))).toEqual([{ milestone: 'staff_reply_received', to: [{ staff: 'staff-1' }] }]);
    expect(effectsOf(story, message('b'))).toEqual([]);
    expect(story.known.repliedAt).toBe(story.now);
    story.give({ type: 'read_replies' }, anAgent);
    expect(story.known).not.toHaveProperty('repliedAt');
    expect(effectsOf(story, message('c'))).toHaveLength(1);
    story.give(sent, anAgent);
    expect(story.known).not.toHaveProperty('repliedAt');
    expect(story.known.messages?.map(({ from }) => from)).toEqual(['staff', 'member', 'member', 'member', 'staff']);
  });

  it('is one message when the form is sent twice', () => {
    const story = Story.of(...untilReview);
    story.give(message('a'), aDataSubject).give(message('a'), aDataSubject);
    expect(story.known.messages).toHaveLength(1);
  });

  it('stays open when the request is closed, and puts it where staff look', () => {
    const story = Story.of(...untilReview, [{ type: 'withdraw' }, aDataSubject]);
    expect(queueOf(story.known)).toBe('closed');
    story.give(message('a'), aDataSubject);
    expect(queueOf(story.known)).toBe('replies');
    expect(nextStep(story.known)).toEqual({ next: 'read_reply', waitingOn: 'staff' });
    story.give(sent, anApprover);
    expect(queueOf(story.known)).toBe('closed');
    expect(story.known.status).toBe('withdrawn');
  });

  it('begins with the confirmation', () => {
    const story = Story.of([submitted, aDataSubject]);
    expect(story.try(message('a'), aDataSubject)).toMatchObject({ ok: false, refusal: { code: 'not_allowed_now' } });
    expect(story.try(sent, anAgent)).toMatchObject({ ok: false, refusal: { code: 'not_allowed_now' } });
  });

  it('takes five messages in a row, and twenty files', () => {
    const story = Story.of(...untilReview);
    for (const id of ['a', 'b', 'c', 'd', 'e']) story.give(message(id), aDataSubject);
    expect(story.try(message('f'), aDataSubject)).toMatchObject({ refusal: { code: 'too_many_messages', most: 5 } });
    story.give({ type: 'read_replies' }, anAgent);
    const files = Array.from({ length: mostAttachments }, (_, index) => file(`f-${index}`));
    story.give(message('f', files), aDataSubject);
    expect(story.try(message('g', [file('one-more')]), aDataSubject)).toMatchObject({
      refusal: { code: 'too_many_messages', most: 20 },
    });
  });

  it('counts files of answers too, and an answer waits to be read like a message', () => {
    const story = Story.of(...untilReview, [{ type: 'ask_member', words: 'words-8' }, anAgent]);
    const answer: Command = { type: 'answer_question', words: 'answer-1', attachments: [file('answer-1-1')] };
    expect(effectsOf(story, answer)).toEqual([{ milestone: 'staff_reply_received', to: [{ role: 'agent' }] }]);
    expect(story.known.clarifications?.[0]?.attachments).toEqual([file('answer-1-1')]);
    expect(story.known.repliedAt).toBe(story.now);
  });

  it('is each side’s own: nobody writes in another’s name', () => {
    const story = Story.of(...untilReview);
    for (const actor of [anAgent, anAuditor]) expect(story.try(message('x'), actor).ok).toBe(false);
    for (const actor of [aDataSubject, theWorkflow, anAuditor]) expect(story.try(sent, actor).ok).toBe(false);
    expect(story.known.messages).toBeUndefined();
  });
});

describe('internal notes', () => {
  it('are of staff alone and cause no mail', () => {
    const story = Story.of(...untilReview);
    expect(effectsOf(story, { type: 'add_note', words: 'words-9' }, anAgent)).toEqual([]);
    expect(story.known.notes).toEqual([{ by: 'staff-1', at: story.now, words: 'words-9' }]);
    for (const actor of [aDataSubject, theWorkflow, anAuditor])
      expect(story.try({ type: 'add_note', words: 'x' }, actor).ok).toBe(false);
  });
});

describe('a file of the member', () => {
  it('is read by an event, and only when the request has it', () => {
    const story = Story.of(...untilReview);
    story.give(message('a', [file('a-1')]), aDataSubject);
    story.give({ type: 'view_attachment', attachment: 'a-1' }, anAgent);
    expect(story.events.at(-1)?.event).toEqual({ type: 'AttachmentViewed', attachment: 'a-1' });
    expect(story.try({ type: 'view_attachment', attachment: 'b-1' }, anAgent)).toMatchObject({
      refusal: { code: 'unknown_attachment' },
    });
    expect(story.try({ type: 'view_attachment', attachment: 'a-1' }, anAuditor).ok).toBe(false);
  });
});
