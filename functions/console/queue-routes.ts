import { Hono } from 'hono/tiny';
import * as z from 'zod/mini';
import { heldFacts, matchHolds } from '../holds/index.ts';
import { BadCursor, type RequestState } from '../requests/index.ts';
import type { ConsoleDependencies, ConsoleEnv } from './console-api.ts';
import { problem } from './problem.ts';
import { readQuery } from './read-input.ts';
import { summaryOf } from './request-view.ts';
import type { QueueView } from './views.ts';

const querySchema = z.strictObject({
  name: z._default(z.enum(['open', 'held', 'replies', 'closed']), 'open'),
  cursor: z.optional(z.string().check(z.maxLength(2_000))),
});

const pageSize = 100;

/** Requests by the date their answer is due. */
export function queueRoutes({ requests, holds, organisation, now }: ConsoleDependencies): Hono<ConsoleEnv> {
  const { dataMap } = organisation;
  return new Hono<ConsoleEnv>().get('/', async (c) => {
    const query = readQuery(c, querySchema);
    if (!query.ok) return query.refusal;
    const { name, cursor } = query.value;
    try {
      const [page, register] = await Promise.all([
        requests.queue(name, { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) }),
        holds.register(),
      ]);
      const active = register.holds.filter(({ status }) => status === 'active');
      // As noted when holds were checked, and what was placed since; companies are not read for a list.
      const isHeld = (state: RequestState) =>
        active.some(({ matter }) => state.holds.includes(matter)) ||
        matchHolds(active, heldFacts(state, dataMap, [])).length > 0;
      const view: QueueView = {
        requests: page.requests.map((state) => summaryOf(state, now(), isHeld(state))),
        ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
      };
      return c.json(view);
    } catch (error) {
      if (error instanceof BadCursor) return problem(400, 'bad_cursor', 'This is not a cursor of the queue.');
      throw error;
    }
  });
}
