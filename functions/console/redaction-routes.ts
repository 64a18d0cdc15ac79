import { Hono } from 'hono/tiny';
import * as z from 'zod/mini';
import { changeList, countsOf, emptyList, type ListChange, type RedactionList } from '../fulfilment/index.ts';
import { decide, type RedactionChange, type RequestState, redactionReasons } from '../requests/index.ts';
import type { ConsoleDependencies, ConsoleEnv } from './console-api.ts';
import { problem, refusalProblem } from './problem.ts';
import { readBody } from './read-input.ts';
import type { RedactionView } from './review-views.ts';
import { actorOf, type Staff } from './staff.ts';

const reason = z.enum(redactionReasons);
const ids = z.array(z.string().check(z.regex(/^[vf]\d{1,9}$/))).check(z.minLength(1), z.maxLength(1_000));
const name = z.string().check(z.minLength(1), z.maxLength(200));
/** The list that staff had on screen. */
const list = z.nullable(z.string().check(z.regex(/^[\w-]{1,80}$/)));
const oneField = { list, finding: name, field: name, reason };

const changeSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('decide'),
    list,
    ids,
    decision: z.enum(['redact', 'keep']),
    reason: z.optional(reason),
  }),
  z.strictObject({ type: z.literal('accept_all'), list }),
  z.strictObject({
    type: z.literal('redact_value'),
    list,
    value: z.string().check(z.trim(), z.minLength(2), z.maxLength(1_000)),
    reason,
  }),
  z.strictObject({ type: z.literal('redact_field'), ...oneField }),
  z.strictObject({ type: z.literal('show_field'), ...oneField }),
  z.strictObject({ type: z.literal('remove'), list, ids }),
  z.strictObject({ type: z.literal('undo'), list }),
]);
type Change = z.infer<typeof changeSchema>;

/** How often others may read meanwhile before staff are told to look again. */
const maxAttempts = 5;

/**
 * What is left out of the copy, source by source. Reading it is reading findings, and noted as that. A change is a new
 * list beside the findings, and an event that names the list and counts; what was redacted is in no event.
 */
export function redactionRoutes(dependencies: ConsoleDependencies): Hono<ConsoleEnv> {
  const { requests, handle, redactions, newId, organisation } = dependencies;

  return new Hono<ConsoleEnv>()
    .get('/:id/collections/:collection/redactions', async (c) => {
      const { id, collection } = c.req.param();
      const command = { type: 'view_findings', collection } as const;
      const viewed = await handle({ requestId: id, command, actor: actorOf(c.get('staff')) });
      if (!viewed.ok) return refusalProblem(viewed.refusal);
      return c.json(viewOf(viewed.value, await listOf(viewed.value), collection));
    })

    .post('/:id/collections/:collection/redactions', async (c) => {
      const body = await readBody(c, changeSchema);
      if (!body.ok) return body.refusal;
      const { id, collection } = c.req.param();
      for (let attempt = 1; ; attempt++) {
        const answer = await change(id, collection, body.value, c.get('staff'));
        if (!('again' in answer)) return 'refused' in answer ? answer.refused : c.json(answer);
        if (attempt === maxAttempts) return answer.again;
      }
    });

  async function change(
    id: string,
    collection: string,
    asked: Change,
    staff: Staff,
  ): Promise<RedactionView | { readonly refused: Response } | { readonly again: Response }> {
    const state = await requests.load(id);
    const actor = actorOf(staff);
    const kind = changeOf[asked.type === 'decide' ? asked.decision : asked.type];
    const empty = { type: 'change_redactions', change: kind, ...countsOf('-', emptyList) } as const;
    // First whether they may at all: a list that nobody may make is not written.
    const allowed = decide(state, empty, { now: dependencies.now(), actor });
    if (!allowed.ok) return { refused: refusalProblem(allowed.refusal) };
    if (!state || !(collection in state.collections)) {
      return { refused: refusalProblem({ code: 'unknown_collection', collection }) };
    }
    const changed = { code: 'changed_meanwhile', version: state.version, changedAt: state.changedAt } as const;
    if ((state.redactions?.list ?? null) !== asked.list) return { refused: refusalProblem(changed) };
    if ('field' in asked && !fieldsOf(collection).includes(asked.field)) {
      return { refused: problem(422, 'unknown_field', 'There is no such field.') };
    }
    const before = await listOf(state);
    const made =
      asked.type === 'undo' ? await undone(state, before) : await listAfter(state, before, asked, collection);
    if ('refused' in made) return made;
    if (made.list === before) return viewOf(state, before, collection);
    const command = { ...empty, ...countsOf(made.name, made.list) };
    const result = await handle({ requestId: id, command, actor, expectedVersion: state.version });
    if (result.ok) return viewOf(result.value, made.list, collection);
    const refusal = refusalProblem(result.refusal);
    return result.refusal.code === 'changed_meanwhile' ? { again: refusal } : { refused: refusal };
  }

  async function undone(state: RequestState, before: RedactionList): Promise<Made> {
    if (before.previous === undefined) return { refused: problem(409, 'nothing_to_undo', 'There is nothing to undo.') };
    return { name: before.previous, list: await redactions.read(state.id, before.previous) };
  }

  async function listAfter(
    state: RequestState,
    before: RedactionList,
    { list: seen, ...asked }: Exclude<Change, { type: 'undo' }>,
    collection: string,
  ): Promise<Made> {
    const after = changeList(before, { ...asked, collection } as ListChange);
    if (!after)
      return { refused: problem(422, 'unknown_redaction', 'There is no such redaction, or the text is too short.') };
    if (JSON.stringify(after) === JSON.stringify(before)) return { name: '', list: before };
    const previous = seen ?? newId();
    if (seen === null) await redactions.write(state.id, previous, before);
    const made = { ...after, previous };
    const named = newId();
    await redactions.write(state.id, named, made);
    return { name: named, list: made };
  }

  async function listOf({ id, redactions: named }: RequestState): Promise<RedactionList> {
    return named ? redactions.read(id, named.list) : emptyList;
  }

  function fieldsOf(collection: string): readonly string[] {
    const fields = organisation.dataMap.collections.find(({ id }) => id === collection)?.fields ?? [];
    return fields.map(({ name: field }) => field);
  }
}

type Made = { readonly name: string; readonly list: RedactionList } | { readonly refused: Response };

const changeOf = {
  redact: 'accepted',
  accept_all: 'accepted',
  keep: 'kept',
  redact_value: 'added',
  redact_field: 'added',
  show_field: 'shown',
  remove: 'removed',
  undo: 'undone',
} as const satisfies Readonly<Record<string, RedactionChange>>;

function viewOf(state: RequestState, { values, fields, previous }: RedactionList, collection: string): RedactionView {
  const total = (records: Readonly<Record<string, number>>) =>
    Object.values(records).reduce((sum, count) => sum + count, 0);
  return {
    list: state.redactions?.list ?? null,
    values: values
      .filter(({ records, origin }) => collection in records || origin === 'by_hand')
      .map(({ records, ...value }) => {
        const here = records[collection] ?? 0;
        return { ...value, records: here, elsewhere: total(records) - here };
      }),
    fields: fields.filter((field) => field.collection === collection).map(({ collection: _, ...field }) => field),
    undoable: previous !== undefined,
    version: state.version,
  };
}
