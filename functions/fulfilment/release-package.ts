import type { CheckCode, CodeRefusal, Sessions } from '../identity/index.ts';
import type { CommandRefusal, HandleCommand } from '../requests/index.ts';
import { accepted, type Result, refused } from '../shared/result.ts';
import { Sensitive } from '../shared/sensitive.ts';
import type { ExportStore } from './export-store.ts';

/** How long a download link works. */
export const linkSeconds = 300;

export interface ReleaseDependencies {
  readonly sessions: Pick<Sessions, 'find'>;
  readonly checkCode: CheckCode;
  readonly handle: HandleCommand;
  readonly exports: Pick<ExportStore, 'linkTo'>;
}

export interface Released {
  /** Opens the package for `linkSeconds`; whoever has it gets the data. */
  readonly link: Sensitive<string>;
  readonly language: string;
}

export type ReleaseRefusal = { readonly code: 'no_session' } | CodeRefusal | CommandRefusal;

/**
 * Releases the package to who proves, just now and with a fresh code, to be reading the confirmed address. The release is
 * an event of the request before the link exists.
 */
export function packageReleaser({ sessions, checkCode, handle, exports }: ReleaseDependencies) {
  return async (token: string | undefined, code: string): Promise<Result<Released, ReleaseRefusal>> => {
    const session = await sessions.find(token);
    if (session?.level !== 'verified') return refused({ code: 'no_session' });
    const { requestId } = session;
    const checked = await checkCode(requestId, 'download', code);
    if (!checked.ok) return checked;
    const command = { type: 'release_download' } as const;
    const released = await handle({ requestId, command, actor: { kind: 'data_subject' } });
    if (!released.ok) return released;
    const state = released.value;
    if (!state.package) return refused({ code: 'export_expired' });
    const link = await exports.linkTo(requestId, state.package.id, {
      seconds: linkSeconds,
      fileName: `${state.reference}.zip`,
    });
    return accepted({ link: new Sensitive(link), language: state.language });
  };
}

export type ReleasePackage = ReturnType<typeof packageReleaser>;
