import { useState } from 'react';
import type { RequestView } from '../../../../functions/console/views.ts';
import { codeOf } from '../use-loaded.ts';
import type { Desk } from './use-desk.ts';

/** One thing said of a source that only people reach; the request is loaded again when it went through. */
export function useByHand(desk: Desk, view: RequestView) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const say = async (call: (id: string, version: number) => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await call(desk.id, view.version);
      await desk.reload();
      return true;
    } catch (error) {
      setProblem(codeOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, say };
}
