import { expect, it } from 'vitest';
import type { SubjectView } from '../../../functions/console/views.ts';
import { textOf } from '../../support/form-browser.ts';
import {
  askAndConfirm,
  mailsOf,
  signInStaff,
  track,
  untilInReview,
  untilStatus,
  untilTold,
} from '../../support/journey.ts';
import type { TestCloud } from '../../support/test-cloud.ts';

const email = 'liu.yang@visitor.example';
const words = '我没有账户，为什么有人给我打电话？';
const answer = '一家企业把您填写为联系人，我们已请其删除。';

/** A complaint or question of somebody without an account: no data is gathered, staff answer in words. */
export function complaintCases(running: () => TestCloud): void {
  it('is answered in words that only the page behind the code shows', async () => {
    const cloud = running();
    const ask = { email, language: 'zh', relation: 'non_member', rights: ['complaint'], complaint: { words } } as const;
    const { reference } = await askAndConfirm(cloud, ask);
    const agent = await signInStaff(cloud, 'agent');
    const { id, collections, next } = await untilInReview(agent, reference);
    expect({ collections, next }).toEqual({ collections: [], next: 'answer_complaint' });

    const { body: subject } = await agent.call<SubjectView>('POST', `/requests/${id}/subject`);
    expect(subject.complaint).toEqual({ words });
    const auditor = await signInStaff(cloud, 'auditor');
    expect((await auditor.command(id, { type: 'answer_complaint', words: 'no' })).status).toBe(403);
    expect((await agent.command(id, { type: 'answer_complaint', words: answer })).status).toBe(200);
    const done = await untilStatus(agent, id, 'completed');
    expect(done.complaintAnswer).toMatchObject({ by: 'agent', words: answer });
    expect((await auditor.request(id)).complaintAnswer).not.toHaveProperty('words');
    expect(JSON.stringify(done.timeline)).not.toContain(answer);

    await untilTold(cloud, id, 'complaint_answered');
    const mails = JSON.stringify(await mailsOf(cloud, id));
    expect(mails).not.toContain(words);
    expect(mails).not.toContain(answer);
    expect(mails).toContain('dataprotection.ie');
    const { member } = await track(cloud, { reference, email, language: 'zh' });
    const page = textOf((await member.open('/outcome')).html);
    expect(page).toContain(answer);
    expect(page).toContain('dataprotection.ie');

    // Not satisfied: a complaint of its own, which somebody else answers.
    const form = await member.open('/complain');
    const sent = await member.browser.send(form, '/complain', { complaint: '没有人联系我。' });
    expect(sent.url.pathname).toBe('/zh/received');
    const [followUp] = (await agent.request(id)).followUps ?? [];
    if (!followUp) throw new Error('the first request does not know of the complaint');
    await untilStatus(agent, followUp.requestId, 'in_review');
    expect(await agent.command(followUp.requestId, { type: 'answer_complaint', words: answer })).toMatchObject({
      status: 403,
      body: { code: 'same_person' },
    });
    const approver = await signInStaff(cloud, 'approver');
    expect((await approver.command(followUp.requestId, { type: 'answer_complaint', words: answer })).status).toBe(200);
    await untilStatus(agent, followUp.requestId, 'completed');
    for (const milestone of ['complaint_acknowledged', 'complaint_answered'])
      await untilTold(cloud, followUp.requestId, milestone);
  });
}
