import { describe, expect, it } from 'vitest';
import { aPortal, filledIn, formId, Visitor } from '../../support/a-portal.ts';

const anna = { kind: 'staff', id: 'anna', roles: ['agent'] } as const;
const pdf = (name = 'register.pdf', size = 100) =>
  new File([`%PDF-1.7\n${'x'.repeat(Math.max(0, size - 9))}`], name, { type: 'application/octet-stream' });
const zip = new File([new Uint8Array([0x50, 0x4b, 3, 4, 0])], 'register.pdf', { type: 'application/pdf' });

/** A confirmed request under review, and its owner's browser. */
async function confirmed(fields: Readonly<Record<string, string>> = {}) {
  const portal = aPortal();
  const member = new Visitor(portal);
  await member.post('/en/request/send', {
    ...filledIn,
    right: 'complaint',
    complaint: 'Why?',
    ...fields,
    form_id: formId,
  });
  await member.post('/en/code', { code: await portal.mailedCode('confirm') });
  await portal.give({ type: 'match_account', account: 'on_record' });
  const load = async () => {
    const state = await portal.requests.load(portal.lastRequest());
    if (!state) throw new Error('no request');
    return state;
  };
  const staffWrite = (words: string) =>
    portal.give({ type: 'send_message', message: 'words', words: 'words' }, anna, words);
  return { portal, member, load, staffWrite };
}

const idOn = (member: Visitor): string => String(member.hidden.form_id);

describe('messages on the page of a request', () => {
  it('show what staff wrote, and take an answer with files', async () => {
    const { portal, member, load, staffWrite } = await confirmed();
    await staffWrite('We need <more> time.');
    await member.get('/en/status');
    expect(member.text).toContain('We wrote you a message.');
    expect(member.text).not.toContain('more');
    await member.get('/en/messages');
    expect(member.body).toContain('We need &lt;more&gt; time.');
    await member.send('/en/messages', { form_id: idOn(member), message: 'Here it is.' }, [
      pdf('../Handelsregister 🙂.pdf'),
      new File(['a,b\n1,2\n'], 'list.csv'),
    ]);
    expect(member.path).toBe('/en/messages?notice=sent');
    expect(member.text).toContain('Here it is.');
    expect(member.text).toContain('Handelsregister 🙂.pdf');
    const state = await load();
    const attachments = state.messages?.[1]?.attachments ?? [];
    expect(attachments.map(({ type, bytes }) => [type, bytes])).toEqual([
      ['application/pdf', 100],
      ['text/csv', 8],
    ]);
    expect([...portal.files.keys()]).toEqual(attachments.map(({ id }) => `${state.id}/${id}`));
    // Nothing of what was written stands in state or events.
    const stored = JSON.stringify([state, await portal.requests.history(state.id), portal.lines]);
    for (const secret of ['Handelsregister', 'list.csv', 'Here it is', 'more']) expect(stored).not.toContain(secret);
  });

  it('sent twice are one message', async () => {
    const { portal, member, load } = await confirmed();
    await member.get('/en/messages');
    const id = idOn(member);
    for (let time = 0; time < 2; time++) await member.send('/en/messages', { form_id: id, message: 'Once.' }, [pdf()]);
    expect((await load()).messages).toHaveLength(1);
    expect(portal.files.size).toBe(1);
  });

  it.each([
    ['nothing', '', [], 'Write a message or choose a file'],
    ['an archive that calls itself a PDF', 'text', [zip], 'Each file must be a PDF'],
    ['an empty file', 'text', [new File([], 'empty.pdf')], 'Each file must be a PDF'],
    ['too much', 'text', [pdf('a.pdf', 2_500_000), pdf('b.pdf', 1_600_000)], '4 MB or less'],
    ['four files', 'text', [pdf(), pdf(), pdf(), pdf()], 'Choose 3 files or fewer'],
    ['too long a text', 'x'.repeat(4001), [pdf()], 'Choose your files again'],
  ] as const)(
    'with %s is shown again with what was typed, and nothing is kept',
    async (_what, message, files, says) => {
      const { portal, member, load } = await confirmed();
      await member.get('/en/messages');
      await member.send('/en/messages', { form_id: idOn(member), message }, files);
      expect(member.status).toBe(422);
      expect(member.title).toMatch(/^Error: /);
      expect(member.problems.join(' ')).toContain(says);
      if (message.length < 100) expect(member.body).toContain(`>${message}</textarea>`);
      expect(portal.files.size).toBe(0);
      expect(await load()).not.toHaveProperty('messages');
    },
  );

  it('with a body that is no form, or too much of one, are refused', async () => {
    const { portal, member } = await confirmed();
    const boundary = { 'content-type': 'multipart/form-data; boundary=x' };
    expect(await member.post('/en/messages', 'not parts', boundary)).toMatchObject({ status: 415 });
    expect(await member.post('/en/messages', '{}', { 'content-type': 'application/json' })).toMatchObject({
      status: 415,
    });
    const huge = { ...boundary, 'content-length': '7000000' };
    expect(await member.post('/en/messages', 'not parts', huge)).toMatchObject({ status: 413 });
    const forged = { 'sec-fetch-site': 'cross-site' };
    expect(await member.post('/en/messages', 'message=x', forged)).toMatchObject({ status: 403 });
    expect(portal.files.size).toBe(0);
  });

  it('are nobody else’s to read or write', async () => {
    const { portal, staffWrite, load } = await confirmed();
    await staffWrite('For the owner only.');
    const stranger = new Visitor(portal);
    await stranger.get('/en/messages');
    expect(stranger.text).not.toContain('For the owner only.');
    await stranger.send('/en/messages', { form_id: formId, message: 'Let me in' }, [pdf()]);
    expect(stranger.text).not.toContain('Let me in');
    expect((await load()).messages).toHaveLength(1);
    expect(portal.files.size).toBe(0);
  });

  it('go on after the request is closed', async () => {
    const { member, load } = await confirmed();
    await member.post('/en/withdraw', {});
    await member.get('/zh/messages');
    await member.send('/zh/messages', { form_id: idOn(member), message: '还有一个问题' });
    expect(member.text).toContain('我们已收到您的消息');
    expect(await load()).toMatchObject({ status: 'withdrawn', messages: [{ from: 'member' }] });
  });
});

describe('internal notes', () => {
  it('are on no page of the member', async () => {
    const { portal, member } = await confirmed();
    await portal.give({ type: 'add_note', words: 'words' }, anna, 'Suspicious, check twice.');
    for (const page of ['status', 'messages', 'received', 'outcome', 'answer', 'data', 'withdraw'])
      for (const language of ['en', 'zh']) {
        await member.get(`/${language}/${page}`);
        expect(member.text).not.toContain('Suspicious');
      }
  });
});

describe('an answer to a question', () => {
  it('brings files, and keeps what was typed when one is refused', async () => {
    const { portal, member, load } = await confirmed();
    await portal.give({ type: 'ask_member', words: 'words' }, anna, 'Which company?');
    await member.send('/en/answer', { answer: 'Keller Stahl' }, [zip]);
    expect(member.status).toBe(422);
    expect(member.body).toContain('>Keller Stahl</textarea>');
    await member.send('/en/answer', { answer: 'Keller Stahl' }, [pdf('Auszug.pdf')]);
    const state = await load();
    expect(state.clarifications?.[0]?.attachments).toEqual([{ id: 'answer-1-1', type: 'application/pdf', bytes: 100 }]);
    expect(portal.files.size).toBe(1);
    expect((await portal.requests.readSealed(state.id, 'attachment-answer-1-1'))?.reveal()).toBe('Auszug.pdf');
    await member.get('/en/messages');
    expect(member.text).toContain('Which company?');
    expect(member.text).toContain('Auszug.pdf');
  });
});
