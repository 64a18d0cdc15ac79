import { addDays, dayInZone } from '../shared/days.ts';
import type { CollectionEnd, GatheringState } from './gathering-progress.ts';
import type { Criterion } from './store-connector.ts';

export interface PeopleOptions {
  /** Days of the calendar that they have. */
  readonly dueDays: number;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
}

/**
 * Whether a collection waits for a person: something leads there, and nobody has handed in what they found. Where no value
 * leads, there is nothing to look for, and nobody is asked.
 */
export function leftToPeople({ dueDays, now }: PeopleOptions) {
  return async (
    collection: string,
    { collections, timeZone }: GatheringState,
    criteria: AsyncIterable<readonly Criterion[]>,
  ): Promise<Pick<CollectionEnd, 'outcome' | 'count' | 'due'> | undefined> => {
    if (collections[collection]?.submission !== undefined) return undefined;
    for await (const _ of criteria) {
      const due = addDays(dayInZone(now(), timeZone), dueDays);
      return { outcome: 'by_hand', count: 0, due };
    }
    return undefined;
  };
}

export type LeftToPeople = ReturnType<typeof leftToPeople>;
