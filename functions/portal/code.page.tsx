import { codeValidMinutes } from '../identity/index.ts';
import { dayInWords } from './dates.ts';
import { ErrorSummary, type ShownProblem, TextField } from './form-fields.page.tsx';
import { ContactLink, Layout, type Site } from './layout.page.tsx';

export interface CodePageProps {
  readonly site: Site;
  /** What this browser sent itself and may see again. After a reference was typed in there is none: it may not exist. */
  readonly own?: {
    readonly maskedEmail: string;
    readonly reference: string;
    /** Instant, ISO in UTC, and the zone whose day it is. */
    readonly confirmBy: string;
    readonly timeZone: string;
  };
  readonly problems: readonly ShownProblem[];
  readonly notice?: string | undefined;
}

export function CodePage({ site, own, problems, notice }: CodePageProps) {
  const { words, language, organisation } = site;
  const { code } = words;
  return (
    <Layout site={site} title={code.title} path="/code" failed={problems.length > 0}>
      <ErrorSummary words={words} problems={problems} />
      {notice && (
        <p class="notice" role="status">
          {notice}
        </p>
      )}
      <h1>{code.title}</h1>
      <p>
        {own ? code.sentTo(own.maskedEmail) : code.sentGeneric}
        {words.gap}
        {code.validity(codeValidMinutes)}
      </p>
      <form method="post" action={`/${language}/code`} novalidate>
        <TextField
          words={words}
          name="code"
          label={code.label}
          hint={code.hint}
          problem={problems.find(({ field }) => field === 'code')?.text}
          value=""
          autocomplete="one-time-code"
          inputmode="numeric"
          width={6}
        />
        <button type="submit" class="button">
          {code.submit}
        </button>
      </form>
      {own && (
        <p>
          {code.reference(own.reference)}
          {words.gap}
          {code.confirmBy(dayInWords(own.confirmBy, words.locale, own.timeZone))}
        </p>
      )}
      <h2>{code.notReceivedTitle}</h2>
      <ul class="list">
        {code.notReceived.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
      <div class="actions">
        <form method="post" action={`/${language}/code/resend`}>
          <button type="submit" class="button minor">
            {code.resend}
          </button>
        </form>
        {own ? (
          <form method="post" action={`/${language}/code/change-email`}>
            <button type="submit" class="link">
              {code.changeEmail}
            </button>
          </form>
        ) : (
          <a href={`/${language}/track`}>{code.otherReference}</a>
        )}
      </div>
      <p>
        {code.contact} <ContactLink organisation={organisation} />
      </p>
    </Layout>
  );
}
