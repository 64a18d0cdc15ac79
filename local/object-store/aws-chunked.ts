import { Transform, type TransformCallback } from 'node:stream';
import { S3Error } from './s3-error.ts';

const LINE_LIMIT = 8 * 1024;
const CHUNK_HEADER = /^([0-9a-fA-F]{1,14})(?:;.*)?$/;

type Position = 'chunk header' | 'chunk data' | 'after chunk data' | 'trailer' | 'end';

/**
 * Takes the `aws-chunked` envelope off a body: `<hex size>[;chunk-signature=…]CRLF <data> CRLF … 0 CRLF <trailers> CRLF`.
 * `trailers` (lower-case names) is complete once the stream has ended. Chunk signatures are read over, not verified.
 * An envelope that is malformed or stops early fails the stream with an S3Error, once the sender has finished: failing
 * earlier would tear the connection down and the sender would never read why.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export class AwsChunkedDecoder extends Transform {
  readonly trailers = new Map<string, string>();
  #position: Position = 'chunk header';
  #line = '';
  #left = 0;
  #failure: S3Error | undefined;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let rest = chunk;
    while (rest.length > 0 && this.#failure === undefined) {
      rest = this.#position === 'chunk data' ? this.#takeData(rest) : this.#takeLine(rest);
    }
    done();
  }

  override _flush(done: TransformCallback): void {
    done(this.#failure ?? (this.#position === 'end' ? null : incomplete()));
  }

  #takeData(bytes: Buffer): Buffer {
    const data = bytes.subarray(0, this.#left);
    this.push(data);
    this.#left -= data.length;
    if (this.#left === 0) this.#position = 'after chunk data';
    return bytes.subarray(data.length);
  }

  #takeLine(bytes: Buffer): Buffer {
    const end = bytes.indexOf(0x0a);
    this.#line += bytes.subarray(0, end === -1 ? bytes.length : end).toString('latin1');
    if (this.#position === 'end') this.#fail('Data follows the end of the aws-chunked body.');
    else if (this.#line.length > LINE_LIMIT) this.#fail('A line of the aws-chunked envelope is too long.');
    else if (end !== -1) {
      const line = this.#line.replace(/\r$/, '');
      this.#line = '';
      this.#endLine(line);
    }
    return end === -1 ? Buffer.alloc(0) : bytes.subarray(end + 1);
  }

  #endLine(line: string): void {
    if (this.#position === 'after chunk data') {
      if (line !== '') this.#fail('A chunk is longer than its header says.');
      this.#position = 'chunk header';
    } else if (this.#position === 'chunk header') {
      const size = CHUNK_HEADER.exec(line)?.[1];
      if (size === undefined) this.#fail('A chunk header of the aws-chunked body is malformed.');
      this.#left = Number.parseInt(size ?? '0', 16);
      this.#position = this.#left === 0 ? 'trailer' : 'chunk data';
    } else if (line === '') this.#position = 'end';
    else {
      const colon = line.indexOf(':');
      if (colon < 1) this.#fail('A trailer of the aws-chunked body is malformed.');
      this.trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
    }
  }

  #fail(message: string): void {
    this.#failure = new S3Error(400, 'InvalidRequest', message);
  }
}

function incomplete(): S3Error {
  return new S3Error(400, 'IncompleteBody', 'The aws-chunked body ended early.');
}
