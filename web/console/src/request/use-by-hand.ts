import { useState } from 'react';
import type { CollectionView, RequestView } from '../../../../functions/console/views.ts';
import { codeOf } from '../use-loaded.ts';
import type { WorkByHand } from '../words.ts';
import { asksForDeletion, granted } from './asked-rights.ts';
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

/** What people have to do in some of the sources that no system reaches. */
export function workByHandIn(view: RequestView, collections: readonly CollectionView[]): WorkByHand {
  const corrects = collections.some(({ byHand }) => byHand !== undefined && byHand.corrections.length > 0);
  if (!corrects) return 'erase';
  return asksForDeletion(granted(view)) ? 'erase_and_correct' : 'correct';
}
