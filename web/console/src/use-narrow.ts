import { useSyncExternalStore } from 'react';

/** Where a table no longer fits: phones, and 400 % zoom. */
const narrow = window.matchMedia('(max-width: 688px)');

export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      narrow.addEventListener('change', changed);
      return () => narrow.removeEventListener('change', changed);
    },
    () => narrow.matches,
  );
}
