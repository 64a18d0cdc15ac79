import type { Finding, FindingsReader } from '../discovery/index.ts';
import type { HoldStore } from '../holds/index.ts';
import type { VerifiedIdentifiers } from '../identity/index.ts';
import { erasesBesides, grantedPart, type RequestState } from '../requests/index.ts';
import type { DataMap, RightRule } from '../shared/organisation.ts';
import { type CollectionPreview, dryRun } from './dry-run.ts';
import type { HeldRecords } from './erase-batch.ts';
import { erasingRight } from './erasing-right.ts';
import { gatheredFindings } from './gathered-findings.ts';
import { readOwnValues } from './own-values.ts';

/** Records counted at most: staff wait for the answer. */
const mostRecords = 50_000;

export interface PreviewDependencies {
  readonly dataMap: DataMap;
  readonly rights: readonly RightRule[];
  readonly findings: Pick<FindingsReader, 'streamFindings'>;
  readonly identifiers: VerifiedIdentifiers;
  readonly holds: Pick<HoldStore, 'register'>;
  readonly heldRecords: HeldRecords;
}

export interface ErasurePreview extends CollectionPreview {
  /** False when there are more records than were counted. */
  readonly complete: boolean;
  /** Of the register of holds by which it was worked out. */
  readonly holdsVersion: number;
}

/**
 * What a request's deletion, or what it has noted, would do to one collection, by what was found and the holds as they are
 * now. Nothing is touched. Undefined where nothing was found, and for a request of single changes alone.
 * @throws Error named `RightUnusable` where the policy has no rule for it
 */
export function erasurePreviewer({ dataMap, rights, findings, identifiers, holds, heldRecords }: PreviewDependencies) {
  return async (state: RequestState, collectionId: string): Promise<ErasurePreview | undefined> => {
    const collection = dataMap.collections.find(({ id }) => id === collectionId);
    if (!collection || state.collections[collectionId]?.outcome !== 'found') return undefined;
    if (!erasesBesides(state)) return undefined;
    const right = erasingRight(rights, grantedPart(state));
    const [verified, register] = await Promise.all([identifiers.of(state.id), holds.register()]);
    const findingsOf = gatheredFindings(findings, state);
    const own = await readOwnValues(right, dataMap, verified.reveal(), findingsOf);
    const isHeld = await heldRecords(register.holds, state);
    const counted = atMost(mostRecords, findingsOf(collectionId));
    const previews = dryRun({
      right,
      dataMap,
      own,
      categories: state.categories,
      found: [{ collection, findings: counted.findings, isHeld: (record) => isHeld(collection, record) }],
    });
    for await (const preview of previews)
      return { ...preview, complete: counted.complete(), holdsVersion: register.version };
    return undefined;
  };
}

export type PreviewErasure = ReturnType<typeof erasurePreviewer>;

function atMost(most: number, findings: AsyncIterable<Finding>) {
  let complete = true;
  async function* some(): AsyncIterable<Finding> {
    let count = 0;
    for await (const finding of findings) {
      if (count++ === most) {
        complete = false;
        return;
      }
      yield finding;
    }
  }
  return { findings: some(), complete: () => complete };
}
