import { routePath } from 'hono/route';
import { Hono } from 'hono/tiny';
import { faultFields } from '../shared/log.ts';
import { isSameOrigin } from '../shared/same-origin.ts';
import { askRoutes } from './ask-routes.tsx';
import { codeRoutes } from './code-routes.tsx';
import { readForm } from './form-body.ts';
import { MessagePage } from './message.page.tsx';
import { type PortalContext, type PortalDependencies, type PortalEnv, siteOf } from './portal-context.ts';
import { questionRoutes } from './question-routes.tsx';
import { responseHeaders } from './response-headers.ts';
import { StartPage } from './start.page.tsx';
import { trackRoutes } from './track-routes.tsx';
import type { Words } from './words.ts';
import { languagesOf, negotiateLanguage } from './words.ts';

/** The member site. A GET only shows; whatever acts is a POST from our own pages. */
export function portalApp(dependencies: PortalDependencies): Hono<PortalEnv> {
  const { organisation, log } = dependencies;
  const languages = languagesOf(organisation);
  const app = new Hono<PortalEnv>({ strict: false });

  const message = (
    c: PortalContext,
    kind: Exclude<keyof Words['trouble'], 'contact' | 'home'>,
    status: ErrorStatus,
  ) => {
    const site = siteOf(c, dependencies);
    return c.html(<MessagePage site={site} {...site.words.trouble[kind]} />, status);
  };

  app.use(async (c, next) => {
    await next();
    const leadsOut = /^\/[^/]+\/data\/?$/.test(c.req.path);
    for (const [name, value] of Object.entries(responseHeaders({ leadsOut }))) c.res.headers.set(name, value);
    log.info('answered', {
      awsRequestId: c.env?.lambdaContext?.awsRequestId,
      method: c.req.method,
      route: routePath(c, -1),
      status: c.res.status,
    });
  });

  app.use(async (c, next) => {
    if (c.req.method !== 'POST') return next();
    if (!isSameOrigin((name) => c.req.header(name), dependencies.publicUrl)) return message(c, 'forged', 403);
    const form = await readForm(c.req.raw);
    if (!form.ok) {
      return form.refusal.code === 'too_large' ? message(c, 'tooLarge', 413) : message(c, 'wrongType', 415);
    }
    c.set('fields', form.value);
    return next();
  });

  app.get('/health', (c) => c.json({ ok: true }));
  app.get('/', (c) => {
    c.header('vary', 'accept-language');
    return c.redirect(`/${negotiateLanguage(c.req.header('accept-language'), languages)}`, 302);
  });

  const pages = new Hono<PortalEnv>({ strict: false });
  pages.get('/', (c) => c.html(<StartPage site={siteOf(c, dependencies)} />));
  pages.route('/', askRoutes(dependencies));
  pages.route('/', codeRoutes(dependencies));
  pages.route('/', trackRoutes(dependencies));
  pages.route('/', questionRoutes(dependencies));
  for (const language of languages) app.route(`/${language}`, pages);

  app.notFound((c) => message(c, 'notFound', 404));
  app.onError((error, c) => {
    log.error('failed', { awsRequestId: c.env?.lambdaContext?.awsRequestId, ...faultFields(error) });
    return message(c, 'fault', 500);
  });
  return app;
}

type ErrorStatus = 403 | 404 | 413 | 415 | 500;
