import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import * as z from 'zod/mini';
import {
  declineWords,
  type HoldRefusal,
  type HoldScope,
  type HoldState,
  placingSchema,
  placingWords,
  type ReleaseHold,
  releaseSchema,
  releaseWords,
  reviewWords,
} from '../holds/index.ts';
import { normaliseEmail } from '../identity/index.ts';
import { accepted, type Result, refused } from '../shared/result.ts';
import { Sensitive } from '../shared/sensitive.ts';
import type { ConsoleDependencies, ConsoleEnv } from './console-api.ts';
import { optional } from './optional.ts';
import { problem, refusalProblem } from './problem.ts';
import { readBody } from './read-input.ts';
import { actorOf, hasRole, holdReaders } from './staff.ts';
import { wordsSchema } from './staff-command.ts';
import type { HoldScopeView, HoldView } from './views.ts';

const name = z.string().check(z.trim(), z.minLength(1), z.maxLength(200));
const key = z.string().check(z.minLength(1), z.maxLength(120));

const scopeSchema = z.partial(
  z.strictObject({
    email: z.string().check(z.maxLength(320)),
    company: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
    store: key,
    collection: key,
    category: key,
    period: z.partial(z.strictObject({ from: z.iso.date(), to: z.iso.date() })),
  }),
);
type TypedScope = z.infer<typeof scopeSchema>;

const placeSchema = z.strictObject({
  /** Drawn by the browser when the form opens: sent twice, it is one hold. */
  matter: z.uuid(),
  name,
  owner: name,
  reason: wordsSchema,
  reviewOn: z.iso.date(),
  scopes: z.array(scopeSchema).check(z.minLength(1), z.maxLength(20)),
});
const releaseBody = z.strictObject({ reason: wordsSchema });
const reviewBody = z.strictObject({ reviewOn: z.iso.date(), reason: wordsSchema });

/** Legal holds: listing, placing and releasing them. */
export function holdRoutes({ holds, changeHold, keyedHash, organisation }: ConsoleDependencies): Hono<ConsoleEnv> {
  return (
    new Hono<ConsoleEnv>()
      .get('/', async (c) => {
        if (!hasRole(c.get('staff'), holdReaders)) return refusalProblem({ code: 'role_required', roles: holdReaders });
        return c.json({ holds: await listHolds() });
      })

      .post('/', async (c) => {
        const body = await readBody(c, placeSchema);
        if (!body.ok) return body.refusal;
        const { matter, reviewOn, scopes, ...words } = body.value;
        const known: HoldScope[] = [];
        for (const [index, typed] of scopes.entries()) {
          const scope = await scopeOf(typed);
          if (!scope.ok) return problem(422, scope.refusal, 'The scope names something unknown.', { scope: index });
          known.push(scope.value);
        }
        const placed = await changeHold.place({
          matter,
          reviewOn,
          scopes: known,
          words: new Sensitive(words),
          actor: actorOf(c.get('staff')),
        });
        return placed.ok ? c.json({ holds: await listHolds() }, 201) : refusalProblem(placed.refusal);
      })

      .post('/:matter/review', async (c) => {
        const body = await readBody(c, reviewBody);
        if (!body.ok) return body.refusal;
        const { reviewOn, ...words } = body.value;
        return answer(await changeHold.renewReview({ ...whoAndWhat(c), reviewOn, words: new Sensitive(words) }));
      })

      // Releasing takes two: this proposes, a second person approves or declines.
      .post('/:matter/release', async (c) => {
        const body = await readBody(c, releaseBody);
        if (!body.ok) return body.refusal;
        const words = new Sensitive(body.value);
        return answer(await changeHold.proposeRelease({ ...whoAndWhat(c), words }));
      })

      .post('/:matter/release/approve', async (c) => answer(await changeHold.release(whoAndWhat(c))))

      .post('/:matter/release/decline', async (c) => {
        const body = await readBody(c, releaseBody);
        if (!body.ok) return body.refusal;
        const words = new Sensitive(body.value);
        return answer(await changeHold.declineRelease({ ...whoAndWhat(c), words }));
      })
  );

  async function answer(changed: Result<HoldState, HoldRefusal>): Promise<Response> {
    return changed.ok ? Response.json({ holds: await listHolds() }) : refusalProblem(changed.refusal);
  }

  async function scopeOf({ email, ...typed }: TypedScope): Promise<Result<HoldScope, string>> {
    const { stores, collections } = organisation.dataMap;
    if (typed.store !== undefined && !stores.some(({ id }) => id === typed.store)) return refused('unknown_store');
    if (typed.collection !== undefined && !collections.some(({ id }) => id === typed.collection)) {
      return refused('unknown_collection');
    }
    if (typed.category !== undefined && !organisation.categories.some((category) => category.key === typed.category)) {
      return refused('unknown_category');
    }
    if (typed.period && !typed.period.from && !typed.period.to) return refused('period_empty');
    const scope = withoutUndefined(typed);
    if (email === undefined) return accepted(scope);
    const address = normaliseEmail(email);
    if (!address.ok) return refused('not_an_address');
    return accepted({ ...scope, subjectKey: await keyedHash.of('email', address.value) });
  }

  async function listHolds(): Promise<HoldView[]> {
    const [register, placing, release, decline, review] = await Promise.all([
      holds.register(),
      holds.readSealed(placingWords),
      holds.readSealed(releaseWords),
      holds.readSealed(declineWords),
      holds.readSealed(reviewWords),
    ]);
    const reason = (words: typeof release, matter: string) =>
      words.has(matter) ? releaseSchema.parse(words.get(matter)?.reveal()).reason : undefined;
    return register.holds.map((hold) => ({
      ...viewOf(hold),
      ...placingSchema.parse(placing.get(hold.matter)?.reveal()),
      ...optional('releaseReason', reason(release, hold.matter)),
      ...optional('declineReason', reason(decline, hold.matter)),
      ...optional('reviewReason', reason(review, hold.matter)),
    }));
  }
}

function viewOf(hold: HoldState): Omit<HoldView, 'name' | 'owner' | 'reason'> {
  return {
    matter: hold.matter,
    status: hold.status,
    scopes: hold.scopes.map(scopeView),
    reviewOn: hold.reviewOn,
    placedAt: hold.placedAt,
    placedBy: hold.placedBy,
    ...optional('releaseProposed', hold.releaseProposed),
    ...optional('preserves', hold.preserves),
    ...(hold.releasedAt === undefined ? {} : { releasedAt: hold.releasedAt }),
    ...(hold.releasedBy === undefined ? {} : { releasedBy: hold.releasedBy }),
  };
}

function whoAndWhat(c: Context<ConsoleEnv>): ReleaseHold {
  return { matter: c.req.param('matter') ?? '', actor: actorOf(c.get('staff')) };
}

function scopeView({ subjectKey, ...scope }: HoldScope): HoldScopeView {
  return { ...scope, ...(subjectKey === undefined ? {} : { subject: true }) };
}

function withoutUndefined({ period, ...scope }: Omit<TypedScope, 'email'>): HoldScope {
  const defined = <Value extends object>(value: Value) =>
    Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined));
  return { ...defined(scope), ...(period ? { period: defined(period) } : {}) };
}
