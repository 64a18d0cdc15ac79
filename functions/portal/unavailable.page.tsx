import { type RequestState, unreadSources } from '../requests/index.ts';
import type { Site } from './layout.page.tsx';
import { localised } from './words.ts';

/** Where nobody could look: never left out without a word. Nothing where all was looked through. */
export function Unavailable({ site, state }: { readonly site: Site; readonly state: RequestState }) {
  const { words, organisation, language } = site;
  const { collections } = organisation.dataMap;
  const unread = unreadSources(state);
  const unavailable = collections.filter(({ id }) => unread.includes(id));
  if (unavailable.length === 0) return null;
  return (
    <p>
      {words.ready.unavailable} {unavailable.map(({ title }) => localised(title, language)).join(' · ')}
    </p>
  );
}
