import { planPackage } from '../fulfilment/index.ts';
import { copiesAsked, grantedRights, type RequestState, redactionReasons } from '../requests/index.ts';
import { dayInWords, sizeInWords } from './dates.ts';
import { ErrorSummary, type ShownProblem, TextField } from './form-fields.page.tsx';
import { Layout, type Site } from './layout.page.tsx';
import { Unavailable } from './unavailable.page.tsx';
import { citer, localised } from './words.ts';

export interface ReadyPageProps {
  readonly site: Site;
  readonly state: RequestState;
  /** A code was asked for, so it can be typed in. */
  readonly codeSent: boolean;
  readonly problems: readonly ShownProblem[];
  readonly notice?: string | undefined;
}

/** What is in the file, and the way to it: a fresh code each time, then the download. */
export function ReadyPage({ site, state, codeSent, problems, notice }: ReadyPageProps) {
  const { words, language } = site;
  const { ready } = words;
  const copies = copiesAsked(grantedRights(state));
  return (
    <Layout site={site} title={ready.title} path="/data" failed={problems.length > 0}>
      <ErrorSummary words={words} problems={problems} />
      {notice && (
        <p class="notice" role="status">
          {notice}
        </p>
      )}
      <h1>{ready.title}</h1>
      {codeSent ? (
        <>
          <h2>{ready.stepDownload}</h2>
          <p>{ready.sent}</p>
          <form method="post" action="/requests/download" novalidate>
            <input type="hidden" name="language" value={language} />
            <TextField
              words={words}
              name="code"
              label={words.code.label}
              hint={words.code.hint}
              problem={problems.find(({ field }) => field === 'code')?.text}
              value=""
              autocomplete="one-time-code"
              inputmode="numeric"
              width={6}
            />
            <button type="submit" class="button">
              {ready.download}
            </button>
          </form>
          <form method="post" action={`/${language}/data/code`}>
            <button type="submit" class="link">
              {ready.again}
            </button>
          </form>
        </>
      ) : (
        <>
          <h2>{ready.stepCode}</h2>
          <p>{ready.stepCodeText}</p>
          <form method="post" action={`/${language}/data/code`}>
            <button type="submit" class="button">
              {ready.sendCode}
            </button>
          </form>
        </>
      )}
      <Contents site={site} state={state} />
      <LeftOut site={site} state={state} />
      <h2>{ready.fileTitle}</h2>
      <p>{ready.format[copies.length > 1 ? 'both' : (copies[0] ?? 'access')]}</p>
      {copies.includes('portability') && <p>{ready.portable}</p>}
      {state.package && (
        <p>
          {ready.size(sizeInWords(state.package.bytes, words.locale))}
          <br />
          {ready.expires(dayInWords(state.package.expiresAt, words.locale, state.timeZone))}
        </p>
      )}
      <p>
        <a href={`/${language}/status`}>{words.received.track}</a>
      </p>
    </Layout>
  );
}

/** What is in any of the copies; in part only where no copy has all of it. */
function packaged({ organisation, language }: Site, state: RequestState) {
  const plans = copiesAsked(grantedRights(state)).flatMap((copy) => {
    const right = organisation.rights.find((rule) => rule.right === copy);
    return right ? [planPackage(organisation, { ...state, language }, right).collections] : [];
  });
  return organisation.dataMap.collections.flatMap(({ id }) => {
    const parts = plans.flatMap((collections) => collections.filter((collection) => collection.id === id));
    return parts.slice(0, 1).map((part) => ({ ...part, partly: parts.every(({ partly }) => partly) }));
  });
}

function LeftOut({ site, state }: Pick<ReadyPageProps, 'site' | 'state'>) {
  const { words, organisation, language } = site;
  const { ready } = words;
  const portable = copiesAsked(state.rights).every((copy) => copy === 'portability');
  const topic = portable ? 'rights_of_others_portable' : 'rights_of_others';
  const reasons = redactionReasons.filter((reason) => (state.redactions?.redacted[reason] ?? 0) > 0);
  if (reasons.length === 0) return null;
  return (
    <>
      <h2>{ready.leftOut}</h2>
      <p>{ready.leftOutText(citer(organisation, state.law, language)(topic))}</p>
      <ul>
        {reasons.map((reason) => (
          <li key={reason}>{ready.leftOutFor[reason]}</li>
        ))}
      </ul>
    </>
  );
}

function Contents({ site, state }: Pick<ReadyPageProps, 'site' | 'state'>) {
  const { words, organisation, language } = site;
  const found = packaged(site, state);
  const nothing = organisation.dataMap.collections.filter(({ id }) => state.collections[id]?.outcome === 'nothing');
  return (
    <>
      <h2>{words.ready.contents}</h2>
      {found.length === 0 ? (
        <p>{words.ready.empty}</p>
      ) : (
        <dl class="summary">
          {found.map(({ id, title, count, partly }) => (
            <div key={id}>
              <dt>{title}</dt>
              <dd>{partly ? words.ready.upTo(count) : words.ready.records(count)}</dd>
            </div>
          ))}
        </dl>
      )}
      {found.length > 0 && nothing.length > 0 && (
        <p>
          {words.ready.nothing} {nothing.map(({ title }) => localised(title, language)).join(' · ')}
        </p>
      )}
      <Unavailable site={site} state={state} />
    </>
  );
}
