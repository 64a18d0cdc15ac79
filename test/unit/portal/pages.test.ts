import { describe, expect, it } from 'vitest';
import { clientAddress } from '../../../functions/portal/client-address.ts';
import { negotiateLanguage } from '../../../functions/portal/words.ts';
import { english } from '../../../functions/portal/words-en.ts';
import { chinese } from '../../../functions/portal/words-zh.ts';
import { isSameOrigin } from '../../../functions/shared/same-origin.ts';
import { aPortal, filledIn, formId, Visitor } from '../../support/a-portal.ts';
import { fakeRequestStore } from '../../support/fake-request-store.ts';

describe('every page', () => {
  it.each(['/en', '/en/request', '/en/track', '/zh', '/zh/nothing', '/nothing'])(
    '%s is closed to scripts, frames and caches',
    async (path) => {
      const visitor = await new Visitor(aPortal()).get(path);
      const policy = visitor.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("form-action 'self'");
      expect(policy).not.toContain('unsafe');
      expect(visitor.headers.get('cache-control')).toBe('no-store');
      expect(visitor.headers.get('referrer-policy')).toBe('same-origin');
      expect(visitor.body).not.toMatch(/<script|<style| style=| on\w+=/i);
    },
  );

  it('offers the same page in the other language', async () => {
    const visitor = await new Visitor(aPortal()).get('/en/track');
    expect(visitor.body).toContain('<a href="/zh/track" lang="zh-Hans" hreflang="zh-Hans">中文</a>');
  });

  it('is found by the browser’s language', async () => {
    expect((await new Visitor(aPortal()).get('/', { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' })).path).toBe('/zh');
    expect((await new Visitor(aPortal()).get('/', { 'accept-language': 'fr' })).path).toBe('/en');
    expect((await new Visitor(aPortal()).get('/')).path).toBe('/en');
  });

  it('says what it does not have, in the language of the path', async () => {
    const visitor = await new Visitor(aPortal()).get('/zh/nothing');
    expect(visitor.status).toBe(404);
    expect(visitor.heading).toBe('找不到页面');
  });

  it('answers a fault with a page, and logs its name only', async () => {
    class StoreUnreachable extends Error {
      override readonly name = 'StoreUnreachable';
    }
    const broken = {
      ...fakeRequestStore(),
      append: () => Promise.reject(new StoreUnreachable('mei.chen@example.org')),
    };
    const portal = aPortal({ requests: broken });
    const visitor = await new Visitor(portal).post('/en/request/send', { ...filledIn, form_id: formId });
    expect(visitor.status).toBe(500);
    expect(visitor.heading).toBe('Sorry, something went wrong');
    expect(visitor.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(portal.lines.join()).toContain('StoreUnreachable');
    expect(portal.lines.join()).not.toContain('mei');
  });

  it('is up', async () => {
    const visitor = await new Visitor(aPortal()).get('/health');
    expect(JSON.parse(visitor.body)).toEqual({ ok: true });
  });
});

describe('the words', () => {
  it('exist for everything in both languages, and Chinese is Chinese', () => {
    const leaves = (words: object, path = ''): [string, unknown][] =>
      Object.entries(words).flatMap(([key, value]) =>
        typeof value === 'object' && value !== null ? leaves(value, `${path}.${key}`) : [[`${path}.${key}`, value]],
      );
    expect(leaves(chinese).map(([path]) => path)).toEqual(leaves(english).map(([path]) => path));
    const kept = new Set([
      '.locale',
      '.htmlLang',
      '.gap',
      '.colon',
      '.data.dateOrder.0',
      '.data.dateOrder.1',
      '.data.dateOrder.2',
    ]);
    const untranslated = leaves(chinese)
      .filter(([path, value]) => !kept.has(path) && typeof value === 'string' && !/\p{Script=Han}/u.test(value))
      .map(([path]) => path);
    expect(untranslated).toEqual([]);
  });
});

describe('at the boundary', () => {
  it.each([
    ['zh-TW', 'zh'],
    ['en;q=0.2, zh;q=0.7', 'zh'],
    ['zh;q=0, en', 'en'],
    ['*', 'en'],
    [';;q=', 'en'],
    [undefined, 'en'],
  ])('negotiates %s as %s', (header, language) => {
    expect(negotiateLanguage(header, ['en', 'zh'])).toBe(language);
  });

  it.each([
    ['the browser says same-origin', { 'sec-fetch-site': 'same-origin', origin: 'null' }, true],
    ['typed or bookmarked', { 'sec-fetch-site': 'none' }, true],
    ['another site', { 'sec-fetch-site': 'cross-site' }, false],
    ['a neighbour domain', { 'sec-fetch-site': 'same-site' }, false],
    ['an older browser', { origin: 'https://privacy.example', host: 'api.internal' }, true],
    ['an older browser on another site', { origin: 'https://evil.example', host: 'privacy.example' }, false],
    ['an origin that hides itself', { origin: 'null', host: 'privacy.example' }, false],
    ['no browser at all', { host: 'privacy.example' }, true],
  ])('takes forms by where they come from: %s', (_, headers, taken) => {
    const sent: Record<string, string> = headers;
    expect(isSameOrigin((name) => sent[name], 'https://privacy.example')).toBe(taken);
  });

  it('believes about addresses only what its own hops appended', () => {
    expect(clientAddress('1.1.1.1, 203.0.113.9, 130.176.0.1')).toBe('203.0.113.9');
    expect(clientAddress('203.0.113.9')).toBe('203.0.113.9');
    expect(clientAddress(undefined)).toBe('unknown');
  });
});
