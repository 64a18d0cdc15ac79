import { DeletionExplained } from './deletion.page.tsx';
import type { Site } from './layout.page.tsx';
import { waitingDays } from './offered-rights.ts';
import { localised } from './words.ts';

/** Before it is asked for, in words that hold for everybody: nobody's account is looked at. */
export function CancellationExplained({ site }: { readonly site: Site }) {
  const { words, organisation } = site;
  return (
    <div class="inset">
      <h2>{words.cancellation.title}</h2>
      <p>{words.cancellation.warning(waitingDays(organisation))}</p>
      <Consequences site={site} />
      <DeletionExplained site={site} categories={[]} right="account_cancellation" />
    </div>
  );
}

/** What is lost with the account, as the policy words it. */
export function Consequences({ site }: { readonly site: Site }) {
  const { organisation, language } = site;
  const rule = organisation.rights.find(({ right }) => right === 'account_cancellation');
  return (
    <ul class="list">
      {rule?.consequences?.map(({ key, text }) => (
        <li key={key}>{localised(text, language)}</li>
      ))}
    </ul>
  );
}
