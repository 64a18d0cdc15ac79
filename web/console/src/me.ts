import { createContext, useContext } from 'react';
import type { MeView } from '../../../functions/console/views.ts';

export const MeContext = createContext<MeView | undefined>(undefined);

/** Who is signed in. */
export function useMe(): MeView {
  const me = useContext(MeContext);
  if (!me) throw new Error('nobody is signed in here');
  return me;
}
