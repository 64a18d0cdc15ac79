import { accepted, type Result, refused } from '../shared/result.ts';
import type { CommandContext, CommandRefusal } from './request-command.ts';
import type { RequestEvent } from './request-events.ts';
import type { RequestState } from './request-state.ts';

/** What one person reads of one source within this time is one look, however many pages it has. */
const lookMs = 15 * 60_000;
const open: ReadonlySet<RequestState['status']> = new Set(['in_review', 'awaiting_member', 'awaiting_approval']);

/** Reading findings: noted when a look begins, and by the first page after it ends. */
export function decideLook(
  { status, collections, looking }: RequestState,
  { type, collection }: { readonly type: 'view_findings'; readonly collection: string },
  { actor, now }: CommandContext,
): Result<readonly RequestEvent[], CommandRefusal> {
  const known = collections[collection];
  if (!known) return refused({ code: 'unknown_collection', collection });
  if (!open.has(status)) return refused({ code: 'not_allowed_now', command: type, status });
  const goesOn =
    looking !== undefined &&
    actor.kind === 'staff' &&
    looking.by === actor.id &&
    looking.collection === collection &&
    looking.gathering === known.gathering &&
    Date.parse(now) - Date.parse(looking.since) < lookMs;
  return accepted(goesOn ? [] : [{ type: 'FindingsViewed', collection }]);
}

/** The look that a reading began. */
export function lookOf(
  { collections }: Pick<RequestState, 'collections'>,
  collection: string,
  by: string,
  since: string,
): NonNullable<RequestState['looking']> {
  return { by, collection, gathering: collections[collection]?.gathering ?? 0, since };
}
