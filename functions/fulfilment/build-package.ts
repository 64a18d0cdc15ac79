import type { Finding, FindingsReader } from '../discovery/index.ts';
import type { RequestState, RequestStore } from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';
import type { ExportStore } from './export-store.ts';
import { gatheredFindings } from './gathered-findings.ts';
import { type PackageContents, planPackage } from './package-contents.ts';
import { csvOf, jsonOf } from './package-data.ts';
import { packagePage } from './package-page.ts';
import { findingRedactor, type RedactFinding } from './redact-finding.ts';
import { emptyList } from './redaction-list.ts';
import type { RedactionStore } from './redaction-store.ts';
import { type ArchiveEntry, writeArchive } from './write-archive.ts';

export interface BuildPackageDependencies {
  readonly requests: RequestStore;
  readonly findings: FindingsReader;
  readonly redactions: Pick<RedactionStore, 'read'>;
  readonly exports: ExportStore;
  readonly organisation: Organisation;
}

/**
 * Builds the package of an approved request, without what was redacted, and puts it into the export bucket; records nothing. Its id is the number
 * of the gathering, so building again, after a crash, replaces the package instead of leaving two.
 *
 * @throws NothingToBuild when the request is not one whose answer was approved
 */
export function packageBuilder({ requests, findings, redactions, exports, organisation }: BuildPackageDependencies) {
  return async (requestId: string): Promise<{ readonly packageId: string; readonly bytes: number }> => {
    const state = await requests.load(requestId);
    if (state?.decision?.kind !== 'approve') throw new NothingToBuild(requestId);
    const list = state.redactions ? await redactions.read(requestId, state.redactions.list) : emptyList;
    const redact = findingRedactor(list, state.language);
    const packageId = String(state.gathering);
    const madeAt = state.decision.at;
    const entries = [
      ...(await fileEntries(state, planPackage(organisation, state), organisation, findings)),
      ...dataEntries(state, organisation, findings, redact, madeAt),
    ];
    const bytes = await exports.putPackage(requestId, packageId, writeArchive(entries, new Date(madeAt)));
    return { packageId, bytes };
  };

  function dataEntries(
    state: RequestState,
    policy: Organisation,
    reader: FindingsReader,
    redact: RedactFinding,
    madeAt: string,
  ): ArchiveEntry[] {
    const contents = planPackage(policy, state);
    const findingsOf = gatheredFindings(reader, state);
    async function* stream(collection: string): AsyncIterable<Finding> {
      for await (const finding of findingsOf(collection)) yield redact(collection, finding);
    }
    const csvPath = (collection: string): string => `data/${collection}.csv`;
    return [
      {
        path: 'index.html',
        open: () => packagePage({ organisation: policy, state, contents, findings: stream, csvPath, madeAt }),
      },
      ...contents.collections.flatMap((collection): ArchiveEntry[] => [
        { path: `data/${collection.id}.json`, open: () => jsonOf(collection, stream(collection.id)) },
        { path: csvPath(collection.id), open: () => csvOf(collection, stream(collection.id)) },
      ]),
    ];
  }
}

/** The member's own uploaded files. Entries are named by us; the record in the data says what each is. */
async function fileEntries(
  state: RequestState,
  { collections }: PackageContents,
  { dataMap }: Organisation,
  reader: FindingsReader,
): Promise<ArchiveEntry[]> {
  const withFiles = new Set(dataMap.collections.filter(({ format }) => format === 'object').map(({ id }) => id));
  const findingsOf = gatheredFindings(reader, state);
  const entries: ArchiveEntry[] = [];
  for (const { id } of collections) {
    if (!withFiles.has(id)) continue;
    for await (const { file } of findingsOf(id)) {
      if (file === undefined) continue;
      entries.push({ path: `files/${id}/${file}`, compress: false, open: () => reader.openFile(state.id, id, file) });
    }
  }
  return entries;
}

/** Somebody asked for a package of a request that was not approved. */
export class NothingToBuild extends Error {
  override readonly name = 'NothingToBuild';
}
