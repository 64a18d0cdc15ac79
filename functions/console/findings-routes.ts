import { Hono } from 'hono/tiny';
import * as z from 'zod/mini';
import { emptyList, findingRedactor } from '../fulfilment/index.ts';
import type { RequestState } from '../requests/index.ts';
import type { ConsoleDependencies, ConsoleEnv } from './console-api.ts';
import { inStaffLanguage } from './in-staff-language.ts';
import { problem, refusalProblem } from './problem.ts';
import { readQuery } from './read-input.ts';
import type { FindingsView } from './review-views.ts';
import { actorOf } from './staff.ts';

/** One page of a collection's latest findings (`FindingsReader.readFindings` of discovery). */
export type ReadFindings = (
  requestId: string,
  collection: string,
  page: { readonly limit: number; readonly cursor?: string; readonly gathering?: number },
) => Promise<Pick<FindingsView, 'findings' | 'cursor'>>;

const querySchema = z.strictObject({
  cursor: z.optional(z.string().check(z.maxLength(2_000))),
  /** With what was redacted taken out, and only the fields of the copy. */
  as: z.optional(z.literal('member')),
});
const pageSize = 50;

/** What was found of the data subject. Reading it is an event first, or part of a look that is one (`look-at-findings.ts`). */
export function findingsRoutes({
  handle,
  readFindings,
  copiesOf,
  redactions,
  organisation,
}: ConsoleDependencies): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>().get('/:id/collections/:collection/findings', async (c) => {
    const query = readQuery(c, querySchema);
    if (!query.ok) return query.refusal;
    const { id, collection } = c.req.param();
    const { cursor, as } = query.value;
    const viewed = await handle({
      requestId: id,
      command: { type: 'view_findings', collection },
      actor: actorOf(c.get('staff')),
    });
    if (!viewed.ok) return refusalProblem(viewed.refusal);
    try {
      const read = viewed.value.collections[collection];
      const page = await readFindings(id, collection, {
        limit: pageSize,
        ...(cursor === undefined ? {} : { cursor }),
        ...(read?.outcome === 'found' ? { gathering: read.gathering } : {}),
      });
      const view: FindingsView = {
        columns: columnsOf(collection),
        findings: page.findings,
        ...(as === 'member' ? await asMember(viewed.value, collection, page.findings) : {}),
        ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
        version: viewed.value.version,
      };
      return c.json(view);
    } catch (error) {
      if (error instanceof Error && error.name === 'BadFindingsCursor') {
        return problem(400, 'bad_cursor', 'This is not a cursor of these findings.');
      }
      throw error;
    }
  });

  async function asMember(
    state: RequestState,
    collection: string,
    findings: FindingsView['findings'],
  ): Promise<Pick<FindingsView, 'columns' | 'findings'>> {
    const copies = await copiesOf(state);
    const fieldsOf = (finding: FindingsView['findings'][number]) =>
      new Set(copies.flatMap((copy) => copy.fieldsOf(collection, finding)));
    const packaged = copies.flatMap(({ contents }) => contents.collections.filter(({ id }) => id === collection));
    const columns = new Set(packaged.flatMap(({ fields }) => fields.map(({ name }) => name)));
    const list = state.redactions ? await redactions.read(state.id, state.redactions.list) : emptyList;
    const redact = findingRedactor(list, state.language);
    return {
      columns: columnsOf(collection).filter(({ name }) => columns.has(name)),
      findings: findings.flatMap((finding) => {
        const names = fieldsOf(finding);
        if (names.size === 0) return [];
        const { id, fields } = redact(collection, finding);
        return [{ id, fields: Object.fromEntries(Object.entries(fields).filter(([name]) => names.has(name))) }];
      }),
    };
  }

  function columnsOf(collection: string): FindingsView['columns'] {
    const names = new Map(organisation.categories.map(({ key, name }) => [key, inStaffLanguage(name, organisation)]));
    const fields = organisation.dataMap.collections.find(({ id }) => id === collection)?.fields ?? [];
    return fields.map(({ name, title, category }) => ({
      name,
      title: title ? inStaffLanguage(title, organisation) : name,
      ...(category === undefined ? {} : { category: { key: category, name: names.get(category) ?? category } }),
    }));
  }
}
