import { describe, expect, it } from 'vitest';
import { recipientLister } from '../../../functions/recipients/list-recipients.ts';
import { whatToTell } from '../../../functions/recipients/what-to-tell.ts';
import type { Ask, Command, RequestState } from '../../../functions/requests/index.ts';
import { ferronex } from '../../support/a-portal.ts';
import { aDataSubject, anAgent, anAsk, Story, theWorkflow } from '../../support/a-request.ts';

async function listed(ask: Partial<Ask>, organisation = ferronex) {
  const collection = 'members.members';
  const story = Story.of(
    [{ type: 'submit', ask: { ...anAsk, erasure: { waitingDays: 0, approvals: 1 }, ...ask } }, aDataSubject],
    [{ type: 'confirm_email' }, aDataSubject],
    [{ type: 'match_account', account: 'on_record' }, theWorkflow],
    [{ type: 'plan_gathering', collections: [collection] }, theWorkflow],
    [{ type: 'record_collection', collection, gathering: 1, outcome: 'found', count: 1 }, theWorkflow],
    [{ type: 'finish_gathering' }, theWorkflow],
    [{ type: 'approve' }, anAgent],
    [{ type: 'plan_erasure', collections: [collection] }, theWorkflow],
    [
      {
        type: 'record_erasure',
        collection,
        outcome: 'erased',
        ...{ deleted: 0, changed: 1, kept: 0, held: 0 },
      },
      theWorkflow,
    ],
  );
  const list = recipientLister({
    organisation,
    requests: { load: async () => story.known },
    handle: async ({ command }: { readonly command: Command }) => ({
      ok: true,
      value: story.give(command, theWorkflow).known,
    }),
  });
  return { toTell: await list(story.known.id), recipients: story.known.erasing?.recipients };
}

describe('who is told of what was noted', () => {
  it('of a restriction every recipient (GDPR Art. 19): by a request who takes it, else by staff', async () => {
    const { toTell, recipients } = await listed({ rights: ['restriction'] });
    const takes = ferronex.recipients.filter(({ endpoint }) => endpoint).map(({ key }) => key);
    expect(takes).toHaveLength(3);
    expect(toTell).toEqual({ recipients: takes });
    expect(recipients).toEqual(
      Object.fromEntries(
        ferronex.recipients.map(({ key }) => [key, { outcome: takes.includes(key) ? 'waiting' : 'by_hand' }]),
      ),
    );
  });

  it('of a restriction by staff, where a recipient takes nothing but erasures', async () => {
    const onlyErasures = ferronex.recipients.map((recipient) =>
      recipient.endpoint
        ? { ...recipient, endpoint: { ...recipient.endpoint, takes: ['erasure'] as const } }
        : recipient,
    );
    const { toTell } = await listed({ rights: ['restriction'] }, { ...ferronex, recipients: onlyErasures });
    expect(toTell).toEqual({ recipients: [] });
  });

  it('of an objection or a choice nobody', async () => {
    for (const right of ['objection', 'consent_withdrawal'] as const)
      expect(await listed({ rights: [right] })).toEqual({ toTell: { recipients: [] }, recipients: undefined });
  });
});

describe('what each recipient is told of a correction', () => {
  const written = (fields: readonly string[]): RequestState => {
    const { known } = Story.of([{ type: 'submit', ask: { ...anAsk, rights: ['correction'] } }, aDataSubject]);
    const change = {
      id: 'c1',
      right: 'correction',
      decision: 'accepted',
      outcome: 'done',
      sealed: 'decided-1',
    } as const;
    return {
      ...known,
      erasing: { from: '2026-11-02', startedAt: '2026-11-02T10:00:00.000Z', collections: {} },
      changes: [{ ...change, collection: 'members.members', fields, carriedOutAt: '2026-11-03T10:00:00.000Z' }],
    };
  };
  const { category } =
    ferronex.dataMap.collections
      .find(({ id }) => id === 'members.members')
      ?.fields.find(({ name }) => name === 'phone') ?? {};

  it('is what was written of the categories it got, and nothing else', () => {
    const tellings = whatToTell(ferronex, written(['phone']));
    const got = ferronex.categories.find(({ key }) => key === category)?.recipients ?? [];
    expect(got.length).toBeGreaterThan(0);
    expect(got.length).toBeLessThan(ferronex.recipients.length);
    expect(tellings.map(({ recipient }) => recipient.key).toSorted()).toEqual([...got].toSorted());
    for (const { types, corrected } of tellings) {
      expect(types).toEqual(['rectification']);
      expect(corrected).toEqual([
        { change: 'c1', sealed: 'decided-1', category, collection: 'members.members', field: 'phone' },
      ]);
    }
  });

  it('is nothing while nothing was written', () => {
    const state = written(['phone']);
    const stale = (state.changes ?? []).map((change) => ({ ...change, outcome: 'stale' as const }));
    expect(whatToTell(ferronex, { ...state, changes: stale })).toEqual([]);
  });
});
