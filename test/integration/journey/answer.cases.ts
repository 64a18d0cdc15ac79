import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../support/form-browser.ts';
import {
  approve,
  askAndConfirm,
  downloadPackage,
  linkToPackage,
  mailsOf,
  signInStaff,
  track,
  untilInReview,
} from '../../support/journey.ts';
import { readZip } from '../../support/read-zip.ts';
import { localCredentials } from '../../support/stored-items.ts';
import type { TestCloud } from '../../support/test-cloud.ts';
import { expectedFindings, sample } from './expected-findings.ts';

const minute = 60_000;
const day = 86_400_000;

const people = [
  {
    email: 'li.wei@hengxin-steel.example',
    language: 'zh',
    says: ['李伟', '上海恒信钢铁贸易有限公司', '您的数据副本'],
    title: '您的数据副本',
  },
  {
    email: 'anna.keller@keller-stahl.example',
    language: 'en',
    says: ['Anna Keller', 'Keller Stahl &amp; Söhne GmbH', 'Data Protection Commission', '(Art. 16, 17 and 18 GDPR)'],
    title: 'A copy of your data',
  },
] as const;

/** From the form to the package, and what becomes of the package. */
export function answerCases(running: () => TestCloud): void {
  describe.each(people)('a request in $language', ({ email, language, says, title }) => {
    it('ends with a package of exactly what the stores hold', async () => {
      const cloud = running();
      const { member, reference, replyBy } = await askAndConfirm(cloud, { email, language });
      const agent = await signInStaff(cloud, 'agent');
      const view = await untilInReview(agent, reference);
      expect(view.replyBy).toBe(replyBy);

      const expected = expectedFindings(email);
      expect(Object.fromEntries(view.collections.map(({ id, count }) => [id, count]))).toEqual(expected);
      for (const { id, outcome } of view.collections)
        expect([id, outcome]).toEqual([id, expected[id] ? 'found' : 'nothing']);

      const looked = await agent.call<{ findings: { fields: Record<string, unknown> }[] }>(
        'GET',
        `/requests/${view.id}/collections/members.members/findings`,
      );
      expect(looked.body.findings[0]?.fields).toMatchObject({ email });

      const done = await approve(cloud, agent, view.id);
      expect(done.integrity).toEqual({ intact: true });
      expect(done.timeline.map(({ event }) => event.type)).toEqual(
        expect.arrayContaining([
          'RequestSubmitted',
          'EmailConfirmed',
          'FindingsViewed',
          'AnswerApproved',
          'RequestCompleted',
        ]),
      );

      const files = readZip(await downloadPackage(cloud, member));
      const page = files.get('index.html') ?? '';
      expect(page).toContain(`<html lang="${language}">`);
      expect(page).toContain(title);
      for (const words of [...says, reference]) expect(page).toContain(words);
      for (const [id, count] of Object.entries(expected)) {
        const records = files.get(`data/${id}.json`);
        expect([id, records === undefined ? 0 : JSON.parse(records).length]).toEqual([id, count]);
        const lines = files
          .get(`data/${id}.csv`)
          ?.replace(/^\uFEFF/, '')
          .trimEnd()
          .split('\r\n');
        // A value with a line break in quotes is one record on more lines.
        expect(lines?.length ?? 1).toBeGreaterThanOrEqual(count === 0 ? 1 : count + 1);
      }

      const account = sample().members.find(({ member: { email: address } }) => address === email);
      const { name, phone, address, job_title } = account?.member ?? {};
      expect(JSON.parse(files.get('data/members.members.json') ?? '')).toMatchObject([
        { email, name, phone, address, job_title },
      ]);
      const uploaded = [...files].filter(([path]) => path.startsWith('files/archive.uploads/')).map(([, text]) => text);
      expect(uploaded.toSorted()).toEqual(account?.uploads.map(({ text }) => text).toSorted());
    });
  });

  it('tracks a request by its reference and a code, from another browser', async () => {
    const cloud = running();
    const email = 'sean.murphy@murphy-metals.example';
    const { reference } = await askAndConfirm(cloud, { email });
    const { page } = await track(cloud, { reference, email });
    expect(page.url.pathname).toBe('/en/status');
    expect(textOf(page.html)).toContain(reference);
  });

  it('releases the package by a link of five minutes, and deletes it after its days', async () => {
    const cloud = running();
    const email = 'quiet.account@quiet.example';
    const { member, reference } = await askAndConfirm(cloud, { email });
    const agent = await signInStaff(cloud, 'agent');
    const { id } = await untilInReview(agent, reference);
    await approve(cloud, agent, id);

    const link = await linkToPackage(cloud, member);
    await cloud.advanceClock(4 * minute);
    expect((await fetch(link)).status).toBe(200);
    await cloud.advanceClock(2 * minute);
    expect((await fetch(link)).status).toBe(403);
    expect(await objectsOf(cloud, id)).not.toEqual([]);

    await cloud.advanceClock(15 * day);
    expect(await objectsOf(cloud, id)).toEqual([]);
    const { member: later, page: status } = await track(cloud, { reference, email });
    expect(textOf(status.html)).toContain('The file has been deleted');
    expect(textOf((await later.open('/data')).html)).toContain('The file has been deleted');
    const view = await (await signInStaff(cloud, 'agent')).request(id);
    expect(view.exportDeletedAt).toBeDefined();
    expect(view.integrity.intact).toBe(true);
  });

  it('tells each milestone by one mail', async () => {
    const cloud = running();
    const { reference } = await askAndConfirm(cloud, { email: 'wang.fang@wangfang-trade.example', language: 'zh' });
    const agent = await signInStaff(cloud, 'agent');
    const { id } = await untilInReview(agent, reference);
    await approve(cloud, agent, id);
    const mails = await mailsOf(cloud, id);
    expect(mails.map(({ milestone }) => milestone)).toEqual(['confirmation_code', 'receipt', 'access_ready']);
    for (const { text, html } of mails) expect(`${text}${html}`).toContain(reference);
  });
}

/** Names of what the exports bucket holds of a request. */
export async function objectsOf(cloud: TestCloud, requestId?: string): Promise<string[]> {
  const s3 = new S3Client({ ...localCredentials, endpoint: cloud.endpoints.objectStore, forcePathStyle: true });
  try {
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({
        Bucket: cloud.resources['PrivacyRequestsData/Exports'],
        Prefix: requestId === undefined ? 'requests/' : `requests/${requestId}/`,
      }),
    );
    return Contents.map(({ Key }) => String(Key));
  } finally {
    s3.destroy();
  }
}
