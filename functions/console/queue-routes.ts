import { Hono } from 'hono';
import * as z from 'zod';
import { BadCursor } from '../requests/index.ts';
import type { ConsoleDependencies, ConsoleEnv } from './console-api.ts';
import { problem } from './problem.ts';
import { readQuery } from './read-input.ts';
import { summaryOf } from './request-view.ts';
import type { QueueView } from './views.ts';

const querySchema = z.strictObject({
  name: z.enum(['open', 'closed']).default('open'),
  cursor: z.string().max(2_000).optional(),
});

const pageSize = 100;

/** Requests by the date their answer is due. */
export function queueRoutes({ requests, holds, now }: ConsoleDependencies): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>().get('/', async (c) => {
    const query = readQuery(c, querySchema);
    if (!query.ok) return query.refusal;
    const { name, cursor } = query.value;
    try {
      const [page, register] = await Promise.all([
        requests.queue(name, { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) }),
        holds.register(),
      ]);
      const active = new Set(register.holds.filter(({ status }) => status === 'active').map(({ matter }) => matter));
      const view: QueueView = {
        requests: page.requests.map((state) =>
          summaryOf(
            state,
            now(),
            state.holds.some((matter) => active.has(matter)),
          ),
        ),
        ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
      };
      return c.json(view);
    } catch (error) {
      if (error instanceof BadCursor) return problem(400, 'bad_cursor', 'This is not a cursor of the queue.');
      throw error;
    }
  });
}
