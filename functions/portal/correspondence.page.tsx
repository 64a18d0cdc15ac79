import type { RequestState } from '../requests/index.ts';
import type { Sensitive } from '../shared/sensitive.ts';
import { instantInWords } from './dates.ts';
import { ErrorSummary, FilesField, type ShownProblem, TextArea } from './form-fields.page.tsx';
import { Layout, type Site } from './layout.page.tsx';

/** One thing that was written; its text is absent when it was files alone, or was erased. */
export interface ThreadEntry {
  readonly from: 'member' | 'staff';
  /** Instant, ISO in UTC. */
  readonly at: string;
  readonly said: Sensitive<{ readonly text: string | undefined; readonly files: readonly string[] }>;
}

export interface CorrespondencePageProps {
  readonly site: Site;
  readonly state: RequestState;
  readonly thread: readonly ThreadEntry[];
  /** The form's one-time id. */
  readonly formId: string;
  readonly typed: string;
  readonly problems: readonly ShownProblem[];
  /** A message has just been sent. */
  readonly sent: boolean;
}

/** What was written to and fro about a request, and room to write. */
export function CorrespondencePage(props: CorrespondencePageProps) {
  const { site, state, thread, formId, typed, problems, sent } = props;
  const { words, language } = site;
  const { messages } = words;
  return (
    <Layout site={site} title={messages.title} path="/messages" failed={problems.length > 0}>
      <ErrorSummary words={words} problems={problems} />
      <h1>{messages.title}</h1>
      <p>
        {words.status.reference}: <span class="reference">{state.reference}</span>
      </p>
      {sent && (
        <p class="notice" role="status">
          {messages.sent}
        </p>
      )}
      {thread.length === 0 && <p>{messages.none}</p>}
      <ol class="thread">
        {thread.map(({ from, at, said }) => (
          <li key={`${at} ${from}`} class={from}>
            <Entry site={site} state={state} entry={{ from, at, said }} />
          </li>
        ))}
      </ol>
      <h2>{messages.write}</h2>
      <form method="post" action={`/${language}/messages`} enctype="multipart/form-data" novalidate>
        <input type="hidden" name="form_id" value={formId} />
        <TextArea
          words={words}
          name="message"
          label={messages.label}
          hint={messages.hint}
          problem={problems.find(({ field }) => field === 'message')?.text}
          value={typed}
        />
        <FilesField words={words} problem={problems.find(({ field }) => field === 'files')?.text} />
        <button type="submit" class="button">
          {messages.send}
        </button>
      </form>
      <p>
        <a href={`/${language}/status`}>{words.status.title}</a>
      </p>
    </Layout>
  );
}

function Entry({
  site,
  state,
  entry: { from, at, said },
}: Pick<CorrespondencePageProps, 'site' | 'state'> & { readonly entry: ThreadEntry }) {
  const { words, organisation } = site;
  const { text, files } = said.reveal();
  return (
    <>
      <p class="author">
        <strong>{from === 'staff' ? organisation.name : words.messages.you}</strong>{' '}
        <time datetime={at}>{instantInWords(at, words.locale, state.timeZone)}</time>
      </p>
      {text !== undefined && (
        <p class="written" dir="auto">
          {text}
        </p>
      )}
      {text === undefined && files.length === 0 && <p class="hint">{words.messages.erased}</p>}
      {files.length > 0 && (
        <ul class="files">
          {files.map((name) => (
            <li key={name}>
              <bdi>{name}</bdi>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
