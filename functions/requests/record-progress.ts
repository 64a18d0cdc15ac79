import type { Progress } from '../../workflows/privacy-request/contract.ts';
import { daysAfter } from '../shared/days.ts';
import type { HandleCommand } from './handle-command.ts';
import type { Command } from './request-command.ts';
import type { RequestStore } from './request-store.ts';

export interface ProgressDependencies {
  readonly handle: HandleCommand;
  readonly requests: RequestStore;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
  /** Days the member may download the package. */
  readonly exportDays: number;
}

/** What staff read of a recipient that kept failing, by the error's name (`functions/recipients/notice.ts`). */
const noticeFailure: Readonly<Record<string, string>> = {
  RecipientUnavailable: 'unavailable',
  RecipientUnintelligible: 'unintelligible',
};

/**
 * Writes to the request what only its workflow knows. Answers whether the request took it: one that has moved on
 * (withdrawn, closed) takes nothing, which is no fault.
 */
export function progressRecorder({ handle, requests, now, exportDays }: ProgressDependencies) {
  return async (requestId: string, progress: Progress): Promise<{ readonly recorded: boolean }> => {
    const command = await commandFor(requestId, progress);
    if (!command) return { recorded: false };
    const result = await handle({ requestId, command, actor: { kind: 'system', part: 'workflow' } });
    return { recorded: result.ok };
  };

  async function commandFor(requestId: string, progress: Progress): Promise<Command | undefined> {
    switch (progress.kind) {
      case 'gathering_finished':
        return { type: 'finish_gathering' };
      case 'collection_failed': {
        const state = await requests.load(requestId);
        if (!state) return undefined;
        return {
          type: 'record_collection',
          collection: progress.collection,
          gathering: state.gathering,
          outcome: 'failed',
          count: 0,
          reason: progress.error,
        };
      }
      case 'erasure_failed': {
        const nothing = { deleted: 0, changed: 0, kept: 0, held: 0 };
        const { collection, error: reason } = progress;
        return { type: 'record_erasure', collection, outcome: 'failed', ...nothing, reason };
      }
      case 'recipient_not_told':
        return {
          type: 'record_notice',
          recipient: progress.recipient,
          outcome: 'not_told',
          reason: noticeFailure[progress.error] ?? 'failed',
        };
      case 'erasure_finished':
        return { type: 'finish_erasure' };
      case 'package_built': {
        const expiresAt = daysAfter(now(), exportDays);
        return { type: 'record_package', packageId: progress.packageId, bytes: progress.bytes, expiresAt };
      }
      case 'parked':
        return { type: 'park', step: progress.step, error: progress.error };
    }
  }
}

export type RecordProgress = ReturnType<typeof progressRecorder>;
