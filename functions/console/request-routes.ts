import { Hono } from 'hono/tiny';
import * as z from 'zod/mini';
import { placingSchema, placingWords } from '../holds/index.ts';
import { isPreserved, type RequestState, rights, subjectItem, subjectSchema } from '../requests/index.ts';
import type { ConsoleDependencies, ConsoleEnv } from './console-api.ts';
import { commandGiver } from './give-command.ts';
import { missingParts, previewExtension, previewPartRefusal, previewRefusal } from './preview-decision.ts';
import { problem, refusalProblem } from './problem.ts';
import { readBody, readQuery } from './read-input.ts';
import { requestView, wordsShown } from './request-view.ts';
import { actorOf, hasRole, holdReaders, type Staff, wordsReaders } from './staff.ts';
import { refusalReasons, type StaffCommand, staffCommandSchema } from './staff-command.ts';
import type { RequestView, SubjectView } from './views.ts';

const wordsSchema = z.string();
/** Of the whole request with a reason; of one right of it; without either, of the rights that are refused already. */
const previewSchema = z.strictObject({
  reason: z.optional(z.enum(refusalReasons)),
  right: z.optional(z.enum(rights)),
});
/** Commands whose mail the law wants to say something. */
const saysLegalParts: ReadonlySet<StaffCommand['type']> = new Set([
  'propose_refusal',
  'approve_refusal',
  'refuse_right',
  'approve',
  'approve_answer',
  'extend_deadline',
]);
const extensionSchema = z.strictObject({
  reason: z.string().check(z.maxLength(80)),
  until: z.optional(z.iso.date()),
});
const templateMissing = () => problem(422, 'template_missing', 'There is no such mail in this language.');
const unknownGround = () => problem(422, 'unknown_ground', 'The law does not name this ground for an extension.');
const notFound = () => problem(404, 'not_found', 'There is no such request.');

/** One request: reading it, who asked, and what staff can do to it. */
export function requestRoutes(dependencies: ConsoleDependencies): Hono<ConsoleEnv> {
  const { requests, handle, outbox, holds, findHolds, organisation, siteUrl, now } = dependencies;
  const giveCommand = commandGiver(dependencies);

  return (
    new Hono<ConsoleEnv>()
      .get('/:id', async (c) => {
        const state = await requests.load(c.req.param('id'));
        return state ? c.json(await viewOf(state, c.get('staff'))) : notFound();
      })

      .post('/:id/commands', async (c) => {
        const body = await readBody(c, staffCommandSchema);
        if (!body.ok) return body.refusal;
        const unknown = await unknownToPolicy(c.req.param('id'), body.value);
        if (unknown) return unknown;
        const staff = c.get('staff');
        const result = await giveCommand(c.req.param('id'), body.value, staff);
        if (!result.ok) return refusalProblem(result.refusal);
        if (!isPreserved(result.value)) return c.json(await viewOf(result.value, staff));
        // At once, so that no deletion of the same person comes in between; the sweep makes up for a fault here.
        const { id } = result.value;
        await dependencies.keepPreserved(id);
        return c.json(await viewOf((await requests.load(id)) ?? result.value, staff));
      })

      // Reading who asked is an event, so it is a POST: nothing that merely follows links causes it.
      .post('/:id/subject', async (c) => {
        const id = c.req.param('id');
        const viewed = await handle({
          requestId: id,
          command: { type: 'view_subject' },
          actor: actorOf(c.get('staff')),
        });
        if (!viewed.ok) return refusalProblem(viewed.refusal);
        const sealed = await requests.readSealed(id, subjectItem);
        if (!sealed) return problem(410, 'erased', 'Who asked has been erased from this request.');
        const view: SubjectView = { ...subjectSchema.parse(sealed.reveal()), version: viewed.value.version };
        return c.json(view);
      })

      .get('/:id/refusal-preview', async (c) => {
        if (!hasRole(c.get('staff'), wordsReaders)) {
          return refusalProblem({ code: 'role_required', roles: wordsReaders });
        }
        const query = readQuery(c, previewSchema);
        if (!query.ok) return query.refusal;
        const loaded = await requests.load(c.req.param('id'));
        if (!loaded) return notFound();
        // An answer may name a day that is counted from when it is given.
        const state = { ...loaded, closedAt: loaded.closedAt ?? now() };
        const { reason, right } = query.value;
        const preview =
          reason !== undefined && right === undefined
            ? previewRefusal(state, reason, organisation, siteUrl)
            : previewPartRefusal(state, reason && right && { reason, right }, organisation, siteUrl);
        return preview ? c.json(preview) : templateMissing();
      })

      .get('/:id/extension-preview', async (c) => {
        if (!hasRole(c.get('staff'), wordsReaders)) {
          return refusalProblem({ code: 'role_required', roles: wordsReaders });
        }
        const query = readQuery(c, extensionSchema);
        if (!query.ok) return query.refusal;
        const state = await requests.load(c.req.param('id'));
        if (!state) return notFound();
        const grounds = organisation.laws[state.law]?.extension?.grounds ?? [];
        if (!grounds.includes(query.value.reason)) return unknownGround();
        const preview = previewExtension(state, query.value, organisation, siteUrl);
        return preview ? c.json(preview) : templateMissing();
      })
  );

  /** A law or ground of extension that the policy does not have, or a mail that lacks what the law wants said. */
  async function unknownToPolicy(id: string, command: StaffCommand): Promise<Response | undefined> {
    if (command.type === 'correct_law' && !(command.law in organisation.laws))
      return problem(422, 'unknown_law', 'The policy names no such law.');
    if (!saysLegalParts.has(command.type)) return undefined;
    const state = await requests.load(id);
    if (!state) return undefined;
    const grounds = organisation.laws[state.law]?.extension?.grounds;
    if (command.type === 'extend_deadline' && grounds && !grounds.includes(command.reason)) return unknownGround();
    return withoutLegalParts(state, command);
  }

  /** A mail to the member that would not say what the law wants said. */
  function withoutLegalParts(state: RequestState, command: StaffCommand): Response | undefined {
    const missing = missingParts(state, command, organisation, siteUrl);
    return missing.length === 0
      ? undefined
      : problem(422, 'legal_parts_missing', 'The mail would lack what the law wants said.', { missing });
  }

  /** A request with the events that made it so: one that came in between the two readings is no sign of tampering. */
  async function withHistory(seen: RequestState) {
    let state = seen;
    for (;;) {
      const history = await requests.history(state.id);
      if (history.length <= state.version) return { state, history };
      const newer = await requests.load(state.id);
      if (!newer || newer.version === state.version) return { state, history };
      state = newer;
      if (history.length === state.version) return { state, history };
    }
  }

  async function viewOf(seen: RequestState, staff: Staff): Promise<RequestView> {
    const [{ state, history }, matches, mails] = await Promise.all([
      withHistory(seen),
      findHolds(seen),
      outbox.mails(seen.id),
    ]);
    const names = matches.length > 0 && hasRole(staff, holdReaders) ? await holds.readSealed(placingWords) : new Map();
    const words = await Promise.all(
      wordsShown(state, history, staff).map(async (name) => [name, await requests.readSealed(state.id, name)] as const),
    );
    return requestView(
      {
        state,
        history,
        holds: matches,
        mails,
        holdNames: new Map(
          [...names].map(([matter, sealed]) => [matter, placingSchema.parse(sealed.reveal()).name] as const),
        ),
        words: new Map(
          words.flatMap(([name, sealed]) => (sealed ? [[name, wordsSchema.parse(sealed.reveal())] as const] : [])),
        ),
      },
      staff,
      organisation,
      now(),
    );
  }
}
