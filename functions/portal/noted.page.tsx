import { isNoted, type RequestState } from '../requests/index.ts';
import { chosenOptions } from '../shared/chosen-options.ts';
import type { Site } from './layout.page.tsx';
import { citer, localised } from './words.ts';

/** What was noted, right by right, and what stopped with it. */
export function Noted({ site, state }: { readonly site: Site; readonly state: RequestState }) {
  const { words, organisation, language } = site;
  const noted = state.rights.filter(isNoted);
  if (noted.length === 0) return null;
  const options = chosenOptions(organisation.rights, state);
  return (
    <ul class="list">
      {noted.map((right) => (
        <li key={right}>
          {words.noted[right](citer(organisation, state.law, language))}
          <Stopped
            parts={options
              .filter((chosen) => chosen.right === right)
              .map(({ option }) => ({
                name: localised(option.name, language),
                effect: localised(option.effect, language),
              }))}
          />
        </li>
      ))}
    </ul>
  );
}

function Stopped({ parts }: { readonly parts: readonly { readonly name: string; readonly effect: string }[] }) {
  if (parts.length === 0) return null;
  return (
    <ul>
      {parts.map(({ name, effect }) => (
        <li key={name}>
          <strong>{name}</strong>: {effect}
        </li>
      ))}
    </ul>
  );
}
