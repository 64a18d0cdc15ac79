import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiProblem } from './api.ts';

export interface Loaded<Value> {
  readonly value: Value | undefined;
  /** Code of what went wrong last; the value, if any, is older. */
  readonly problem: string | undefined;
  readonly loading: boolean;
  readonly reload: () => Promise<void>;
  readonly set: (value: Value) => void;
}

/**
 * Loads when shown and when `load` changes; `load` has to be stable (useCallback). An answer that is older than what is shown,
 * or to another question, is dropped.
 */
export function useLoaded<Value>(load: () => Promise<Value>): Loaded<Value> {
  const [value, setValue] = useState<Value>();
  const [problem, setProblem] = useState<string>();
  const [loading, setLoading] = useState(true);
  const turns = useRef({ asked: 0, shown: 0, load });

  const set = useCallback((given: Value) => {
    turns.current.shown = ++turns.current.asked;
    setValue(given);
    setLoading(false);
  }, []);

  const reload = useCallback(async () => {
    const turn = ++turns.current.asked;
    turns.current.load = load;
    setLoading(true);
    const isOutdated = () => turn < turns.current.shown || turns.current.load !== load;
    try {
      const loaded = await load();
      if (isOutdated()) return;
      turns.current.shown = turn;
      setValue(loaded);
      setProblem(undefined);
    } catch (error) {
      if (!isOutdated()) setProblem(codeOf(error));
    } finally {
      if (turn === turns.current.asked) setLoading(false);
    }
  }, [load]);

  useEffect(() => {
    void reload();
  }, [reload]);
  return { value, problem, loading, reload, set };
}

/** The code of a problem; anything else is a fault of ours and goes to the error boundary. */
export function codeOf(error: unknown): string {
  if (error instanceof ApiProblem) return error.code;
  throw error;
}
