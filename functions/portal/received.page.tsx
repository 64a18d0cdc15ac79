import { isChangeRight, type RequestState } from '../requests/index.ts';
import { dateInWords } from './dates.ts';
import { DeadlineExplained } from './deadline.page.tsx';
import { Layout, type Site } from './layout.page.tsx';

/** The receipt: the reference to come back with, and the date the answer is due by. */
export function ReceivedPage({ site, state }: { readonly site: Site; readonly state: RequestState }) {
  const { words, language } = site;
  const { received } = words;
  return (
    <Layout site={site} title={received.title} path="/received">
      <div class="panel">
        <h1>{received.title}</h1>
        <dl>
          <dt>{received.referenceLabel}</dt>
          <dd class="reference">{state.reference}</dd>
          <dt>{received.replyByLabel}</dt>
          <dd>
            <time datetime={state.replyBy}>{dateInWords(state.replyBy, words.locale)}</time>
          </dd>
        </dl>
      </div>
      <p>{received.mailed}</p>
      <DeadlineExplained site={site} state={state} open />
      <h2>{received.nextTitle}</h2>
      <ol class="list">
        {received.next(state.rights, state.erasure?.waitingDays ?? 0).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {(state.onBehalf || state.rights.some(isChangeRight)) && (
        <p>
          {words.messages.evidence}
          {words.gap}
          <a href={`/${language}/messages`}>{words.messages.open(0)}</a>
        </p>
      )}
      <p>{received.print}</p>
      <p>
        <a class="button" href={`/${language}/status`}>
          {received.track}
        </a>
      </p>
    </Layout>
  );
}
