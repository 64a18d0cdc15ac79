import type { HoldState, RecordedHoldEvent } from '../../functions/holds/hold.ts';
import type { HoldStore } from '../../functions/holds/hold-store.ts';
import type { DeskMail } from '../../functions/requests/index.ts';
import { accepted, refused } from '../../functions/shared/result.ts';
import type { Sensitive } from '../../functions/shared/sensitive.ts';

/** Holds in memory; passes the same contract as the DynamoDB adapter. */
export function fakeHoldStore(): HoldStore & { readonly mails: DeskMail[] } {
  const states = new Map<string, HoldState>();
  const events = new Map<string, RecordedHoldEvent[]>();
  const sealed = new Map<string, Sensitive<unknown>>();
  const mails: DeskMail[] = [];
  let version = 0;
  return {
    mails,
    register: async () => ({
      version,
      holds: [...states.values()].sort(
        (a, b) => a.placedAt.localeCompare(b.placedAt) || a.matter.localeCompare(b.matter),
      ),
    }),
    load: async (matter) => states.get(matter),
    history: async (matter) => [...(events.get(matter) ?? [])],
    append: async (change) => {
      const { matter } = change.after;
      if (states.get(matter)?.version !== change.before?.version) return refused({ code: 'conflict' });
      states.set(matter, change.after);
      events.set(matter, [...(events.get(matter) ?? []), ...change.events]);
      for (const item of change.sealed) sealed.set(`${matter} ${item.name}`, item.value);
      mails.push(...change.mails);
      version += 1;
      return accepted(undefined);
    },
    readSealed: async (name) =>
      new Map(
        [...sealed].flatMap(([key, value]) => {
          const [matter = '', itemName] = key.split(' ');
          return itemName === name ? [[matter, value] as const] : [];
        }),
      ),
  };
}
