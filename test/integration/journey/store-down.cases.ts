import { rmSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { RequestView } from '../../../functions/console/views.ts';
import { eventually } from '../../support/eventually.ts';
import { approve, askAndConfirm, signInStaff } from '../../support/journey.ts';
import type { TestCloud } from '../../support/test-cloud.ts';
import { expectedFindings } from './expected-findings.ts';

const email = 'marta.kowalska@kowal-stal.example';

/** @param cutFile names the port that functions can't reach, while it exists (`cut-connections.ts`) */
export function storeDownCases(running: () => TestCloud, cutFile: () => string): void {
  it('shows a store that is down as failed, holds back nothing else, and reads it again alone', async () => {
    const cloud = running();
    const expected = expectedFindings(email);
    writeFileSync(cutFile(), String(postgresPort(cloud)));
    const { reference } = await askAndConfirm(cloud, { email, relation: 'former_member' });
    const agent = await signInStaff(cloud, 'agent');
    const { id } = (await agent.find(reference)) ?? {};
    if (id === undefined) throw new Error('not in the queue');
    let view = await untilReviewed(id);

    const ofTrade = view.collections.filter(({ store }) => store === 'trade');
    expect(ofTrade.map(({ outcome }) => outcome)).toEqual(ofTrade.map(() => 'failed'));
    for (const { id: collection, outcome, count } of view.collections.filter(({ store }) => store === 'members')) {
      expect([collection, outcome, count]).toEqual([
        collection,
        expected[collection] ? 'found' : 'nothing',
        expected[collection],
      ]);
    }
    expect(view.next).toBe('retry_failed');
    const early = await agent.command(id, { type: 'approve' });
    expect([early.status, early.body]).toMatchObject([422, { code: 'collections_unfinished' }]);

    rmSync(cutFile());
    const again = ['trade.companies', 'trade.messages', 'trade.consumption'];
    for (const collection of again) {
      const before = view.timeline.length;
      const retried = await agent.command(id, { type: 'retry_collection', collection });
      expect(retried.status).toBe(200);
      view = await untilReviewed(id);
      const read = view.timeline
        .slice(before)
        .flatMap(({ event }) => (event.type === 'CollectionGathered' ? [event] : []));
      // What is found through it is read with it; nothing of the other stores that was found before is read again.
      expect(read.map((event) => event.collection)).toContain(collection);
      expect(read.filter((event) => event.collection.startsWith('members.'))).toEqual([]);
    }
    expect(Object.fromEntries(view.collections.map((collection) => [collection.id, collection.count]))).toEqual(
      expected,
    );
    expect(view.collections.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect((await approve(cloud, agent, id)).integrity.intact).toBe(true);

    async function untilReviewed(request: string): Promise<RequestView> {
      let current = await agent.request(request);
      await eventually(
        'the request is in review',
        async () => {
          // The waits between tries pass at once.
          await cloud.advanceClock(5_000);
          current = await agent.request(request);
          return current.status === 'in_review';
        },
        60_000,
      );
      return current;
    }
  });
}

function postgresPort(cloud: TestCloud): number {
  const gatherer = cloud.deployed.find(({ path }) => /\/gather-trade\//.test(path) && !/Role|Log/.test(path));
  const port = /postgres(?:ql)?:\/\/[^"]*?:(\d+)\//.exec(JSON.stringify(gatherer?.properties))?.[1];
  if (port === undefined) throw new Error('the gatherer of the store trade names no port');
  return Number(port);
}
