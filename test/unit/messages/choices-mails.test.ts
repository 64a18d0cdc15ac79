import { describe, expect, it } from 'vitest';
import { composeMail } from '../../../functions/messages/index.ts';
import type { Ask, Milestone } from '../../../functions/requests/index.ts';
import { ferronex } from '../../support/a-portal.ts';
import { aDataSubject, anAgent, anAsk, Story, theWorkflow } from '../../support/a-request.ts';

const collection = 'members.members';

/** What is asked for, carried out: by nobody, or by one of staff. */
function done(ask: Partial<Ask>): Story {
  const approvals = ask.erasure?.approvals ?? 0;
  const story = Story.of(
    [{ type: 'submit', ask: { ...anAsk, erasure: { waitingDays: 0, approvals }, ...ask } }, aDataSubject],
    [{ type: 'confirm_email' }, aDataSubject],
    [{ type: 'match_account', account: 'on_record' }, theWorkflow],
    [{ type: 'plan_gathering', collections: [collection] }, theWorkflow],
    [{ type: 'record_collection', collection, gathering: 1, outcome: 'found', count: 1 }, theWorkflow],
    [{ type: 'finish_gathering' }, theWorkflow],
  );
  if (approvals > 0) story.give({ type: 'approve' }, anAgent);
  const changed = { deleted: 0, changed: 1, kept: 0, held: 0 };
  story
    .give({ type: 'plan_erasure', collections: [collection] }, theWorkflow)
    .give({ type: 'record_erasure', collection, outcome: 'erased', ...changed }, theWorkflow);
  return story;
}

function mail(story: Story, milestone: Milestone): string {
  const composed = composeMail(story.known, milestone, { organisation: ferronex, siteUrl: 'https://privacy.example' });
  if (!composed) throw new Error(`no mail ${milestone}`);
  return `${composed.subject}\n\n${composed.text}`;
}

describe('the mail after consent was withdrawn', () => {
  const ask = { rights: ['consent_withdrawal'], functions: ['market_reports', 'surveys'] } as const;

  it('says which functions stop, and that what was done before stays lawful (GDPR Art. 7(3))', () => {
    const said = mail(done(ask).give({ type: 'finish_erasure' }, theWorkflow), 'choices_noted');
    expect(said).toContain('We noted your choice (request PR-7K3M-9QXZ)');
    expect(said).toContain('- Market reports for my goods: You no longer get market reports');
    expect(said).toContain('- Surveys about our services: We no longer ask you');
    expect(said).not.toContain('Suggested suppliers');
    expect(said).toContain('What we did before stays lawful (Art. 7(3) GDPR)');
    expect(said).toContain(ferronex.complaints.court.en);
  });

  it('says so in Chinese', () => {
    const said = mail(done({ ...ask, language: 'zh' }).give({ type: 'finish_erasure' }, theWorkflow), 'choices_noted');
    expect(said).toContain('我们已登记您的选择');
    expect(said).toContain('- 服务问卷调查：我们不再邀请您参加问卷调查。');
    expect(said).toContain('此前的处理仍然合法（Art. 7(3) GDPR）');
  });

  it('its receipt names the functions and promises minutes, not staff', () => {
    const said = mail(done(ask), 'receipt');
    expect(said).toContain('This is about:\n\n- Market reports for my goods\n- Surveys about our services');
    expect(said).toContain('usually within minutes');
    expect(said).not.toContain('member of staff');
  });
});

describe('the mail after a restriction', () => {
  const ask = {
    rights: ['restriction'],
    restrictionGround: 'needed_for_claims',
    erasure: { waitingDays: 0, approvals: 1 },
  } as const;

  it('says what a restriction means, that its end is told before, and who else is told (GDPR Art. 18(2)-(3), 19)', () => {
    const story = done(ask)
      .give({ type: 'list_recipients', byRequest: [], byHand: ferronex.recipients.map(({ key }) => key) }, theWorkflow)
      .give({ type: 'finish_erasure' }, theWorkflow);
    const said = mail(story, 'choices_noted');
    expect(said).toContain('We did what you asked (request PR-7K3M-9QXZ)');
    expect(said).toContain('(Art. 18(2) GDPR). Before we lift the restriction, we tell you (Art. 18(3) GDPR).');
    for (const { name } of ferronex.recipients) expect(said).toContain(`- ${name.en}: our staff tell them`);
    expect(said).not.toContain('stays lawful');
  });

  it('its receipt says that one of staff decides', () => {
    const said = mail(done(ask), 'receipt');
    expect(said).toContain('A member of staff decides on it.');
    expect(said).toContain('We write to you what we decided.');
    expect(said).not.toMatch(/gather|copy is ready/);
  });
});
