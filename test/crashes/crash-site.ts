import { join } from 'node:path';
import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { keys, type RequestState } from '../../functions/requests/index.ts';
import { type CrashInjector, installCrashInjector } from '../support/crash-injector.ts';
import { copyOf, edit, removeCopies } from '../support/edited-policy.ts';
import { type Staff, signInStaff } from '../support/journey.ts';
import { type MemberStores, memberStores } from '../support/member-stores.ts';
import { startSourceCloud } from '../support/source-cloud.ts';
import { type StoredItems, storedItems } from '../support/stored-items.ts';
import type { TestCloud } from '../support/test-cloud.ts';
import { type ClockKeeper, keepClock } from './clock-keeper.ts';
import type { Surroundings } from './surroundings.ts';

export interface CrashSite extends Surroundings {
  readonly injector: CrashInjector;
  readonly items: StoredItems;
  readonly stores: MemberStores;
  close(): Promise<void>;
}

/** An embedded cloud whose functions run in this process, so that they can be made to crash at any call of the SDK. */
export async function startCrashSite(): Promise<CrashSite> {
  const injector = installCrashInjector();
  const organisation = withoutWaiting();
  const cloud = await startSourceCloud({ organisation, adapt: fromOwnNetwork });
  const items = storedItems(cloud);
  const stores = memberStores(cloud);
  const clock: ClockKeeper = keepClock(cloud, { running: cloud.source.running, lastCallAt: injector.lastCallAt });
  return {
    cloud,
    clock,
    injector,
    items,
    stores,
    agent: staffOf(cloud, 'agent'),
    approver: staffOf(cloud, 'approver'),
    stateOf: async (id) => (await items.request(id)).state,
    lately: statesOf(items),
    async requestOf(journey) {
      for (const id of injector.requestsOf(journey)) {
        const { Item } = await items.client.send(
          new GetCommand({ TableName: items.table, Key: keys.stateKey(id), ConsistentRead: true }),
        );
        if (Item) return Item.state as RequestState;
      }
      return undefined;
    },
    async close() {
      clock.stop();
      items.close();
      await stores.close();
      await cloud.close();
      removeCopies();
    },
  };
}

/** Journeys come from networks of their own, so that the limit per network is not what ends them. */
function fromOwnNetwork(payload: string): string {
  const event = JSON.parse(payload) as { headers?: Record<string, string> } | null;
  const journey = event?.headers?.['x-journey'];
  if (!event?.headers || journey === undefined) return payload;
  const number = Number(/\d+$/.exec(journey)?.[0] ?? 0);
  event.headers['x-forwarded-for'] = `10.${number >> 8}.${number & 255}.1, 192.0.2.1`;
  return JSON.stringify(event);
}

/** FerroNex, where a deletion does not wait for days that no test has. */
function withoutWaiting(): string {
  const folder = copyOf(join(import.meta.dirname, '../../policy/ferronex'));
  edit(join(folder, 'rights.yaml'), 'waiting_days: 7', 'waiting_days: 0');
  return folder;
}

/** Signs in again when the clock has jumped past the token's life. */
function staffOf(cloud: TestCloud, id: string): () => Promise<Staff> {
  let signedIn: { readonly staff: Promise<Staff>; readonly at: number } | undefined;
  return () => {
    if (!signedIn || cloud.now() - signedIn.at > 120_000) {
      signedIn = { staff: signInStaff(cloud, id), at: cloud.now() };
    }
    return signedIn.staff;
  };
}

const freshMs = 150;

/** All requests' states, read together now and then: many wait for theirs to change. */
function statesOf({ client, table }: StoredItems): Surroundings['lately'] {
  let read: { readonly states: Promise<Map<string, RequestState>>; readonly at: number } | undefined;
  return async (id) => {
    if (!read || performance.now() - read.at > freshMs) read = { states: readStates(), at: performance.now() };
    return (await read.states).get(id);
  };

  async function readStates(): Promise<Map<string, RequestState>> {
    const states = new Map<string, RequestState>();
    for (const queue of ['unconfirmed', 'open', 'closed'] as const) {
      let start: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: table,
            IndexName: 'queue',
            KeyConditionExpression: 'queuePk = :queue',
            ExpressionAttributeValues: { ':queue': keys.queuePk(queue) },
            ...(start ? { ExclusiveStartKey: start } : {}),
          }),
        );
        for (const { state } of page.Items ?? []) states.set((state as RequestState).id, state as RequestState);
        start = page.LastEvaluatedKey;
      } while (start);
    }
    return states;
  }
}
