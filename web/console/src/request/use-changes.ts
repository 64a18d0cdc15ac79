import { useState } from 'react';
import type { ChangesView } from '../../../../functions/console/review-views.ts';
import { api, type ChangeDecision } from '../api.ts';
import { codeOf } from '../use-loaded.ts';
import type { Desk } from './use-desk.ts';

export interface Changes {
  /** Undefined until it is asked for: reading what the member typed is written to the timeline. */
  readonly view: ChangesView | undefined;
  readonly problem: string | undefined;
  readonly busy: boolean;
  readonly read: () => Promise<void>;
  /** True when it went through. */
  readonly decide: (change: string, decision: ChangeDecision) => Promise<boolean>;
}

/** The single changes of a request, and deciding on them. */
export function useChanges(desk: Desk): Changes {
  const [view, setView] = useState<ChangesView>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  const load = async (call: () => Promise<ChangesView>): Promise<boolean> => {
    setBusy(true);
    try {
      setView(await call());
      setProblem(undefined);
      await desk.reload();
      return true;
    } catch (error) {
      setProblem(codeOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return {
    view,
    problem,
    busy,
    read: async () => {
      await load(() => api.changes(desk.id));
    },
    decide: async (change, decision) =>
      view ? load(() => api.decideChange(desk.id, change, view.version, decision)) : false,
  };
}
