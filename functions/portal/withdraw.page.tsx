import { asksForDeletion, type RequestState } from '../requests/index.ts';
import { Layout, type Site } from './layout.page.tsx';

export function WithdrawPage({ site, state }: { readonly site: Site; readonly state: RequestState }) {
  const { words, language } = site;
  const { withdraw } = words;
  return (
    <Layout site={site} title={withdraw.title} path="/withdraw">
      <h1>{withdraw.title}</h1>
      <p>
        {words.status.reference}: <span class="reference">{state.reference}</span>
      </p>
      <p>{withdraw.text}</p>
      {asksForDeletion(state.rights) && <p>{withdraw.deletion}</p>}
      {state.package && <p>{withdraw.file}</p>}
      <div class="actions">
        <form method="post" action={`/${language}/withdraw`}>
          <button type="submit" class="button danger">
            {withdraw.confirm}
          </button>
        </form>
        <a href={`/${language}/status`}>{withdraw.keep}</a>
      </div>
    </Layout>
  );
}
