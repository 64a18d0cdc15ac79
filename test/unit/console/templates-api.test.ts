import { describe, expect, it } from 'vitest';
import type { TemplatesView } from '../../../functions/console/template-views.ts';
import { staffRoles } from '../../../functions/requests/index.ts';
import { ferronex } from '../../support/a-portal.ts';
import { aConsole } from './a-console.ts';

const { api } = aConsole({ organisation: ferronex });

async function get(path: string, role = 'privacy-officer') {
  const response = await api.request(`/api/staff/templates${path}`, {
    headers: { authorization: `Bearer a.${role}.ida` },
  });
  return { status: response.status, body: await response.json() };
}

describe('the templates of the policy', () => {
  it('can be looked at in every role', async () => {
    for (const role of staffRoles) {
      expect((await get('', role)).status, role).toBe(200);
      expect((await get('/refusal?language=en&law=gdpr', role)).status, role).toBe(200);
    }
  });

  it('are all there, in every language, under every law, in HTML and in text', async () => {
    const { templates, languages, laws } = (await get('')).body as TemplatesView;
    expect(templates.map(({ key }) => key)).toEqual(Object.keys(ferronex.messages.en ?? {}));
    expect(templates.filter(({ to }) => to === 'staff').length).toBeGreaterThan(5);
    expect(languages).toEqual(['en', 'zh']);
    expect(laws[0]).toMatchObject({ key: ferronex.law });
    expect(laws.map(({ key }) => key).toSorted()).toEqual(Object.keys(ferronex.laws).toSorted());
    for (const { key } of templates)
      for (const language of languages)
        for (const law of laws) {
          const { status, body } = await get(`/${key}?language=${language}&law=${law.key}`);
          expect([key, status, body.language]).toEqual([key, 200, language]);
          expect(body.html).toContain(`<html lang="${language}">`);
          expect(body.subject.length * body.text.length).toBeGreaterThan(100);
        }
  });

  it('say what the chosen law wants said, for the chosen right', async () => {
    const chinese = (await get('/refusal?language=zh&law=pipl&right=deletion')).body;
    expect(chinese.text).toContain('您有权依法向人民法院提起诉讼');
    expect(chinese.parts.length).toBeGreaterThan(0);
    expect(chinese.parts.every(({ said }: { said: boolean }) => said)).toBe(true);
    expect((await get('/staff_overdue?language=en&law=gdpr')).body).toMatchObject({ parts: [] });
  });

  it.each([
    ['/no_such_mail?language=en&law=gdpr', 404, 'template_missing'],
    ['/constructor?language=en&law=gdpr', 404, 'template_missing'],
    ['/refusal?language=fr&law=gdpr', 404, 'template_missing'],
    ['/refusal?language=en&law=hammurabi', 422, 'unknown_law'],
    ['/refusal?language=en&law=gdpr&right=everything', 400, 'bad_input'],
  ])('that are not there are not made up: %s', async (path, status, code) => {
    expect(await get(path)).toMatchObject({ status, body: { code } });
  });
});
