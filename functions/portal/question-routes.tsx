import { Hono } from 'hono/tiny';
import * as z from 'zod/mini';
import { isPausedBy } from '../deadlines/index.ts';
import { openQuestion, type RequestState } from '../requests/index.ts';
import { Sensitive } from '../shared/sensitive.ts';
import { shown } from './form-body.ts';
import { inWords } from './form-fields.page.tsx';
import { checkFiles, type FilesDependencies, filesField, putFiles } from './form-files.ts';
import { lines, type Problem, readWith, says } from './form-schema.ts';
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

type ShowDependencies = Pick<PortalDependencies, 'requests' | 'organisation' | 'sessions'>;

/** A question of staff, for who proved by a code that the request is theirs. */
export function questionPages(dependencies: ShowDependencies): Hono<PortalEnv> {
  return new Hono<PortalEnv>().get('/answer', async (c) => {
    const state = await verifiedRequest(c, dependencies);
    if (!state) return toPage(c, siteOf(c, dependencies), '/track?notice=ended');
    return showQuestion(c, dependencies, state);
  });
}

/** The answer to it, with files. */
export function questionForms(dependencies: FilesDependencies): Hono<PortalEnv> {
  return new Hono<PortalEnv>().post('/answer', async (c) => {
    const site = siteOf(c, dependencies);
    const state = await verifiedRequest(c, dependencies);
    if (!state) return toPage(c, site, '/track?notice=ended');
    if (!openQuestion(state)) return toPage(c, site, '/status');
    const read = readWith(answerSchema, { ...c.get('fields') }, ['answer']);
    const files = checkFiles(c.get('files'), state);
    if (!read.ok || !files.ok) {
      const problems = [...(read.ok ? [] : read.refusal), ...(files.ok ? [] : files.refusal)];
      return showQuestion(c, dependencies, state, problems);
    }
    // One answer per question, so no two share a sealed item; a second one is refused and not written.
    const name = `answer-${(state.clarifications ?? []).length}`;
    const { attachments, sealed } = await putFiles(dependencies, state.id, name, files.value);
    await dependencies.handle({
      requestId: state.id,
      command: { type: 'answer_question', words: name, ...(attachments.length > 0 ? { attachments } : {}) },
      actor: { kind: 'data_subject' },
      sealed: [{ name, value: new Sensitive(read.value.answer) }, ...sealed],
    });
    return toPage(c, site, '/status');
  });
}

async function showQuestion(
  c: PortalContext,
  { requests, organisation }: ShowDependencies,
  state: RequestState,
  problems: readonly Problem[] = [],
) {
  const site = siteOf(c, { organisation });
  const asked = openQuestion(state);
  const sealed = asked && (await requests.readSealed(state.id, asked.words));
  if (!asked || !sealed) return toPage(c, site, '/status');
  const law = organisation.laws[state.law];
  const again = problems.length > 0 && c.get('files').length > 0 && !problems.some(({ field }) => field === filesField);
  const shownProblems: Problem[] = [
    ...problems,
    ...(again ? [{ field: filesField, code: 'files_again' } as const] : []),
  ];
  return c.html(
    <QuestionPage
      site={site}
      state={state}
      question={new Sensitive(z.string().parse(sealed.reveal()))}
      paused={law !== undefined && isPausedBy(law, state.rights, asked.about)}
      typed={problems.length > 0 ? shown(c.get('fields'), 'answer') : ''}
      problems={inWords(site.words, shownProblems)}
    />,
    problems.length > 0 ? 422 : 200,
  );
}
