import type { EmbeddedCloud } from '../local/embedded-cloud.ts';
import { eventually } from '../test/support/eventually.ts';
import { askAndConfirm, mailsTo } from '../test/support/journey.ts';
import { storedItems } from '../test/support/stored-items.ts';
import { type Measure, median } from './measure.ts';

/**
 * How long the machine works by itself: from the confirmed code to the event that puts the request into review, as the
 * request's own events date them. One request after the other; the first, whose functions load, does not count.
 */
export async function machineTime(cloud: EmbeddedCloud, emails: readonly string[]): Promise<Measure[]> {
  const items = storedItems(cloud);
  try {
    const times: number[] = [];
    for (const email of emails) {
      await askAndConfirm(cloud, { email });
      const id = (await mailsTo(cloud, email)).at(-1)?.requestId ?? '';
      await eventually(
        `request ${id} is in review`,
        async () => (await items.request(id)).state.status === 'in_review',
        60_000,
        100,
      );
      const { history } = await items.request(id);
      const at = (type: string) => Date.parse(history.find(({ event }) => event.type === type)?.at ?? '');
      times.push(at('GatheringFinished') - at('EmailConfirmed'));
    }
    const name = `machine time from confirmed code to in review, median of ${times.length - 1} requests`;
    return [{ name, value: Math.round(median(times.slice(1))), unit: 'ms', limit: null }];
  } finally {
    items.close();
  }
}
