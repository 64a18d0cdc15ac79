import { useCallback, useEffect, useState } from 'react';
import { ApiProblem } from './api.ts';

export interface Loaded<Value> {
  readonly value: Value | undefined;
  /** Code of what went wrong last; the value, if any, is older. */
  readonly problem: string | undefined;
  readonly loading: boolean;
  readonly reload: () => Promise<void>;
  readonly set: (value: Value) => void;
}

/** Loads when shown and when `load` changes; `load` has to be stable (useCallback). */
export function useLoaded<Value>(load: () => Promise<Value>): Loaded<Value> {
  const [value, set] = useState<Value>();
  const [problem, setProblem] = useState<string>();
  const [loading, setLoading] = useState(true);

  const reload = useCallback(async () => {
    setLoading(true);
    try {
      set(await load());
      setProblem(undefined);
    } catch (error) {
      setProblem(codeOf(error));
    } finally {
      setLoading(false);
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
