import { Hono } from 'hono/tiny';
import * as z from 'zod/mini';
import { openFollowUp, type RequestState } from '../requests/index.ts';
import { Sensitive } from '../shared/sensitive.ts';
import { reviewAsker } from './ask-for-review.ts';
import { shown } from './form-body.ts';
import { inWords } from './form-fields.page.tsx';
import { formIdIn, newFormId } from './form-id.ts';
import { lines, type Problem, readWith, says } from './form-schema.ts';
import { MessagePage } from './message.page.tsx';
import {
  addressOf,
  type PortalContext,
  type PortalDependencies,
  type PortalEnv,
  siteOf,
  startSession,
  toPage,
  verifiedRequest,
} from './portal-context.ts';
import { ReviewOverPage, ReviewPage } from './review.page.tsx';

const schema = z.object({
  complaint: lines(4000, 'complaint_too_long').check(z.minLength(1, says('complaint_missing'))),
});

/** A complaint about an answer, or an appeal, from the page of the request that was answered. */
export function reviewRoutes(dependencies: PortalDependencies): Hono<PortalEnv> {
  const { organisation, requests, randomBytes, now } = dependencies;
  const askForReview = reviewAsker(dependencies);
  const pages = new Hono<PortalEnv>();

  const page = (c: PortalContext, state: RequestState, problems: readonly Problem[] = []) => {
    const site = siteOf(c, dependencies);
    const open = followUpOf(state);
    if (!open) return toPage(c, site, '/status');
    if (!open.ok)
      return open.refusal.code === 'too_late'
        ? c.html(
            <ReviewOverPage site={site} state={state} until={open.refusal.until} />,
            c.req.method === 'GET' ? 200 : 409,
          )
        : toPage(c, site, '/status');
    return c.html(
      <ReviewPage
        site={site}
        state={state}
        right={open.value.right}
        until={open.value.until}
        formId={newFormId(randomBytes)}
        typed={problems.length > 0 ? shown(c.get('fields'), 'complaint') : ''}
        problems={inWords(site.words, problems)}
      />,
      problems.length > 0 ? 422 : 200,
    );
  };

  pages.get('/complain', async (c) => {
    const site = siteOf(c, dependencies);
    const state = await verifiedRequest(c, dependencies);
    if (!state) return toPage(c, site, '/track?notice=ended');
    return (await isAsking(state)) ? toPage(c, site, '/status') : page(c, state);
  });

  pages.post('/complain', async (c) => {
    const site = siteOf(c, dependencies);
    const state = await verifiedRequest(c, dependencies);
    if (!state) return toPage(c, site, '/track?notice=ended');
    const formId = formIdIn(c.get('fields'));
    const read = readWith(schema, { ...c.get('fields') }, ['complaint']);
    if (!read.ok) return page(c, state, read.refusal);
    if (formId === undefined) return page(c, state, [{ field: 'complaint', code: 'send_again' }]);
    if (await isAsking(state)) return toPage(c, site, '/status');
    const asked = await askForReview({
      about: state,
      words: new Sensitive(read.value.complaint),
      language: site.language,
      formId,
      network: addressOf(c),
    });
    if (!asked.ok && (asked.refusal.code === 'too_late' || asked.refusal.code === 'no_follow_up'))
      return page(c, state);
    if (!asked.ok) {
      const { title, text } = site.words.trouble[asked.refusal.code === 'too_many' ? 'tooMany' : 'erased'];
      return c.html(<MessagePage site={site} title={title} text={text} path="/complain" />, 429);
    }
    // The code was for the request before this one, of the same address.
    await startSession(c, dependencies, {
      requestId: asked.value.id,
      level: 'verified',
      entry: 'form',
      purpose: 'track',
    });
    return toPage(c, site, '/received');
  });

  function followUpOf(state: RequestState) {
    const law = organisation.laws[state.law];
    return law && openFollowUp(state, law, now());
  }

  /** Whether an earlier one is still open: one at a time. */
  async function isAsking({ followUps }: RequestState): Promise<boolean> {
    const last = followUps?.at(-1);
    const earlier = last && (await requests.load(last.requestId));
    return earlier !== undefined && earlier.closedAt === undefined;
  }

  return pages;
}
