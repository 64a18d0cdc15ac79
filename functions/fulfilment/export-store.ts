import type { Readable } from 'node:stream';

/** Packages of answered requests, in the export bucket. */
export interface ExportStore {
  /** Streams a package in, whole or not at all; answers its size in bytes. */
  putPackage(requestId: string, packageId: string, body: Readable): Promise<number>;
  /** A link that downloads the package for `seconds`, as an attachment of this name, and is kept by no cache. */
  linkTo(
    requestId: string,
    packageId: string,
    options: { readonly seconds: number; readonly fileName: string },
  ): Promise<string>;
}
