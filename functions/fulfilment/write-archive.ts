import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** One file of a package; `open` is called when its turn comes, so one at a time is being read. */
export interface ArchiveEntry {
  /** Path inside the archive: ours, never taken from data. */
  readonly path: string;
  readonly open: () => AsyncIterable<string | Uint8Array> | Promise<Readable>;
  /** False for what is compressed already. */
  readonly compress?: boolean;
}

/**
 * A ZIP file as a stream. Entries are opened one after another while it is being read; a fault of one ends the stream with
 * that fault. `madeAt` dates every entry, so the same data make the same bytes.
 */
export function writeArchive(entries: readonly ArchiveEntry[], madeAt: Date): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => output.destroy(error));
  for (const { path, open, compress = true } of entries) {
    zip.addReadStreamLazy(path, { mtime: madeAt, compress }, (give) => {
      Promise.resolve(open()).then(
        (source) => {
          const stream = source instanceof Readable ? source : Readable.from(batched(source));
          // yazl pipes, and pipes do not pass faults on.
          stream.on('error', (error) => output.destroy(error));
          give(undefined, stream);
        },
        (error: Error) => output.destroy(error),
      );
    });
  }
  zip.end();
  return output;
}

const batchBytes = 64 * 1024;

/** Joins small pieces: a stream chunk per record costs more than the record. */
async function* batched(pieces: AsyncIterable<string | Uint8Array>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const piece of pieces) {
    const bytes = Buffer.from(piece);
    waiting.push(bytes);
    size += bytes.length;
    if (size >= batchBytes) {
      yield Buffer.concat(waiting);
      waiting = [];
      size = 0;
    }
  }
  if (size > 0) yield Buffer.concat(waiting);
}
