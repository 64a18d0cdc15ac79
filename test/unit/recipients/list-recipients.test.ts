import { describe, expect, it } from 'vitest';
import { recipientLister } from '../../../functions/recipients/list-recipients.ts';
import type { Ask, Command } from '../../../functions/requests/index.ts';
import { ferronex } from '../../support/a-portal.ts';
import { aDataSubject, anAgent, anAsk, Story, theWorkflow } from '../../support/a-request.ts';

async function listed(ask: Partial<Ask>) {
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
    organisation: ferronex,
    requests: { load: async () => story.known },
    handle: async ({ command }: { readonly command: Command }) => ({
      ok: true,
      value: story.give(command, theWorkflow).known,
    }),
  });
  return { toTell: await list(story.known.id), recipients: story.known.erasing?.recipients };
}

describe('who is told of what was noted', () => {
  it('of a restriction every recipient, by staff (GDPR Art. 19)', async () => {
    const { toTell, recipients } = await listed({ rights: ['restriction'] });
    expect(toTell).toEqual({ recipients: [] });
    expect(recipients).toEqual(Object.fromEntries(ferronex.recipients.map(({ key }) => [key, { outcome: 'by_hand' }])));
  });

  it('of an objection or a choice nobody', async () => {
    for (const right of ['objection', 'consent_withdrawal'] as const)
      expect(await listed({ rights: [right] })).toEqual({ toTell: { recipients: [] }, recipients: undefined });
  });
});
