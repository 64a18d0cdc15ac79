import { ErrorSummary, type ShownProblem, TextField } from './form-fields.page.tsx';
import { ContactLink, Layout, type Site } from './layout.page.tsx';

export interface FindPageProps {
  readonly site: Site;
  readonly typed: string;
  readonly problems: readonly ShownProblem[];
  readonly notice?: string | undefined;
}

/** Back to a request from any device: by its reference, and then a code. */
export function FindPage({ site, typed, problems, notice }: FindPageProps) {
  const { words, language, organisation } = site;
  const { find } = words;
  return (
    <Layout site={site} title={find.title} path="/track" failed={problems.length > 0}>
      <ErrorSummary words={words} problems={problems} />
      {notice && (
        <p class="notice" role="status">
          {notice}
        </p>
      )}
      <h1>{find.title}</h1>
      <p>{find.text}</p>
      <form method="post" action={`/${language}/track`} novalidate>
        <TextField
          words={words}
          name="reference"
          label={find.label}
          hint={find.hint}
          problem={problems.find(({ field }) => field === 'reference')?.text}
          value={typed}
          spellcheck={false}
          width={16}
        />
        <button type="submit" class="button">
          {find.submit}
        </button>
      </form>
      <p>
        {find.lost} <ContactLink organisation={organisation} />
      </p>
    </Layout>
  );
}
