import { Hono } from 'hono/tiny';
import * as z from 'zod/mini';
import { isPausedBy } from '../deadlines/index.ts';
import { openQuestion, type RequestState } from '../requests/index.ts';
import { Sensitive } from '../shared/sensitive.ts';
import { shown } from './form-body.ts';
import { inWords } from './form-fields.page.tsx';
import type { Problem } from './form-schema.ts';
import { lines, readWith, says } from './form-schema.ts';
import {
  type PortalContext,
  type PortalDependencies,
  type PortalEnv,
  siteOf,
  toPage,
  verifiedRequest,
} from './portal-context.ts';
import { QuestionPage } from './question.page.tsx';

const answerSchema = z.object({
  answer: lines(4000, 'answer_too_long').check(z.minLength(1, says('answer_missing'))),
});

/** A question of staff, for who proved by a code that the request is theirs. */
export function questionRoutes(dependencies: PortalDependencies): Hono<PortalEnv> {
  const { requests, handle, organisation } = dependencies;
  const pages = new Hono<PortalEnv>();

  pages.get('/answer', async (c) => {
    const state = await verifiedRequest(c, dependencies);
    if (!state) return toPage(c, siteOf(c, dependencies), '/track?notice=ended');
    return questionPage(c, state, '', []);
  });

  pages.post('/answer', async (c) => {
    const site = siteOf(c, dependencies);
    const state = await verifiedRequest(c, dependencies);
    if (!state) return toPage(c, site, '/track?notice=ended');
    if (!openQuestion(state)) return toPage(c, site, '/status');
    const read = readWith(answerSchema, { ...c.get('fields') }, ['answer']);
    if (!read.ok) return questionPage(c, state, shown(c.get('fields'), 'answer'), read.refusal);
    // One answer per question, so no two share a sealed item; a second one is refused and not written.
    const name = `answer-${(state.clarifications ?? []).length}`;
    await handle({
      requestId: state.id,
      command: { type: 'answer_question', words: name },
      actor: { kind: 'data_subject' },
      sealed: [{ name, value: new Sensitive(read.value.answer) }],
    });
    return toPage(c, site, '/status');
  });

  async function questionPage(c: PortalContext, state: RequestState, typed: string, problems: readonly Problem[]) {
    const site = siteOf(c, dependencies);
    const asked = openQuestion(state);
    const sealed = asked && (await requests.readSealed(state.id, asked.words));
    if (!asked || !sealed) return toPage(c, site, '/status');
    const law = organisation.laws[state.law];
    return c.html(
      <QuestionPage
        site={site}
        state={state}
        question={new Sensitive(z.string().parse(sealed.reveal()))}
        paused={law !== undefined && isPausedBy(law, state.rights, asked.about)}
        typed={typed}
        problems={inWords(site.words, problems)}
      />,
      problems.length > 0 ? 422 : 200,
    );
  }

  return pages;
}
