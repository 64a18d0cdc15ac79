import { describe, expect, it } from 'vitest';
import { subjectItem } from '../../../functions/requests/index.ts';
import { aPortal, filledIn, formId, Visitor } from '../../support/a-portal.ts';

const anna = { kind: 'staff', id: 'anna', roles: ['agent'] } as const;
const form = {
  ...filledIn,
  right: 'complaint',
  relation: 'non_member',
  complaint: 'You call me every week.\nPlease stop.',
  complaint_reference: 'pr 7k3m 9qxz',
  form_id: formId,
};

async function sent(fields: Record<string, string | readonly string[]> = form) {
  const portal = aPortal();
  const member = new Visitor(portal);
  await member.post('/en/request/send', fields);
  return { portal, member };
}

describe('a complaint or question', () => {
  it('asks for words and for no data, and seals them', async () => {
    const { portal, member } = await sent({ ...form, complaint: '' });
    expect(member.heading).toBe('What do you want to tell or ask us?');
    expect(member.problems).toEqual(['Write what you want to tell or ask us']);
    await member.post('/en/request/complaint', form);
    expect(member.heading).toBe('Check your answers');
    expect(member.text).toContain('You call me every week.');
    expect(member.text).not.toContain('All kinds of data');
    await member.post('/en/request/send', form);
    const id = portal.lastRequest();
    const subject = (await portal.requests.readSealed(id, subjectItem))?.reveal();
    expect(subject).toMatchObject({ complaint: { words: form.complaint, reference: 'PR-7K3M-9QXZ' } });
    expect(JSON.stringify(await portal.requests.load(id))).not.toContain('every week');
    expect(portal.lines.join()).not.toContain('every week');
  });

  it('says what is wrong with a reference or with too many words', async () => {
    const { member } = await sent({ ...form, complaint: 'x'.repeat(4001), complaint_reference: 'no idea' });
    expect(member.problems).toEqual([
      'What you write must have 4,000 characters or fewer',
      'A reference has 8 letters and digits after PR, like PR-7K3M-9QXZ',
    ]);
  });

  it('is read and answered in words, shown after the code with the routes of complaint', async () => {
    const { portal, member } = await sent();
    await member.post('/en/code', { code: await portal.mailedCode('confirm') });
    expect(member.text).toContain('One of our staff reads what you wrote and answers it');
    await portal.give({ type: 'match_account', account: 'not_on_record' });
    await member.get('/en/status');
    expect(member.text).toContain('One of our staff is reading what you wrote.');
    await portal.give({ type: 'answer_complaint', words: 'words' }, anna, 'We took your number off the list. <b>');
    await member.get('/en/status');
    expect(member.text).toContain('We answered what you wrote to us.');
    await member.get('/en/outcome');
    expect(member.heading).toBe('We answered you');
    expect(member.text).toContain('We took your number off the list. <b>');
    expect(member.body).not.toContain('<b>');
    expect(member.text).toContain('Data Protection Commission');
    const stranger = await new Visitor(portal).get('/en/outcome');
    expect(stranger.text).not.toContain('off the list');
  });
});
