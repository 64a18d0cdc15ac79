import { ContactLink, Layout, type Site } from './layout.page.tsx';

export interface MessagePageProps {
  readonly site: Site;
  readonly title: string;
  readonly text: string;
  /** Path, without the language, that the other languages' links lead to. */
  readonly path?: string;
}

/** One message and ways on: what is not here, what was not accepted, what went wrong. */
export function MessagePage({ site, title, text, path = '' }: MessagePageProps) {
  const { words, language, organisation } = site;
  return (
    <Layout site={site} title={title} path={path}>
      <h1>{title}</h1>
      <p>{text}</p>
      <p>
        {words.trouble.contact} <ContactLink organisation={organisation} />
      </p>
      <p>
        <a href={`/${language}`}>{words.trouble.home}</a>
      </p>
    </Layout>
  );
}
