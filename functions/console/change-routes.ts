import { Hono } from 'hono/tiny';
import * as z from 'zod/mini';
import { type StoredRecord, valueAt } from '../discovery/index.ts';
import { correctionObstacle, correctionRule } from '../fulfilment/index.ts';
import {
  type ChangeDecision,
  type ChangeProgress,
  type DecidedChange,
  decidedChangeSchema,
  erasuresByHand,
  foundInsteadSchema,
  type RequestState,
  subjectItem,
  subjectSchema,
  type TypedChange,
} from '../requests/index.ts';
import type { CollectionBinding } from '../shared/organisation.ts';
import { Sensitive } from '../shared/sensitive.ts';
import type { ConsoleDependencies, ConsoleEnv } from './console-api.ts';
import { giveAsSeen } from './give-command.ts';
import { inStaffLanguage } from './in-staff-language.ts';
import { optional } from './optional.ts';
import { problem, refusalProblem } from './problem.ts';
import { readBody } from './read-input.ts';
import type { ChangesView, ChangeView, TitledValue } from './review-views.ts';
import { actorOf } from './staff.ts';
import { refusalReasons, wordsSchema } from './staff-command.ts';

const expectedVersion = z.int().check(z.positive());
const name = z.string().check(z.minLength(1), z.maxLength(200));
const words = z.optional(wordsSchema);

const decisionSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('correct'),
    expectedVersion,
    collection: name,
    finding: name,
    field: name,
    value: z.string().check(z.maxLength(1_000)),
    words,
  }),
  z.strictObject({
    type: z.literal('take_down'),
    expectedVersion,
    extent: z.enum(['listing', 'contact']),
    words,
  }),
  z.strictObject({ type: z.literal('refuse'), expectedVersion, reason: z.enum(refusalReasons), words: wordsSchema }),
]);

/**
 * The single changes a member asked for: what was typed, and deciding on each. Reading them is an event, because what was
 * typed is personal data; what is decided is sealed with the event that says so.
 */
export function changeRoutes(dependencies: ConsoleDependencies): Hono<ConsoleEnv> {
  const { requests, handle, changes: preparer, changesByHand, organisation } = dependencies;

  return new Hono<ConsoleEnv>()
    .get('/:id/changes', async (c) => {
      const id = c.req.param('id');
      const viewed = await handle({
        requestId: id,
        command: { type: 'view_changes' },
        actor: actorOf(c.get('staff')),
      });
      return viewed.ok ? c.json(await viewOf(viewed.value)) : refusalProblem(viewed.refusal);
    })

    .post('/:id/changes/:change', async (c) => {
      const body = await readBody(c, decisionSchema);
      if (!body.ok) return body.refusal;
      const { id, change } = c.req.param();
      const state = await requests.load(id);
      if (!state) return refusalProblem({ code: 'not_found' });
      const known = state.changes?.find((one) => one.id === change);
      if (!known) return refusalProblem({ code: 'unknown_change', change });
      const decided = await decide(state, known, body.value);
      if ('refused' in decided) return decided.refused;
      const given = await giveAsSeen(dependencies, id, body.value.expectedVersion, (version) => {
        const sealed = `${change}-${version + 1}`;
        return {
          command: { type: 'decide_change', change, ...decided.decision, sealed },
          actor: actorOf(c.get('staff')),
          sealed: [{ name: sealed, value: new Sensitive(decided.sealed) }],
        };
      });
      return given.ok ? c.json(await viewOf(given.value)) : refusalProblem(given.refusal);
    });

  async function decide(
    state: RequestState,
    change: ChangeProgress,
    { expectedVersion: _, words: said, ...chosen }: z.output<typeof decisionSchema>,
  ): Promise<Decided | { readonly refused: Response }> {
    const told = said === undefined ? {} : { words: said };
    if (chosen.type === 'refuse') return { decision: { decision: 'refused', reason: chosen.reason }, sealed: told };
    const typed = (await typedOf(state))[change.id] ?? {};
    const prepared = await preparer.prepare(state, change, typed, chosen);
    if (!prepared.ok) {
      const { code } = prepared.refusal;
      return { refused: problem(422, code, `Refused: ${code.replaceAll('_', ' ')}.`) };
    }
    const { decision, sealed } = prepared.value;
    if (decision.decision === 'otherwise' && said === undefined) {
      return { refused: problem(422, 'words_missing', 'Say why it is not done as asked.') };
    }
    return { decision, sealed: { ...sealed, ...told } };
  }

  async function typedOf({ id }: RequestState): Promise<Readonly<Record<string, TypedChange>>> {
    const sealed = await requests.readSealed(id, subjectItem);
    return sealed ? (subjectSchema.parse(sealed.reveal()).changes ?? {}) : {};
  }

  async function viewOf(state: RequestState): Promise<ChangesView> {
    const [typed, byHand] = await Promise.all([typedOf(state), byHandOf(state)]);
    return {
      changes: await Promise.all(
        (state.changes ?? []).map(async (change) => ({
          ...(await changeView(state, change, typed[change.id] ?? {})),
          ...optional('byHand', byHand.get(change.id)),
        })),
      ),
      sources: sourcesOf(state),
      version: state.version,
    };
  }

  async function changeView(state: RequestState, change: ChangeProgress, typed: TypedChange): Promise<ChangeView> {
    const [decided, instead] = await Promise.all([
      change.sealed === undefined ? undefined : requests.readSealed(state.id, change.sealed),
      change.found === undefined ? undefined : requests.readSealed(state.id, change.found),
    ]);
    const collection = collectionOf(change.collection);
    const category = organisation.categories.find(({ key }) => key === change.category);
    const listing = change.right === 'listing_takedown' ? await listingView(state, typed) : undefined;
    return {
      ...change,
      typed,
      ...(category ? { categoryName: inStaffLanguage(category.name, organisation) } : {}),
      ...(decided ? { decided: decidedView(decidedChangeSchema.parse(decided.reveal()), collection) } : {}),
      ...(instead ? { instead: insteadView(foundInsteadSchema.parse(instead.reveal()), collection) } : {}),
      ...(listing ? { listing } : {}),
    };
  }

  /** By change, where people have to write it. */
  async function byHandOf(state: RequestState): Promise<ReadonlyMap<string, ChangeView['byHand']>> {
    const views = erasuresByHand(state).map(async ({ collection: id }) => {
      const collection = collectionOf(id);
      const { changes } = await changesByHand(state, id);
      return changes.map(({ id: change, record, held }) => {
        const key = record && collection ? keyOf(collection, record) : [];
        return [change, { place: collection?.location ?? '', record: key, held }] as const;
      });
    });
    return new Map((await Promise.all(views)).flat());
  }

  function decidedView(
    { finding, writes = {}, words: said }: DecidedChange,
    collection: CollectionBinding | undefined,
  ): NonNullable<ChangeView['decided']> {
    return {
      ...(finding === undefined ? {} : { finding }),
      ...(collection ? { source: inStaffLanguage(collection.title, organisation) } : {}),
      writes: Object.entries(writes).map(([field, { value, ifNow }]) => ({
        field,
        title: titleOf(collection, field),
        seen: ifNow,
        value,
      })),
      ...(said === undefined ? {} : { words: said }),
    };
  }

  function insteadView(
    { gone, values }: z.output<typeof foundInsteadSchema>,
    collection: CollectionBinding | undefined,
  ): NonNullable<ChangeView['instead']> {
    return {
      gone,
      values: Object.entries(values).map(([field, value]) => ({ title: titleOf(collection, field), value })),
    };
  }

  async function listingView(state: RequestState, typed: TypedChange): Promise<ChangeView['listing']> {
    const found = await preparer.listingOf(state, typed);
    const collection = collectionOf(organisation.rights.find(({ listing }) => listing)?.listing?.collection);
    if (!found || !collection) return undefined;
    const values = collection.fields.map(({ name: field }) => ({
      title: titleOf(collection, field),
      value: found.finding.fields[field] ?? null,
    }));
    return { values, allowed: found.allowed };
  }

  /** Where something was found that staff could have meant; a field that can't be corrected says why. */
  function sourcesOf({ collections, rights }: RequestState): ChangesView['sources'] {
    const rule = correctionRule(organisation.rights);
    if (!rule || !rights.includes('correction')) return [];
    const { dataMap } = organisation;
    return dataMap.collections
      .filter(({ id }) => collections[id]?.outcome === 'found')
      .map((collection) => ({
        collection: collection.id,
        title: inStaffLanguage(collection.title, organisation),
        fields: collection.fields.map((field) => {
          const obstacle = correctionObstacle(rule, collection, field, dataMap);
          const said = obstacle?.words ? inStaffLanguage(obstacle.words, organisation) : obstacle?.why;
          return {
            name: field.name,
            title: titleOf(collection, field.name),
            ...(said === undefined ? {} : { obstacle: said }),
          };
        }),
      }));
  }

  function keyOf(collection: CollectionBinding, record: StoredRecord): TitledValue[] {
    return collection.primaryKey.map((field) => ({ title: titleOf(collection, field), value: valueAt(record, field) }));
  }

  function collectionOf(wanted: string | undefined): CollectionBinding | undefined {
    return organisation.dataMap.collections.find(({ id }) => id === wanted);
  }

  function titleOf(collection: CollectionBinding | undefined, field: string): string {
    const title = collection?.fields.find((one) => one.name === field)?.title;
    return title ? inStaffLanguage(title, organisation) : field;
  }
}

interface Decided {
  readonly decision: Omit<ChangeDecision, 'sealed'>;
  readonly sealed: DecidedChange;
}
