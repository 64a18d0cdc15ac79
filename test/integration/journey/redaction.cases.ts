import { expect, it } from 'vitest';
import type { FindingsView, RedactionView } from '../../../functions/console/review-views.ts';
import {
  acceptRedactions,
  approve,
  askAndConfirm,
  downloadPackage,
  signInStaff,
  untilInReview,
} from '../../support/journey.ts';
import { readZip } from '../../support/read-zip.ts';
import type { TestCloud } from '../../support/test-cloud.ts';

/** Two visitors wrote to this member; one of them is named in a listing of the member's company, with a telephone. */
const email = 'li.wei@hengxin-steel.example';

/** What a member's messages and orders say of others stays out of the copy. */
export function redactionCases(running: () => TestCloud): void {
  it('a copy holds nothing of what was redacted, in no file, and says what was left out', async () => {
    const cloud = running();
    const { member, reference } = await askAndConfirm(cloud, { email, language: 'zh' });
    const agent = await signInStaff(cloud, 'agent');
    const { id, collections, redactions } = await untilInReview(agent, reference);
    expect(redactions?.undecided).toBeGreaterThan(0);
    const early = await agent.command(id, { type: 'approve' });
    expect([early.status, early.body]).toMatchObject([422, { code: 'redactions_undecided' }]);

    const path = `/requests/${id}/collections/trade.messages`;
    const { body: proposed } = await agent.call<RedactionView>('GET', `${path}/redactions`);
    expect(proposed.values.map(({ value }) => value)).toEqual(
      expect.arrayContaining(['Tom Byrne', 'tom.byrne@visitor.example', '刘洋', '+86 21 5555 0177']),
    );
    expect(proposed.values.map(({ value }) => value)).not.toContain('李伟');
    const auditor = await signInStaff(cloud, 'auditor');
    expect((await auditor.call('GET', `${path}/redactions`)).status).toBe(403);
    const denied = await auditor.call('POST', `${path}/redactions`, { type: 'accept_all', list: proposed.list });
    expect(denied.status).toBe(403);

    await acceptRedactions(agent, id);
    const { body: accepted } = await agent.call<RedactionView>('GET', `${path}/redactions`);
    // Nobody's field: only a person sees that this is Tom Byrne's number.
    const byHand = { type: 'redact_value', value: '+353 1 555 0142', reason: 'third_party', list: accepted.list };
    expect((await agent.call('POST', `${path}/redactions`, byHand)).status).toBe(200);
    const { body: preview } = await agent.call<FindingsView>('GET', `${path}/findings?as=member`);
    const redacted = new Set(['+353 1 555 0142', '021-5555 0177']);
    for (const { id: collection, outcome } of collections) {
      if (outcome !== 'found') continue;
      const { body } = await agent.call<RedactionView>('GET', `/requests/${id}/collections/${collection}/redactions`);
      for (const { value, decision } of body.values) if (decision === 'redact') redacted.add(value);
    }
    expect(redacted.size).toBeGreaterThan(6);
    const holds = (text: string) => [...redacted].filter((value) => text.toLowerCase().includes(value.toLowerCase()));
    expect(holds(JSON.stringify(preview))).toEqual([]);

    const done = await approve(cloud, agent, id);
    expect(holds(JSON.stringify(done))).toEqual([]);
    expect(done.timeline.map(({ event }) => event.type)).toEqual(
      expect.arrayContaining(['RedactionsProposed', 'FindingsViewed', 'RedactionChanged', 'AnswerApproved']),
    );
    const files = readZip(await downloadPackage(cloud, member));
    // Files the member uploaded are the member's own, and handed over as they are.
    const made = [...files].filter(([name]) => !name.startsWith('files/'));
    for (const [name, text] of made) expect([name, holds(text)]).toEqual([name, []]);
    for (const name of ['index.html', 'data/trade.messages.json', 'data/trade.messages.csv'])
      expect(files.get(name)).toContain('［已隐去：他人信息］');
    expect(files.get('index.html')).toContain('我们隐去的内容');
    expect(files.get('data/members.members.json')).toContain('李伟');
    expect((await member.open('/data')).html).toContain('我们隐去的内容');
  });
}
