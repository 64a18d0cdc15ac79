import type { Answers, Question } from './answers.ts';
import { CancellationExplained } from './cancellation.page.tsx';
import { DeletionExplained } from './deletion.page.tsx';
import type { Site } from './layout.page.tsx';
import { waitingDays } from './offered-rights.ts';
import { answerWithin } from './reply-time.ts';
import type { RowsProps, StepPage } from './step.page.tsx';

interface CheckStepProps {
  readonly site: Site;
  readonly answers: Answers;
  /** In the order they are asked. */
  readonly pages: Readonly<Record<Question, Pick<StepPage<never>, 'Rows'>>>;
}

/** The answers as they were understood, each with a way to change it, and what sending them means. */
export function CheckStep({ site, answers, pages }: CheckStepProps) {
  const { words, organisation } = site;
  const { check } = words;
  const rights = answers.what;
  const cancels = rights.includes('account_cancellation');
  return (
    <>
      <dl class="summary">
        {(Object.keys(pages) as Question[]).map((name) => {
          const told = answers[name];
          if (told === undefined) return null;
          const Rows = pages[name].Rows as (props: RowsProps<unknown>) => ReturnType<StepPage<unknown>['Rows']>;
          return <Rows key={name} site={site} told={told} rights={rights} />;
        })}
      </dl>
      {cancels && <CancellationExplained site={site} />}
      {rights.includes('deletion') && !cancels && (
        <div class="inset">
          <p>{words.deletion.warning(waitingDays(organisation))}</p>
          <DeletionExplained site={site} categories={answers.data?.categories ?? []} right="deletion" />
        </div>
      )}
      <h2>{check.nextTitle}</h2>
      <ol class="list">
        {check
          .next(answerWithin(organisation, words, answers.who.residence), rights, waitingDays(organisation))
          .map((step) => (
            <li key={step}>{step}</li>
          ))}
      </ol>
    </>
  );
}
