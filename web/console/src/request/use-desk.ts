import { useCallback, useEffect, useState } from 'react';
import type { RequestView } from '../../../../functions/console/views.ts';
import { ApiProblem, api, type RequestCommand } from '../api.ts';
import { codeOf, useLoaded } from '../use-loaded.ts';

/** How often a request that the system works on is looked at again, in milliseconds. */
const watchEvery = 4_000;

export interface Desk {
  readonly id: string;
  readonly view: RequestView | undefined;
  readonly problem: string | undefined;
  /** When someone else changed the request before our command came; what was typed is still there. */
  readonly conflict: string | undefined;
  /** The command under way. */
  readonly busy: RequestCommand['type'] | undefined;
  readonly reload: () => Promise<void>;
  /** Gives a command; true when it went through. */
  readonly give: (command: RequestCommand) => Promise<boolean>;
}

/** One request on screen, and what staff do to it. */
export function useDesk(id: string): Desk {
  const load = useCallback(() => api.request(id), [id]);
  const { value: view, problem: loadProblem, reload: loadAgain, set } = useLoaded(load);
  const [problem, setProblem] = useState<string>();
  const [conflict, setConflict] = useState<string>();
  const [busy, setBusy] = useState<RequestCommand['type']>();

  const reload = useCallback(async () => {
    await loadAgain();
    setConflict(undefined);
    setProblem(undefined);
  }, [loadAgain]);

  const give = useCallback(
    async (command: RequestCommand): Promise<boolean> => {
      if (!view) return false;
      setBusy(command.type);
      setProblem(undefined);
      try {
        set(await api.give(id, view.version, command));
        setConflict(undefined);
        return true;
      } catch (error) {
        if (error instanceof ApiProblem && error.code === 'changed_meanwhile') {
          setConflict(String(error.details.changedAt));
        } else {
          setProblem(codeOf(error));
        }
        return false;
      } finally {
        setBusy(undefined);
      }
    },
    [id, view, set],
  );

  const watching = view?.waitingOn === 'system' && conflict === undefined;
  useEffect(() => {
    if (!watching) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void loadAgain();
    }, watchEvery);
    return () => clearInterval(timer);
  }, [watching, loadAgain]);

  return { id, view, problem: problem ?? loadProblem, conflict, busy, reload, give };
}
