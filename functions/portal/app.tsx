import { Hono } from 'hono/tiny';
import { askRoutes } from './ask-routes.tsx';
import { codeRoutes } from './code-routes.tsx';
import { correspondencePages } from './correspondence-routes.tsx';
import { readForm } from './form-body.ts';
import { framed } from './frame.tsx';
import { type PortalDependencies, type PortalEnv, siteOf } from './portal-context.ts';
import { questionPages } from './question-routes.tsx';
import { reviewRoutes } from './review-routes.tsx';
import { StartPage } from './start.page.tsx';
import { trackRoutes } from './track-routes.tsx';
import { languagesOf, negotiateLanguage } from './words.ts';

/** The member site, but for forms that bring files. A GET only shows; whatever acts is a POST from our own pages. */
export function portalApp(dependencies: PortalDependencies): Hono<PortalEnv> {
  const languages = languagesOf(dependencies.organisation);
  const pages = new Hono<PortalEnv>({ strict: false });
  pages.get('/', (c) => c.html(<StartPage site={siteOf(c, dependencies)} />));
  pages.route('/', askRoutes(dependencies));
  pages.route('/', codeRoutes(dependencies));
  pages.route('/', trackRoutes(dependencies));
  pages.route('/', questionPages(dependencies));
  pages.route('/', correspondencePages(dependencies));
  pages.route('/', reviewRoutes(dependencies));

  const app = framed(dependencies, readForm, pages);
  app.get('/health', (c) => c.json({ ok: true }));
  app.get('/', (c) => {
    c.header('vary', 'accept-language');
    return c.redirect(`/${negotiateLanguage(c.req.header('accept-language'), languages)}`, 302);
  });
  return app;
}
