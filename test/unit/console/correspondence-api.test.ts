import { expect, test } from 'vitest';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { aDataSubject, Story, untilReview } from '../../support/a-request.ts';
import { aConsole } from './a-console.ts';

const id = 'request-1';

function aDesk() {
  const desk = aConsole();
  const story = Story.of(...untilReview);
  story.give(
    {
      type: 'receive_message',
      message: 'm',
      words: 'message-m',
      attachments: [{ id: 'm-1', type: 'image/png', bytes: 7 }],
    },
    aDataSubject,
  );
  desk.requests.put(story.known, story.events);
  desk.requests.sealed.set(`${id} message-m`, new Sensitive('It is me.'));
  desk.requests.sealed.set(`${id} attachment-m-1`, new Sensitive('passport Anna.png'));
  const command = (who: string, body: object) => desk.call(who, 'POST', `/requests/${id}/commands`, body);
  return { ...desk, command, version: story.known.version };
}

test('staff read the thread, answer it, and note something for each other', async () => {
  const desk = aDesk();
  const { body: view } = await desk.call('agent.anna', 'GET', `/requests/${id}`);
  expect(view).toMatchObject({
    replyWaiting: true,
    messages: [{ from: 'member', text: 'It is me.', attachments: [{ id: 'm-1', name: 'passport Anna.png' }] }],
    may: { send_message: 'yes', read_replies: 'yes', add_note: 'yes', view_attachment: 'yes' },
  });
  const noted = await desk.command('legal.lena', { type: 'add_note', expectedVersion: desk.version, words: 'Odd.' });
  expect(noted.body.notes).toMatchObject([{ by: 'lena', text: 'Odd.' }]);
  const { version } = noted.body;
  const sent = await desk.command('agent.anna', {
    type: 'send_message',
    expectedVersion: version,
    words: 'Thank you.',
  });
  expect(sent.body).toMatchObject({ replyWaiting: false, messages: [{}, { by: 'anna', text: 'Thank you.' }] });
  for (const words of ['Odd.', 'Thank you.', 'passport', 'It is me.'])
    expect(JSON.stringify(sent.body.timeline)).not.toContain(words);
});

test('who reads no words sees that something was written, and writes nothing', async () => {
  const desk = aDesk();
  await desk.command('agent.anna', { type: 'add_note', expectedVersion: desk.version, words: 'Odd.' });
  const { body: view } = await desk.call('auditor.olga', 'GET', `/requests/${id}`);
  expect(view.messages).toMatchObject([{ from: 'member', attachments: [{ bytes: 7 }] }]);
  for (const words of ['Odd.', 'passport', 'It is me.']) expect(JSON.stringify(view)).not.toContain(words);
  const { version: expectedVersion } = view;
  for (const type of ['send_message', 'add_note'])
    expect(await desk.command('auditor.olga', { type, expectedVersion, words: 'x' })).toMatchObject({ status: 403 });
  expect(await desk.call('auditor.olga', 'POST', `/requests/${id}/attachments/m-1/link`)).toMatchObject({
    status: 403,
  });
});

test('a file is saved through a link that says nothing of the member, for an event', async () => {
  const desk = aDesk();
  const { body } = await desk.call('agent.anna', 'POST', `/requests/${id}/attachments/m-1/link`);
  expect(body.url).toBe(`https://files.example/${id}/m-1?as=PR-7K3M-9QXZ-1.png`);
  const events = desk.requests.events.get(id) ?? [];
  expect(events.at(-1)).toMatchObject({
    actor: { id: 'anna' },
    event: { type: 'AttachmentViewed', attachment: 'm-1' },
  });
  const unknown = await desk.call('agent.anna', 'POST', `/requests/${id}/attachments/m-9/link`);
  expect([unknown.status, unknown.body.code]).toEqual([404, 'unknown_attachment']);
});
