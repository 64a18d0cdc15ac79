import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Organisation } from '../shared/organisation.ts';
import { type Words, wordsIn } from './words.ts';

/** What every page knows: whose it is, and in which language. */
export interface Site {
  readonly organisation: Organisation;
  readonly language: string;
  readonly languages: readonly string[];
  readonly words: Words;
}

export interface LayoutProps {
  readonly site: Site;
  readonly title: string;
  /** Path without the language; the other languages have the same. */
  readonly path: string;
  /** The page shows problems: its title says so. */
  readonly failed?: boolean;
  /**
   * Id of the form that fills this page. The language is then changed by sending that form, so that answers are kept,
   * and Enter in a field means its main button whatever stands above it.
   */
  readonly form?: { readonly id: string; readonly action: string; readonly show: string } | undefined;
  /** Above the heading: a way back. */
  readonly before?: Child;
  readonly children: Child;
}

/** The frame of a page: one heading, one task, complete without scripts. */
export function Layout({ site, title, path, failed = false, form, before, children }: LayoutProps) {
  const { words, language, organisation } = site;
  const page = (
    <html lang={words.htmlLang}>
      <head>
        <meta charset="utf-8" />
        <title>
          {failed ? words.errorPrefix : ''}
          {title} – {organisation.name}
        </title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <link rel="stylesheet" href="/assets/portal.css" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
      </head>
      <body>
        {form && (
          // biome-ignore lint/a11y/noAriaHiddenOnFocusable: not reachable by Tab; it only makes Enter press the main button
          <button type="submit" form={form.id} class="default-button" tabindex={-1} aria-hidden="true" />
        )}
        <a class="skip" href="#main">
          {words.skip}
        </a>
        <header class="top">
          <div class="width">
            <a class="name" href={`/${language}`}>
              <strong>{organisation.name}</strong> <span>{words.service}</span>
            </a>
            <Languages site={site} path={path} form={form} />
          </div>
        </header>
        <div class="width">
          <main id="main">
            {before}
            {children}
          </main>
        </div>
        <footer class="bottom">
          <div class="width">
            <ul>
              <li>
                <a href={`/${language}`}>{words.footer.start}</a>
              </li>
              <li>
                <a href={`/${language}/track`}>{words.footer.track}</a>
              </li>
              <li>
                <a href={organisation.links.privacyPolicy}>{words.footer.privacyPolicy}</a>
              </li>
              <li>
                <a href={`mailto:${organisation.controller.email}`}>{organisation.controller.email}</a>
              </li>
            </ul>
            <p>
              {organisation.controller.name}, {organisation.controller.address}
            </p>
          </div>
        </footer>
      </body>
    </html>
  );
  return html`<!doctype html>${page}`;
}

function Languages({ site, path, form }: Pick<LayoutProps, 'site' | 'path' | 'form'>) {
  const others = site.languages.filter((language) => language !== site.language);
  if (others.length === 0) return null;
  return (
    <nav class="languages" aria-label={site.words.switchLanguage}>
      {others.map((language) => {
        const { htmlLang, languageName } = wordsIn(language);
        return form ? (
          <button
            key={language}
            type="submit"
            class="link"
            form={form.id}
            formaction={`/${language}${form.action}`}
            formnovalidate
            name="show"
            value={form.show}
            lang={htmlLang}
          >
            {languageName}
          </button>
        ) : (
          <a key={language} href={`/${language}${path}`} lang={htmlLang} hreflang={htmlLang}>
            {languageName}
          </a>
        );
      })}
    </nav>
  );
}

/** How to reach people instead. */
export function ContactLink({ organisation }: { readonly organisation: Organisation }) {
  return <a href={`mailto:${organisation.controller.email}`}>{organisation.controller.email}</a>;
}
