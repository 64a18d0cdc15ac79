import type { Finding, FindingsReader } from '../discovery/index.ts';
import type { VerifiedIdentifiers } from '../identity/index.ts';
import type { RequestState, RequestStore } from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';
import { type Copy, copyReader } from './copy-of-record.ts';
import type { ExportStore } from './export-store.ts';
import { gatheredBatches, gatheredFindings } from './gathered-findings.ts';
import { dataEntries } from './package-data.ts';
import { type PageInput, packagePage } from './package-page.ts';
import { portableEntries, portableFolder } from './portable-copy.ts';
import { findingRedactor } from './redact-finding.ts';
import { emptyList } from './redaction-list.ts';
import type { RedactionStore } from './redaction-store.ts';
import { type ArchiveEntry, writeArchive } from './write-archive.ts';

export interface BuildPackageDependencies {
  readonly requests: RequestStore;
  readonly findings: FindingsReader;
  readonly identifiers: VerifiedIdentifiers;
  readonly redactions: Pick<RedactionStore, 'read'>;
  readonly exports: ExportStore;
  readonly organisation: Organisation;
}

/**
 * Builds the package of an approved request, without what was redacted, and puts it into the export bucket; records
 * nothing. Its id is the number of the gathering, so building again, after a crash, replaces the package instead of
 * leaving two.
 *
 * @throws NothingToBuild when the request is not one whose answer was approved
 */
export function packageBuilder(dependencies: BuildPackageDependencies) {
  const { requests, findings, redactions, exports, organisation } = dependencies;
  const copiesOf = copyReader(dependencies);
  return async (requestId: string): Promise<{ readonly packageId: string; readonly bytes: number }> => {
    const state = await requests.load(requestId);
    if (state?.decision?.kind !== 'approve') throw new NothingToBuild(requestId);
    const list = state.redactions ? await redactions.read(requestId, state.redactions.list) : emptyList;
    const redact = findingRedactor(list, state.language);
    const packageId = String(state.gathering);
    const madeAt = state.decision.at;
    const batchesOf = gatheredBatches(findings, state);
    const copies = await copiesOf(state);
    const common = { organisation, state, madeAt };
    const entries = [
      ...(await fileEntries(state, copies, organisation, findings)),
      ...copies.flatMap((copy) => {
        async function* stream(collection: string): AsyncIterable<readonly Finding[]> {
          for await (const batch of batchesOf(collection))
            yield batch.flatMap((finding) => {
              const copied = copy.of(collection, finding);
              return copied ? [redact(collection, copied)] : [];
            });
        }
        const input = { ...common, copy, findings: stream };
        if (copy.kind === 'access') return readableEntries({ ...input, withPortable: copies.length > 1 });
        return portableEntries({ ...input, folder: copies.length > 1 ? portableFolder : '' });
      }),
    ];
    const bytes = await exports.putPackage(requestId, packageId, writeArchive(entries, new Date(madeAt)));
    return { packageId, bytes };
  };
}

/** The page with what Article 15 GDPR wants said, and its data as files. */
function readableEntries(input: Omit<PageInput, 'contents' | 'csvPath'> & { readonly copy: Copy }): ArchiveEntry[] {
  const { contents } = input.copy;
  const csvPath = (collection: string): string => `data/${collection}.csv`;
  return [
    { path: 'index.html', open: () => packagePage({ ...input, contents, csvPath }) },
    ...dataEntries(contents, input.findings, ''),
  ];
}

/** The member's own uploaded files. Entries are named by us; the record in the data says what each is. */
async function fileEntries(
  state: RequestState,
  copies: readonly Copy[],
  { dataMap }: Organisation,
  reader: FindingsReader,
): Promise<ArchiveEntry[]> {
  const findingsOf = gatheredFindings(reader, state);
  const entries: ArchiveEntry[] = [];
  for (const { id, format } of dataMap.collections) {
    const holding = copies.filter(({ contents }) => contents.collections.some((collection) => collection.id === id));
    if (format !== 'object' || holding.length === 0) continue;
    for await (const finding of findingsOf(id)) {
      const { file } = finding;
      if (file === undefined || !holding.some((copy) => copy.of(id, finding))) continue;
      entries.push({ path: `files/${id}/${file}`, compress: false, open: () => reader.openFile(state.id, id, file) });
    }
  }
  return entries;
}

/** Somebody asked for a package of a request that was not approved. */
export class NothingToBuild extends Error {
  override readonly name = 'NothingToBuild';
}
