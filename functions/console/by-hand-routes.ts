import { Hono } from 'hono/tiny';
import * as z from 'zod/mini';
import { readSubmission, submissionLimits } from '../discovery/index.ts';
import { type AttestedChange, type AttestedOutcome, attestChanges } from '../fulfilment/index.ts';
import {
  type ChangeOutcome,
  type Command,
  type CommandEnvelope,
  decide,
  type ErasedByHand,
  type RequestState,
  type SealedItem,
} from '../requests/index.ts';
import type { CollectionBinding } from '../shared/organisation.ts';
import { accepted, type Result, refused } from '../shared/result.ts';
import { Sensitive } from '../shared/sensitive.ts';
import type { ConsoleContext, ConsoleDependencies, ConsoleEnv } from './console-api.ts';
import { giveAsSeen } from './give-command.ts';
import { optional } from './optional.ts';
import { problem, refusalProblem } from './problem.ts';
import { readBody } from './read-input.ts';
import { actorOf, type Staff } from './staff.ts';
import { wordsSchema } from './staff-command.ts';

const expectedVersion = z.int().check(z.positive());
const number = z.int().check(z.nonnegative(), z.lte(1_000_000));

const submissionBody = z.strictObject({
  expectedVersion,
  format: z.enum(['jsonl', 'csv']),
  text: z.string().check(z.maxLength(submissionLimits.characters)),
});
const attestationBody = z.discriminatedUnion('outcome', [
  z.strictObject({ expectedVersion, outcome: z.literal('nothing') }),
  z.strictObject({ expectedVersion, outcome: z.literal('unavailable'), words: wordsSchema }),
]);
const text = z.string().check(z.maxLength(1_000));
const name = z.string().check(z.minLength(1), z.maxLength(200));
const attestedChange = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.enum(['written', 'gone', 'held']) }),
  z.strictObject({ answer: z.literal('otherwise'), values: z.record(name, text) }),
]);
const erasureBody = z.strictObject({
  expectedVersion,
  deleted: number,
  changed: number,
  /** What is said of each single change that is due there, by its id. */
  changes: z._default(z.record(name, attestedChange), {}),
});
const nothing = { deleted: 0, changed: 0, kept: 0, held: 0 };

/** Sources that only people reach: what they found, that there is nothing or nobody can look, and what they erased and corrected. */
export function byHandRoutes(dependencies: ConsoleDependencies): Hono<ConsoleEnv> {
  const { requests, submissions, newId, organisation, previewErasure, changesByHand, now } = dependencies;
  const bindingOf = (id: string) => organisation.dataMap.collections.find((collection) => collection.id === id);

  return (
    new Hono<ConsoleEnv>()
      .post('/:id/collections/:collection/submission', async (c) => {
        const body = await readBody(c, submissionBody);
        if (!body.ok) return body.refusal;
        const { id, collection } = whichOf(c);
        const binding = bindingOf(collection);
        if (!binding) return refusalProblem({ code: 'unknown_collection', collection });
        const { expectedVersion: seen, format, text } = body.value;
        const state = await requests.load(id);
        const submission = newId();
        const handIn = (records: number): Command => ({ type: 'hand_in_collection', collection, submission, records });
        // First whether they may at all: what nobody may hand in is not kept.
        const allowed = decide(state, handIn(0), { now: now(), actor: actorOf(c.get('staff')) });
        if (!allowed.ok) return refusalProblem(allowed.refusal);
        const read = await readSubmission(binding, format, text);
        if (!read.ok) {
          const { code, ...where } = read.refusal;
          return problem(422, `submission_${code}`, 'The file cannot be taken.', where);
        }
        await submissions.write(id, submission, read.value);
        return give(c, seen, () => ({ command: handIn(read.value.length) }));
      })

      .post('/:id/collections/:collection/attestation', async (c) => {
        const body = await readBody(c, attestationBody);
        if (!body.ok) return body.refusal;
        const { collection } = whichOf(c);
        const { expectedVersion: seen, ...attested } = body.value;
        return give(c, seen, (version) => {
          const { outcome } = attested;
          if (attested.outcome === 'nothing') return { command: { type: 'attest_collection', collection, outcome } };
          const words = `words-${version + 1}`;
          const sealed = [{ name: words, value: new Sensitive(attested.words) }];
          return { command: { type: 'attest_collection', collection, outcome, words }, sealed };
        });
      })

      // What must go by the policy and the holds as they are now has gone, and every change has its answer, or the
      // attestation is not taken.
      .post('/:id/collections/:collection/erasure', async (c) => {
        const body = await readBody(c, erasureBody);
        if (!body.ok) return body.refusal;
        const { id, collection } = whichOf(c);
        const state = await requests.load(id);
        if (!state) return refusalProblem({ code: 'not_found' });
        const { expectedVersion: seen, deleted, changed, changes } = body.value;
        const answered = Object.fromEntries(
          Object.keys(changes).map((change) => [change, { outcome: 'done' as const }]),
        );
        const command = { type: 'attest_erasure', collection, ...nothing } as const;
        const context = { now: now(), actor: actorOf(c.get('staff')) };
        const allowed = decide(state, { ...command, changes: answered }, context);
        if (!allowed.ok) return refusalProblem(allowed.refusal);
        const binding = bindingOf(collection);
        if (!binding) return refusalProblem({ code: 'unknown_collection', collection });
        const counts = await attested(state, collection, { deleted, changed });
        if (!counts.ok) return counts.refusal;
        const corrected = await attestedChanges(state, binding, changes);
        if (!corrected.ok) return corrected.refusal;
        const { outcomes } = corrected.value;
        const { holdsVersion: read, ...counted } = counts.value;
        const registers = [read, corrected.value.holdsVersion].filter((one) => one !== undefined);
        const holdsVersion = registers.length > 0 ? Math.min(...registers) : undefined;
        return give(c, seen, (version) => {
          const { changes: ended, sealed } = endedChanges(outcomes, version);
          const erased = { ...command, ...counted, ...(outcomes.length > 0 ? { changes: ended } : {}) };
          return { command: erased, sealed, ...optional('holdsVersion', holdsVersion) };
        });
      })
  );

  /** What was erased, if it is enough; `holdsVersion`: by the register of holds as it was then. */
  async function attested(
    state: RequestState,
    collection: string,
    { deleted, changed }: { readonly deleted: number; readonly changed: number },
  ): Promise<Result<ErasedByHand & { readonly holdsVersion?: number }, Response>> {
    // Where nothing was found, or only single changes were asked for, nothing has to go.
    const preview = (await previewErasure(state, collection)) ?? { ...nothing, records: 0, holdsVersion: undefined };
    const due = { toDelete: preview.deleted, toChange: preview.changed };
    if (deleted < preview.deleted || deleted + changed < preview.deleted + preview.changed)
      return refused(problem(422, 'erasure_incomplete', 'Not all of what must go has gone.', due));
    const left = preview.records - deleted - changed;
    if (left < 0) return refused(problem(422, 'erasure_beyond', 'That is more than was found.', due));
    const held = Math.min(preview.held, left);
    return accepted({ deleted, changed, kept: left - held, held, ...optional('holdsVersion', preview.holdsVersion) });
  }

  /** What became of every single change due there; `holdsVersion`: only true while the register of holds is at it. */
  async function attestedChanges(
    state: RequestState,
    binding: CollectionBinding,
    said: Readonly<Record<string, AttestedChange>>,
  ): Promise<Result<{ readonly outcomes: readonly AttestedOutcome[]; readonly holdsVersion?: number }, Response>> {
    if (Object.keys(said).length === 0) return accepted({ outcomes: [] });
    const { changes, holdsVersion } = await changesByHand(state, binding.id);
    const outcomes = attestChanges(binding, changes, said);
    if (outcomes.ok) return accepted({ outcomes: outcomes.value, holdsVersion });
    const { code, change } = outcomes.refusal;
    return refused(problem(422, code, `Refused: ${code.replaceAll('_', ' ')}.`, { change }));
  }

  /** The answer is the version that the request has now. */
  async function give(
    c: ConsoleContext,
    seen: number,
    commandAt: (version: number) => Pick<CommandEnvelope, 'command' | 'sealed' | 'holdsVersion'>,
  ): Promise<Response> {
    const staff: Staff = c.get('staff');
    const result = await giveAsSeen(dependencies, whichOf(c).id, seen, (version) => ({
      ...commandAt(version),
      actor: actorOf(staff),
    }));
    return result.ok ? c.json({ version: result.value.version }) : refusalProblem(result.refusal);
  }
}

/** The outcomes as the event has them, and what was found instead, sealed under the number that the event will have. */
function endedChanges(outcomes: readonly AttestedOutcome[], version: number) {
  const changes: Record<string, ChangeOutcome> = {};
  const sealed: SealedItem[] = [];
  for (const { change, outcome } of outcomes) {
    if (typeof outcome === 'string') {
      changes[change] = { outcome };
      continue;
    }
    const found = `found-${change}-${version + 1}`;
    changes[change] = { outcome: 'stale', found };
    sealed.push({ name: found, value: new Sensitive(outcome) });
  }
  return { changes, sealed };
}

function whichOf(c: ConsoleContext): { readonly id: string; readonly collection: string } {
  return { id: c.req.param('id') ?? '', collection: c.req.param('collection') ?? '' };
}
