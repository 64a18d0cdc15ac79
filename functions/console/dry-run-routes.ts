import { Hono } from 'hono/tiny';
import type { ErasurePreview } from '../fulfilment/index.ts';
import { closedStatuses, erasesBesides } from '../requests/index.ts';
import type { ConsoleDependencies, ConsoleEnv } from './console-api.ts';
import { inStaffLanguage } from './in-staff-language.ts';
import { problem, refusalProblem } from './problem.ts';
import type { ConsequencesView, DryRunView } from './review-views.ts';
import { hasRole, wordsReaders } from './staff.ts';

/** What a deletion or a note would do to one source: counts by category, and why what stays stays. No record is shown. */
export function dryRunRoutes(dependencies: ConsoleDependencies): Hono<ConsoleEnv> {
  const { requests, previewErasure, countConsequences, organisation } = dependencies;
  const names = new Map(organisation.categories.map(({ key, name }) => [key, inStaffLanguage(name, organisation)]));
  const named = (key: string) => ({ key, name: names.get(key) ?? key });

  const routes = new Hono<ConsoleEnv>();

  routes.get('/:id/consequences', async (c) => {
    if (!hasRole(c.get('staff'), wordsReaders)) return refusalProblem({ code: 'role_required', roles: wordsReaders });
    const state = await requests.load(c.req.param('id'));
    if (!state) return problem(404, 'not_found', 'There is no such request.');
    const counted = await countConsequences(state);
    const view: ConsequencesView = {
      consequences: counted.map(({ consequence: { key, text }, count }) => ({
        key,
        text: inStaffLanguage(text, organisation),
        count: count ?? null,
      })),
    };
    return c.json(view);
  });

  return routes.get('/:id/collections/:collection/dry-run', async (c) => {
    if (!hasRole(c.get('staff'), wordsReaders)) return refusalProblem({ code: 'role_required', roles: wordsReaders });
    const { id, collection } = c.req.param();
    const state = await requests.load(id);
    if (!state || !erasesBesides(state))
      return problem(404, 'not_found', 'There is no such request, or it changes no store.');
    if (closedStatuses.has(state.status)) return problem(409, 'not_allowed_now', 'This request is closed.');
    const preview = await previewErasure(state, collection);
    return preview ? c.json(viewOf(preview)) : problem(404, 'unknown_collection', 'Nothing was found there.');
  });

  function viewOf(preview: ErasurePreview): DryRunView {
    const { collection, records, complete, deleted, changed, unchanged, held, gone, set, kept } = preview;
    const { fields = [] } = organisation.dataMap.collections.find(({ id }) => id === collection) ?? {};
    const titles = new Map(fields.map(({ name, title }) => [name, title && inStaffLanguage(title, organisation)]));
    return {
      records,
      complete,
      deleted,
      changed,
      unchanged,
      held,
      gone: gone.map(({ category, count }) => ({ category: named(category), count })),
      set: set.map(({ field, value, count }) => ({ field: titles.get(field) ?? field, value: String(value), count })),
      kept: kept.map(({ category, why, replaced, count, basis, until }) => ({
        category: named(category),
        why,
        replaced,
        count,
        ...(basis ? { basis: inStaffLanguage(basis, organisation) } : {}),
        ...(until ? { until: inStaffLanguage(until, organisation) } : {}),
      })),
    };
  }
}
