import { describe, expect, it } from 'vitest';
import { composeMail } from '../../../functions/messages/index.ts';
import type { Ask, Milestone, RequestState } from '../../../functions/requests/index.ts';
import type { Organisation } from '../../../functions/shared/organisation.ts';
import { compileOrganisation } from '../../../policy/compiler/index.ts';
import { aDataSubject, anAgent, anApprover, anAsk, Story, theWorkflow } from '../../support/a-request.ts';

const organisation: Organisation = (() => {
  const compiled = compileOrganisation('policy/ferronex');
  if (!compiled.ok) throw new Error('policy/ferronex does not compile');
  return compiled.value;
})();
const collections = ['members.members', 'members.devices', 'members.vouchers', 'archive.access_logs'];

function received(ask: Partial<Ask>): Story {
  return Story.of(
    [{ type: 'submit', ask: { ...anAsk, ...ask } }, aDataSubject],
    [{ type: 'confirm_email' }, aDataSubject],
  );
}

function deletionApproved(language: string): Story {
  const story = received({ language, rights: ['deletion'], erasure: { waitingDays: 7 } })
    .give({ type: 'match_account', account: 'on_record' }, theWorkflow)
    .give({ type: 'plan_gathering', collections }, theWorkflow);
  for (const collection of collections)
    story.give({ type: 'record_collection', collection, gathering: 1, outcome: 'found', count: 2 }, theWorkflow);
  return story
    .give({ type: 'finish_gathering' }, theWorkflow)
    .give({ type: 'note_holds', matters: ['matter-7'] }, theWorkflow)
    .give({ type: 'approve' }, anAgent)
    .give({ type: 'approve_answer' }, anApprover);
}

function deletionDone(language: string): RequestState {
  const story = deletionApproved(language);
  story.now = '2026-11-20T10:00:00.000Z';
  story.give({ type: 'start_erasure' }, theWorkflow).give({ type: 'plan_erasure', collections }, theWorkflow);
  const counts = [{ changed: 1 }, { deleted: 3 }, { kept: 2 }, { deleted: 320, held: 5 }];
  for (const [index, collection] of collections.entries()) {
    const erased = { deleted: 0, changed: 0, kept: 0, held: 0, ...counts[index] };
    story.give({ type: 'record_erasure', collection, outcome: 'erased', ...erased }, theWorkflow);
  }
  return story.give({ type: 'finish_erasure' }, theWorkflow).known;
}

function mail(state: RequestState, milestone: Milestone): string {
  const composed = composeMail(state, milestone, { organisation, siteUrl: 'https://privacy.example' }, aCode);
  if (!composed) throw new Error(`no mail ${milestone}`);
  return `${composed.subject}\n\n${composed.text}`;
}

const later = '2026-11-20T10:00:00.000Z';
const aCode = { digits: '123456', minutes: 10 };

describe('the mail after a deletion', () => {
  it('lists by kind of data what went and what stayed, why and how long, backups, recipients and ways to complain', () => {
    const said = mail(deletionDone('en'), 'deletion_done');
    expect(said).toContain('We deleted:\n\n- Registration details, from: Your account and Your devices.');
    expect(said).toContain('- Devices, from: Access logs and Your devices.');
    expect(said).toContain('Registration details, only as a code, in: Your account. Only as a code');
    expect(said).toContain(
      '- Vouchers and virtual property, in: Your vouchers. Tax and company law oblige us to keep records of trades and payments',
    );
    expect(said).toContain('How long: 6 years after the end of the financial year.');
    expect(said).toMatch(/must be kept for legal claims[^\n]*\n\n- Devices, in: Access logs\./);
    expect(said).toContain(organisation.processing.backups.en);
    expect(said).toContain('- Advertising partner whose software kit is part of our apps');
    expect(said).toContain(organisation.complaints.authority.en);
    expect(said).toContain(organisation.complaints.court.en);
    expect(said).not.toMatch(/matter-7|legal hold|undefined/);
  });

  it('says it in Chinese too', () => {
    const said = mail(deletionDone('zh'), 'deletion_done');
    expect(said).toContain('- 设备信息（访问日志和您的设备）');
    expect(said).toContain('- 代金券等虚拟财产（您的代金券）：税法和公司法要求');
    expect(said).toContain('保留期限：自会计年度结束起保存 6 年。');
    expect(said).toMatch(/法律主张必须保留[^\n]*\n\n- 设备信息（访问日志）/);
  });

  it('leaves out a list that is empty, with the line above it', () => {
    const state = deletionDone('en');
    const erasing = state.erasing && { ...state.erasing, collections: {} };
    const said = mail({ ...state, ...(erasing ? { erasing } : {}) }, 'deletion_done');
    expect(said).not.toContain('We had to keep');
    expect(said).not.toContain('legal claims');
    expect(said).toContain(organisation.processing.backups.en);
  });
});

describe('the other mails', () => {
  const asked: [Ask['rights'], RegExp, RegExp][] = [
    [['access'], /copy/, /delet/i],
    [['portability'], /you provided/, /delet/i],
    [['deletion'], /delet/i, /copy/],
    [['access', 'deletion'], /copy.*delet/is, /$^/],
  ];
  it.each(asked)('speak of what was asked for: %s', (rights, says, never) => {
    const erasure = rights.includes('deletion') ? { erasure: { waitingDays: 7 } } : {};
    const { known } = received({ rights, ...erasure });
    for (const milestone of ['confirmation_code', 'receipt'] as const) {
      expect(mail(known, milestone)).toMatch(says);
      expect(mail(known, milestone)).not.toMatch(never);
    }
    const refused: RequestState = {
      ...known,
      status: 'refused',
      decision: { kind: 'refuse', by: 'staff-1', at: known.receivedAt, reason: 'excessive' },
    };
    expect(mail(refused, 'refusal')).toMatch(says);
    expect(mail(refused, 'refusal')).not.toMatch(never);
  });

  it('say with the receipt and before the deletion how long it can be taken back', () => {
    const known = deletionApproved('en').known;
    expect(mail(known, 'receipt')).toContain('Until then, for 7 days, you can take it back.');
    expect(mail(known, 'deletion_scheduled')).toContain('We start on 9 November 2026');
    expect(mail(deletionApproved('zh').known, 'receipt')).toContain('在此之前的 7 天内您可以撤回。');
  });

  it('tell another address on record when it begins and whom to write to, and open nothing', () => {
    const story = deletionApproved('en').known;
    const said = mail(story, 'erasure_announced');
    expect(said).toContain('somebody asked us to delete data in it');
    expect(said).toContain('start on 9 November 2026');
    expect(said).toContain(organisation.controller.email);
    const cancelled: RequestState = { ...story, rights: ['account_cancellation'] };
    expect(mail(cancelled, 'erasure_announced')).toContain('close an account that has this address');
    expect(mail({ ...cancelled, language: 'zh' }, 'erasure_announced')).toContain('有人申请注销与此邮箱相关的账户');
    for (const language of ['en', 'zh'])
      expect(mail({ ...cancelled, language }, 'erasure_announced')).not.toMatch(/https?:|123456|undefined/);
  });

  it('name what nobody could look through', () => {
    const collections = { 'archive.uploads': { outcome: 'unavailable', count: 0, gathering: 1 } } as const;
    const state: RequestState = {
      ...deletionDone('en'),
      collections,
      package: { id: 'p', bytes: 1, expiresAt: later },
    };
    expect(mail(state, 'deletion_done')).toMatch(/Nobody could look through this[^\n]*\n\n- Files you uploaded\n/);
    expect(mail(state, 'access_ready')).toMatch(/is not in the file[^\n]*\n\n- Files you uploaded\n/);
    const zh = mail({ ...state, language: 'zh', rights: ['account_cancellation'] }, 'account_cancelled');
    expect(zh).toMatch(/以下部分我们无法查找[^\n]*\n\n- 您上传的文件\n/);
    expect(mail(deletionDone('en'), 'deletion_done')).not.toContain('Nobody could look');
  });

  it('hold no empty item, and no word of a hold', () => {
    for (const language of ['en', 'zh'])
      for (const milestone of [
        'confirmation_code',
        'receipt',
        'deletion_scheduled',
        'deletion_done',
        'refusal',
        'withdrawn',
        'identity_not_verified',
      ] as const) {
        const said = mail(deletionDone(language), milestone);
        expect(said).not.toMatch(/^-\s*$/m);
        expect(said).not.toMatch(/[{}]|matter-7/);
      }
  });
});
