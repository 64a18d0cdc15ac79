import { afterAll, beforeAll, expect, it } from 'vitest';
import { approve, askAndConfirm, downloadPackage, signInStaff, untilInReview } from '../../support/journey.ts';
import { readZip } from '../../support/read-zip.ts';
import { startTestCloud, type TestCloud } from '../../support/test-cloud.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
}, 180_000);
afterAll(() => cloud?.close());

it('leads from the form to the package', async () => {
  const { member, reference } = await askAndConfirm(cloud, { email: 'li.wei@hengxin-steel.example', language: 'zh' });
  const agent = await signInStaff(cloud, 'agent');
  const view = await untilInReview(agent, reference);
  await approve(cloud, agent, view.id);
  const files = readZip(await downloadPackage(cloud, member));
  expect([...files.keys()]).toContain('index.html');
});
