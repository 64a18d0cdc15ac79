import { useCallback, useEffect, useRef, useState } from 'react';
import type { RedactionView } from '../../../../functions/console/review-views.ts';
import { ApiProblem, api, type RedactionChange } from '../api.ts';
import { codeOf } from '../use-loaded.ts';
import type { Desk } from './use-desk.ts';

export interface Redactions {
  readonly view: RedactionView | undefined;
  readonly problem: string | undefined;
  readonly busy: boolean;
  /** Counts changes, so that what shows the copy can be read again. */
  readonly changes: number;
  /** True when it went through. */
  readonly change: (change: RedactionChange) => Promise<boolean>;
  readonly reload: () => Promise<void>;
}

/** What is left out of the copy of one source, and changing it. Reading is noted on the request. */
export function useRedactions(desk: Desk, requestId: string, collection: string): Redactions {
  const [view, setView] = useState<RedactionView>();
  // A record open in the side panel changes the list as it is then, not as it was when the record was opened.
  const list = useRef<string | null>(undefined);
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [changes, setChanges] = useState(0);
  const started = useRef(false);

  const load = useCallback(
    async (read: () => Promise<RedactionView>): Promise<boolean> => {
      setBusy(true);
      try {
        const now = await read();
        setView(now);
        list.current = now.list;
        setProblem(undefined);
        await desk.reload();
        return true;
      } catch (error) {
        setProblem(
          error instanceof ApiProblem && error.code === 'changed_meanwhile' ? 'unknown_redaction' : codeOf(error),
        );
        return false;
      } finally {
        setBusy(false);
      }
    },
    [desk.reload],
  );
  const reload = useCallback(async () => {
    await load(() => api.redactions(requestId, collection));
  }, [load, requestId, collection]);
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    void reload();
  }, [reload]);

  const change = async (asked: RedactionChange): Promise<boolean> => {
    const { current } = list;
    if (current === undefined) return false;
    const made = await load(() => api.redact(requestId, collection, current, asked));
    if (made) setChanges((count) => count + 1);
    return made;
  };
  return { view, problem, busy, changes, change, reload };
}
