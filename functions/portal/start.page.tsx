import { ContactLink, Layout, type Site } from './layout.page.tsx';
import { offeredRights } from './offered-rights.ts';
import { answerWithin } from './reply-time.ts';

export function StartPage({ site }: { readonly site: Site }) {
  const { words, language, organisation } = site;
  const { start } = words;
  const rights = offeredRights(organisation);
  return (
    <Layout site={site} title={start.title} path="">
      <h1>{start.title}</h1>
      <p class="lead">{start.lead(organisation.name, rights)}</p>
      <h2>{start.needTitle}</h2>
      <ul class="list">
        {start.need.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
      <h2>{start.getTitle}</h2>
      {rights.map((right) => (
        <p key={right}>{words.rights[right].get}</p>
      ))}
      <h2>{start.replyTitle}</h2>
      <p>{start.reply(answerWithin(organisation, words))}</p>
      <p>
        <a class="button" href={`/${language}/request`}>
          {start.start}
        </a>
      </p>
      <h2>{start.trackTitle}</h2>
      <p>
        <a href={`/${language}/track`}>{start.track}</a>
      </p>
      <h2>{start.otherTitle}</h2>
      <p>{start.other(rights)}</p>
      <p>
        <ContactLink organisation={organisation} />
        <br />
        {organisation.controller.name}, {organisation.controller.address}
      </p>
    </Layout>
  );
}
