import type { EmbeddedCloud } from '../../local/embedded-cloud.ts';
import { eventually } from '../../test/support/eventually.ts';
import {
  acceptRedactionsIn,
  askAndConfirm,
  downloadPackage,
  mailsOf,
  mailsTo,
  type Staff,
} from '../../test/support/journey.ts';
import type { StoredItems } from '../../test/support/stored-items.ts';

const patience = 60_000;
const every = 100;

/**
 * One access request from the first page to the downloaded package: the member fills in the form, confirms, looks at the
 * status once and downloads; a member of staff opens queue and request, looks through everything found with what is
 * proposed to be left out, source by source, and approves. What the machine does by itself is waited for past the product,
 * so that waiting costs nothing.
 *
 * @returns the request's id
 */
export async function fulfilRequest(
  cloud: EmbeddedCloud,
  items: StoredItems,
  staff: Staff,
  email: string,
): Promise<string> {
  const { member } = await askAndConfirm(cloud, { email });
  const id = (await mailsTo(cloud, email)).at(-1)?.requestId ?? '';
  const reaches = (status: string) =>
    eventually(
      `request ${id} is ${status}`,
      async () => (await items.request(id)).state.status === status,
      patience,
      every,
    );
  await reaches('in_review');

  await staff.call('GET', '/queue?name=open');
  const { collections } = await staff.request(id);
  for (const { id: collection } of collections.filter(({ outcome }) => outcome === 'found')) {
    await staff.call('GET', `/requests/${id}/collections/${collection}/findings`);
    await acceptRedactionsIn(staff, id, collection);
  }
  const { status } = await staff.command(id, { type: 'approve' });
  if (status !== 200) throw new Error(`${status} for approve`);
  await reaches('completed');
  await eventually(
    'the member is told',
    async () => (await mailsOf(cloud, id)).some(({ milestone }) => milestone === 'access_ready'),
    patience,
    every,
  );

  await member.open('/status');
  await downloadPackage(cloud, member);
  return id;
}
