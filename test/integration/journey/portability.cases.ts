import { expect, it } from 'vitest';
import { approve, askAndConfirm, downloadPackage, signInStaff, untilInReview } from '../../support/journey.ts';
import { readZip } from '../../support/read-zip.ts';
import type { TestCloud } from '../../support/test-cloud.ts';
import { expectedFindings, sample } from './expected-findings.ts';

const email = 'anna.keller@keller-stahl.example';

/** The copy for other services: what the member provided, and nothing else (GDPR Art. 20). */
export function portabilityCases(running: () => TestCloud): void {
  it('a portable copy has what the member provided, source by source and field by field', async () => {
    const cloud = running();
    const { member, reference } = await askAndConfirm(cloud, { email, rights: ['portability'] });
    const agent = await signInStaff(cloud, 'agent');
    const { id } = await untilInReview(agent, reference);
    await approve(cloud, agent, id);
    expect((await member.open('/data')).html).toContain('README.txt');

    const files = readZip(await downloadPackage(cloud, member));
    const json = (name: string): Record<string, unknown>[] => JSON.parse(files.get(`data/${name}.json`) ?? '[]');
    const account = sample().members.find(({ member: { email: address } }) => address === email);
    if (!account) throw new Error('the sample has no such member');
    const { status: _, ...provided } = account.member;
    expect(json('members.members')).toEqual([provided]);
    expect(json('members.devices')).toHaveLength(account.devices.length);
    expect(json('members.devices')).toEqual(expect.arrayContaining([...account.devices]));
    expect(json('members.authentications')).toHaveLength(account.authentications.length);
    for (const record of json('members.authentications')) {
      const stored = account.authentications.find(
        ({ authentication_id }) => authentication_id === record.authentication_id,
      );
      const { result, verified_at, ...given } = stored ?? { result: '', verified_at: '' };
      expect([record, result, verified_at.length > 0]).toEqual([given, 'passed', true]);
    }

    const ordered = [...sample().orders()].filter(
      ({ buyer_company_id }) => buyer_company_id === account.member.company_id,
    );
    expect(
      json('trade.orders')
        .map(({ order_id }) => order_id)
        .toSorted(),
    ).toEqual(ordered.map(({ order_id }) => order_id).toSorted());
    expect(json('trade.orders').length).toBeLessThan(expectedFindings(email)['trade.orders'] ?? 0);
    const written = [...sample().messages()].filter(
      ({ sender_member_id }) => sender_member_id === account.member.member_id,
    );
    expect(
      json('trade.messages')
        .map(({ message_id }) => message_id)
        .toSorted(),
    ).toEqual(written.map(({ message_id }) => message_id).toSorted());
    expect(json('archive.access_logs')).toHaveLength(expectedFindings(email)['archive.access_logs'] ?? 0);
    expect(json('archive.access_logs')[0]).not.toHaveProperty('status');
    for (const record of json('trade.consumption'))
      expect(Object.keys(record)).not.toEqual(expect.arrayContaining(['payment_reference']));

    const made = [...files.keys()].filter((name) => !name.startsWith('data/') && !name.startsWith('files/'));
    expect(made.toSorted()).toEqual(['README.txt', 'datapackage.json']);
    expect([...files.keys()].filter((name) => name.includes('vouchers'))).toEqual([]);
    const uploaded = [...files].filter(([name]) => name.startsWith('files/archive.uploads/')).map(([, text]) => text);
    expect(uploaded.toSorted()).toEqual(account.uploads.map(({ text }) => text).toSorted());
  });
}
