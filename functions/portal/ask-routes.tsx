import { Hono } from 'hono/tiny';
import { subjectItem, subjectSchema } from '../requests/index.ts';
import { Sensitive } from '../shared/sensitive.ts';
import { fieldsFrom, fieldsOf, isStep, problemsUpTo, readAnswers, type Step, stepsFor } from './answers.ts';
import { AskPage } from './ask.page.tsx';
import { moreCorrections } from './ask-correction.ts';
import { dataAsker } from './ask-for-data.ts';
import type { AnswersContext } from './ask-step.ts';
import { type Fields, shown } from './form-body.ts';
import { formIdIn, newFormId } from './form-id.ts';
import type { Problem } from './form-schema.ts';
import {
  addressOf,
  type PortalContext,
  type PortalDependencies,
  type PortalEnv,
  siteOf,
  startSession,
  tokenOf,
  toPage,
} from './portal-context.ts';

/** The form: page by page, answers in hidden fields, nothing kept before it is sent. */
export function askRoutes(dependencies: PortalDependencies): Hono<PortalEnv> {
  const { organisation, requests, handle, sessions, now, randomBytes } = dependencies;
  const ask = dataAsker(dependencies);
  const context = (): AnswersContext => ({ organisation, now: now() });

  interface Showing {
    readonly step: Step;
    readonly fields: Fields;
    readonly problems?: readonly Problem[];
    readonly returning?: boolean;
    readonly status?: 200 | 422 | 429;
  }

  const show = (c: PortalContext, { step, fields, problems = [], returning = false, status = 200 }: Showing) => {
    const answers = step === 'check' ? readAnswers(fields, context()) : undefined;
    return c.html(
      <AskPage
        site={siteOf(c, dependencies)}
        step={step}
        fields={fields}
        problems={problems}
        formId={formIdIn(fields) ?? newFormId(randomBytes)}
        returning={returning}
        {...(answers?.ok ? { answers: answers.value } : {})}
      />,
      status,
    );
  };

  /** Shows a page if everything before it is right, else the first page that is not, with its problems. */
  const showOrMend = (c: PortalContext, showing: Showing): Response | Promise<Response> => {
    const asked = stepsFor(showing.fields);
    const before = asked[asked.indexOf(showing.step) - 1];
    const wrong = before && problemsUpTo(before, showing.fields, context());
    return wrong ? show(c, { ...showing, ...wrong, status: 422 }) : show(c, showing);
  };

  const pages = new Hono<PortalEnv>();

  pages.get('/request', (c) => show(c, { step: 'what', fields: {} }));
  pages.get('/request/:step', (c) => toPage(c, siteOf(c, dependencies), '/request'));

  pages.post('/request/send', async (c) => {
    const fields = c.get('fields');
    const formId = formIdIn(fields);
    const answers = readAnswers(fields, context());
    if (!answers.ok) return show(c, { ...answers.refusal, fields, status: 422 });
    const again = (code: Problem['code'], status: 422 | 429) =>
      show(c, { step: 'check', fields, problems: [{ field: 'answers', code }], status });
    if (formId === undefined) return again('send_again', 422);
    const site = siteOf(c, dependencies);
    const asked = await ask({
      answers: new Sensitive(answers.value),
      language: site.language,
      formId,
      network: addressOf(c),
    });
    if (!asked.ok) return again('too_many', 429);
    await startSession(c, dependencies, {
      requestId: asked.value.id,
      level: 'asked',
      entry: 'form',
      purpose: 'confirm',
    });
    return toPage(c, site, '/code');
  });

  pages.post('/request/:step', (c) => {
    const step = c.req.param('step');
    if (!isStep(step)) return c.notFound();
    const fields = c.get('fields');
    const change = shown(fields, 'change');
    if (isStep(change)) return showOrMend(c, { step: change, fields, returning: true });
    const back = shown(fields, 'return') === 'check';
    const wanted = shown(fields, 'show');
    if (isStep(wanted)) return showOrMend(c, { step: wanted, fields, returning: back && wanted !== 'check' });
    if (moreCorrections in fields) return show(c, { step, fields, returning: back });
    const wrong = problemsUpTo(step, fields, context());
    if (wrong) return show(c, { ...wrong, fields, returning: back, status: 422 });
    const asked = stepsFor(fields);
    // What was chosen anew may ask for more.
    const skipped = asked.find((one) => fieldsOf(one).length > 0 && fieldsOf(one).every((name) => !(name in fields)));
    const next = back ? (skipped ?? 'check') : (asked[asked.indexOf(step) + 1] ?? 'check');
    return showOrMend(c, { step: next, fields });
  });

  /** A mistyped address: the request that went to it is withdrawn, the answers are kept for a new one. */
  pages.post('/code/change-email', async (c) => {
    const site = siteOf(c, dependencies);
    const session = await sessions.find(tokenOf(c));
    if (session?.entry !== 'form') return toPage(c, site, '/track');
    const { requestId } = session;
    const state = await requests.load(requestId);
    const sealed = await requests.readSealed(requestId, subjectItem);
    if (!state || !sealed || state.confirmedAt) return toPage(c, site, '/track');
    const withdrawn = await handle({ requestId, command: { type: 'withdraw' }, actor: { kind: 'data_subject' } });
    if (withdrawn.ok && withdrawn.value.confirmedAt) return toPage(c, site, '/track');
    const subject = subjectSchema.parse(sealed.reveal());
    return show(c, { step: 'email', fields: fieldsFrom(state, subject, context()) });
  });

  return pages;
}
