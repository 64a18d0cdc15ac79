import { Hono } from 'hono/tiny';
import { correspondenceForms } from './correspondence-routes.tsx';
import { type FilesDependencies, readFormWithFiles } from './form-files.ts';
import { framed } from './frame.tsx';
import type { PortalEnv } from './portal-context.ts';
import { questionForms } from './question-routes.tsx';

/** The forms of the member site that bring files: a function of its own, since no other page may write files. */
export function filesApp(dependencies: FilesDependencies): Hono<PortalEnv> {
  const pages = new Hono<PortalEnv>({ strict: false });
  pages.route('/', questionForms(dependencies));
  pages.route('/', correspondenceForms(dependencies));
  return framed(dependencies, readFormWithFiles, pages);
}
