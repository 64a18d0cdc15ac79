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
 * Loads when shown and when `load` changes; `load` has to be stable (useCallback). An answer that comes after a later one was
 * asked for, or after `set`, is older than what is shown, and dropped.
 */
export function useLoaded<Value>(load: () => Promise<Value>): Loaded<Value> {
  const [value, setValue] = useState<Value>();
  const [problem, setProblem] = useState<string>();
  const [loading, setLoading] = useState(true);
  const latest = useRef(0);

  const set = useCallback((given: Value) => {
    latest.current++;
    setValue(given);
    setLoading(false);
  }, []);

  const reload = useCallback(async () => {
    const turn = ++latest.current;
    setLoading(true);
    try {
      const loaded = await load();
      if (turn !== latest.current) return;
      set(loaded);
      setProblem(undefined);
    } catch (error) {
      if (turn !== latest.current) return;
      setProblem(codeOf(error));
      setLoading(false);
    }
  }, [load, set]);

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
