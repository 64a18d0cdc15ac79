import { routePath } from 'hono/route';
import { Hono } from 'hono/tiny';
import { faultFields } from '../shared/log.ts';
import type { Result } from '../shared/result.ts';
import { isSameOrigin } from '../shared/same-origin.ts';
import type { BodyRefusal, Posted } from './form-body.ts';
import { MessagePage } from './message.page.tsx';
import { type PortalContext, type PortalDependencies, type PortalEnv, siteOf } from './portal-context.ts';
import { responseHeaders } from './response-headers.ts';
import { languagesOf, type Words } from './words.ts';

export type FrameDependencies = Pick<PortalDependencies, 'organisation' | 'publicUrl' | 'log'>;

/**
 * What all pages of the member site stand in: headers, log line, the refusal of forms from elsewhere, and pages for what
 * went wrong. `pages` are there in every language.
 */
export function framed(
  dependencies: FrameDependencies,
  readBody: (request: Request) => Promise<Result<Posted, BodyRefusal>>,
  pages: Hono<PortalEnv>,
): Hono<PortalEnv> {
  const { organisation, log, publicUrl } = dependencies;
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
    if (!isSameOrigin((name) => c.req.header(name), publicUrl)) return message(c, 'forged', 403);
    const posted = await readBody(c.req.raw);
    if (!posted.ok) {
      return posted.refusal.code === 'too_large' ? message(c, 'tooLarge', 413) : message(c, 'wrongType', 415);
    }
    c.set('fields', posted.value.fields);
    c.set('files', posted.value.files);
    return next();
  });

  for (const language of languagesOf(organisation)) app.route(`/${language}`, pages);

  app.notFound((c) => message(c, 'notFound', 404));
  app.onError((error, c) => {
    log.error('failed', { awsRequestId: c.env?.lambdaContext?.awsRequestId, ...faultFields(error) });
    return message(c, 'fault', 500);
  });
  return app;
}

type ErrorStatus = 403 | 404 | 413 | 415 | 500;
