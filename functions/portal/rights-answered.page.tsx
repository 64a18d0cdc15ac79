import { copiesAsked, grantedRights, isChangeRight, type RequestState, refusedRights } from '../requests/index.ts';
import { citedReason } from '../shared/citations.ts';
import type { Sensitive } from '../shared/sensitive.ts';
import type { Site } from './layout.page.tsx';
import { localised } from './words.ts';

interface RightsAnsweredProps {
  readonly site: Site;
  readonly state: RequestState;
  /** By right that is refused: what staff wrote to the member. */
  readonly reasons: ReadonlyMap<string, Sensitive<string>>;
}

/** Right by right whether it is done, and why not (GDPR Art. 12(4)); single changes are told point by point elsewhere. */
export function RightsAnswered({ site, state, reasons }: RightsAnsweredProps) {
  const { words, organisation, language } = site;
  const { rightByRight, changes } = words;
  const granted = grantedRights(state).filter((right) => !isChangeRight(right));
  const copies: readonly string[] = copiesAsked(granted);
  return (
    <>
      <h2>{rightByRight.title}</h2>
      <dl class="fates">
        {granted.map((right) => (
          <div key={right}>
            <dt>{words.rights[right].label}</dt>
            <dd>
              <strong>{copies.includes(right) ? rightByRight.copy : rightByRight.done}</strong>
            </dd>
          </div>
        ))}
        {refusedRights(state).map(({ right, reason }) => (
          <div key={right}>
            <dt>{words.rights[right].label}</dt>
            <dd>
              <strong>{rightByRight.refused}</strong>
              <p>{changes.because(localised(citedReason(organisation, state.law, reason), language))}</p>
              {reasons.get(right) && (
                <p class="written" dir="auto">
                  {reasons.get(right)?.reveal()}
                </p>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
