import type { Child } from 'hono/jsx';
import { type Answers, asksForData, asksForPeriod, type Step } from './answers.ts';
import { DeletionExplained } from './deletion.page.tsx';
import type { Site } from './layout.page.tsx';
import { waitingDays } from './offered-rights.ts';
import { periodInWords } from './period-in-words.ts';
import { answerWithin } from './reply-time.ts';
import { localised } from './words.ts';

/** The answers as they were understood, each with a way to change it, and what sending them means. */
export function CheckStep({ site, answers }: { readonly site: Site; readonly answers: Answers }) {
  const { words, organisation, language } = site;
  const { check } = words;
  const { agent } = answers;
  const deletes = answers.rights.includes('deletion');
  const name = (key: string): string =>
    localised(organisation.categories.find((rule) => rule.key === key)?.name, language);
  return (
    <>
      <dl class="summary">
        <Row
          site={site}
          step="what"
          label={check.right}
          value={answers.rights.map((right) => <div key={right}>{words.what[right]}</div>)}
        />
        <Row site={site} step="who" label={check.relation} value={words.who.relations[answers.relation].label} />
        <Row
          site={site}
          step="who"
          label={check.acting}
          value={words.who.actings[agent ? 'someone_else' : 'myself'].label}
        />
        {agent && <Row site={site} step="who" label={check.agentName} value={<span dir="auto">{agent.name}</span>} />}
        {agent && (
          <Row
            site={site}
            step="who"
            label={check.agentStatement}
            value={
              <span class="written" dir="auto">
                {agent.statement}
              </span>
            }
          />
        )}
        <Row site={site} step="email" label={check.email} value={answers.email} />
        <Row
          site={site}
          step="email"
          label={check.name}
          value={answers.name === undefined ? check.none : <span dir="auto">{answers.name}</span>}
        />
        {asksForData(answers.rights) && (
          <Row
            site={site}
            step="data"
            label={check.categories}
            value={answers.categories.length === 0 ? check.allCategories : answers.categories.map(name).join(' · ')}
          />
        )}
        {asksForPeriod(answers.rights) && (
          <Row
            site={site}
            step="data"
            label={deletes ? check.periodOfCopy : check.period}
            value={periodInWords(answers.period, words)}
          />
        )}
      </dl>
      {deletes && (
        <div class="inset">
          <p>{words.deletion.warning(waitingDays(organisation))}</p>
          <DeletionExplained site={site} categories={answers.categories} />
        </div>
      )}
      <h2>{check.nextTitle}</h2>
      <ol class="list">
        {check.next(answerWithin(organisation, words), answers.rights, waitingDays(organisation)).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </>
  );
}

interface RowProps {
  readonly site: Site;
  readonly step: Step;
  readonly label: string;
  readonly value: Child;
}

function Row({ site, step, label, value }: RowProps) {
  const { words, language } = site;
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
      <dd class="change">
        <button
          type="submit"
          class="link"
          formaction={`/${language}/request/check`}
          formnovalidate
          name="change"
          value={step}
        >
          {words.change}
          <span class="visually-hidden"> {label}</span>
        </button>
      </dd>
    </div>
  );
}
