import { describe, expect, it } from 'vitest';
import { gatheringProgress } from '../../../functions/discovery/gathering-progress.ts';
import { gatheringPlanner } from '../../../functions/discovery/plan-gathering.ts';
import type { Ask } from '../../../functions/requests/index.ts';
import type { CollectionBinding, DataMap, FieldBinding } from '../../../functions/shared/organisation.ts';
import { accepted } from '../../../functions/shared/result.ts';
import { aDataSubject, anAsk, Story, submitted, theWorkflow } from '../../support/a-request.ts';

const dataMap: DataMap = {
  stores: [],
  accountDirectory: { collection: 'crm.members', identity: 'email' },
  collections: [
    collection('logs.lines', 'archive', 'usage', {
      references: [{ collection: 'crm.devices', field: 'id', direction: 'from' }],
    }),
    collection('crm.members', 'crm', 'account', { identity: 'email' }),
    collection('crm.devices', 'crm', 'devices', {
      references: [{ collection: 'crm.members', field: 'id', direction: 'from' }],
    }),
    collection('crm.vouchers', 'crm', 'vouchers', {
      references: [{ collection: 'crm.members', field: 'id', direction: 'from' }],
    }),
  ],
};
const gatherers = { crm: 'arn:crm', archive: 'arn:archive' };

describe('planning a gathering', () => {
  it('puts every collection into its wave, with the function that reads its store, and notes them on the request', async () => {
    const story = gathering();
    expect(await plannerOf(story)('request-1')).toEqual({
      waves: [
        [{ collection: 'crm.members', store: 'crm', gatherer: 'arn:crm' }],
        [
          { collection: 'crm.devices', store: 'crm', gatherer: 'arn:crm' },
          { collection: 'crm.vouchers', store: 'crm', gatherer: 'arn:crm' },
        ],
        [{ collection: 'logs.lines', store: 'archive', gatherer: 'arn:archive' }],
      ],
    });
    expect(Object.keys(story.known.collections).sort()).toEqual(dataMap.collections.map(({ id }) => id).sort());
  });

  it('leaves out what has ended, so that planning again carries on', async () => {
    const story = gathering();
    await plannerOf(story)('request-1');
    const end = { type: 'record_collection', gathering: 1, outcome: 'found', count: 1 } as const;
    story
      .give({ ...end, collection: 'crm.members' }, theWorkflow)
      .give({ ...end, collection: 'crm.vouchers' }, theWorkflow);
    const { waves } = await plannerOf(story)('request-1');
    expect(waves.map((wave) => wave.map(({ collection }) => collection))).toEqual([['crm.devices'], ['logs.lines']]);
    for (const collection of ['crm.devices', 'logs.lines']) story.give({ ...end, collection }, theWorkflow);
    expect(await plannerOf(story)('request-1')).toEqual({ waves: [] });
  });

  it('reads where addresses are too, of a request that is announced before it begins', async () => {
    const marked = {
      ...dataMap,
      collections: dataMap.collections.map((one) =>
        one.id === 'crm.vouchers' ? { ...one, ownAddresses: ['id'] } : one,
      ),
    };
    const read = async (story: Story) =>
      (await plannerOf(story, gatherers, marked)('request-1')).waves.flat().map(({ collection }) => collection);
    expect(await read(gathering(['devices']))).toEqual(['crm.members', 'crm.devices']);
    expect(await read(gathering(['devices'], { rights: ['deletion'], erasure: { waitingDays: 7 } }))).toEqual([
      'crm.members',
      'crm.devices',
      'crm.vouchers',
    ]);
  });

  it('reads only what was asked for, and what leads there', async () => {
    const story = gathering(['usage']);
    const { waves } = await plannerOf(story)('request-1');
    expect(waves.flat().map(({ collection }) => collection)).toEqual(['crm.members', 'crm.devices', 'logs.lines']);
  });

  it('has nothing to read for a request that is not gathering, or is not there', async () => {
    const story = Story.of([submitted, aDataSubject]);
    expect(await plannerOf(story)('request-1')).toEqual({ waves: [] });
    expect(story.known.collections).toEqual({});
    expect(await plannerOf(new Story())('request-1')).toEqual({ waves: [] });
  });

  it('says so when no function reads a store', async () => {
    const plan = plannerOf(gathering(), { crm: 'arn:crm' });
    await expect(plan('request-1')).rejects.toMatchObject({
      name: 'DataMapUnusable',
      message: 'no gatherer for store archive',
    });
  });
});

function gathering(categories: readonly string[] = [], ask: Partial<Ask> = {}): Story {
  return Story.of(
    [{ type: 'submit', ask: { ...anAsk, ...ask, categories } }, aDataSubject],
    [{ type: 'confirm_email' }, aDataSubject],
    [{ type: 'match_account', account: 'on_record' }, theWorkflow],
  );
}

function plannerOf(story: Story, functions: Record<string, string> = gatherers, map = dataMap) {
  const progress = gatheringProgress({
    requests: { load: async () => story.state },
    handle: async ({ command, actor }) => {
      story.give(command, actor);
      return accepted(story.known);
    },
  });
  return gatheringPlanner({ dataMap: map, progress, gatherers: functions });
}

function collection(id: string, store: string, category: string, field: Omit<FieldBinding, 'name'>): CollectionBinding {
  return {
    id,
    store,
    location: id,
    title: {},
    primaryKey: ['id'],
    fields: [
      { name: 'id', category },
      { name: 'by', category, ...field },
    ],
  };
}
