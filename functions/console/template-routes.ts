import { Hono } from 'hono/tiny';
import * as z from 'zod/mini';
import { isToStaff, sampleMail } from '../messages/index.ts';
import { type Milestone, rights } from '../requests/index.ts';
import type { ConsoleDependencies, ConsoleEnv } from './console-api.ts';
import { problem } from './problem.ts';
import { readQuery } from './read-input.ts';
import type { TemplatesView, TemplateView } from './template-views.ts';

const sampleSchema = z.strictObject({
  language: z.string().check(z.maxLength(20)),
  law: z.string().check(z.maxLength(40)),
  right: z.optional(z.enum(rights)),
});

/**
 * The mails of the policy with the values of a made-up request. They hold nothing of anybody, so every role can look at
 * them; what they say is changed in the policy, not here.
 */
export function templateRoutes({ organisation, siteUrl }: ConsoleDependencies): Hono<ConsoleEnv> {
  const { languages, laws, law: ownLaw, messages, defaultLanguage } = organisation;
  return new Hono<ConsoleEnv>()
    .get('/', (c) => {
      const view: TemplatesView = {
        templates: (Object.keys(messages[defaultLanguage] ?? {}) as Milestone[]).map((key) => ({
          key,
          to: isToStaff(key) ? 'staff' : 'member',
        })),
        languages,
        laws: Object.values(laws)
          .toSorted((a, b) => Number(b.id === ownLaw) - Number(a.id === ownLaw))
          .map(({ id, title }) => ({ key: id, name: title })),
        rights: rights.filter((right) => organisation.rights.some((rule) => rule.right === right)),
      };
      return c.json(view);
    })

    .get('/:milestone', (c) => {
      const query = readQuery(c, sampleSchema);
      if (!query.ok) return query.refusal;
      if (!Object.hasOwn(laws, query.value.law)) return problem(422, 'unknown_law', 'The policy names no such law.');
      const { language } = query.value;
      const milestone = c.req.param('milestone') as Milestone;
      const mail =
        languages.includes(language) && Object.hasOwn(messages[language] ?? {}, milestone)
          ? sampleMail(organisation, { ...query.value, milestone }, siteUrl)
          : undefined;
      if (!mail) return problem(404, 'template_missing', 'There is no such mail in this language.');
      const { subject, text, html, parts } = mail;
      return c.json({ language, subject, text, html, parts } satisfies TemplateView);
    });
}
