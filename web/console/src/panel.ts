import { createContext, type ReactNode, useContext } from 'react';

/** Details beside a screen: on the side, never at the bottom, where it would hide what has the focus. */
export interface Panel {
  readonly name: string;
  readonly content: ReactNode;
}

export interface Panels {
  readonly open: (panel: Panel) => void;
  readonly close: () => void;
}

export const PanelContext = createContext<Panels | undefined>(undefined);

export function usePanels(): Panels {
  const panels = useContext(PanelContext);
  if (!panels) throw new Error('there is no side panel here');
  return panels;
}
