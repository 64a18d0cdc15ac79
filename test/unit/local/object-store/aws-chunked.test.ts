import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AwsChunkedDecoder } from '../../../../local/object-store/aws-chunked.ts';

function envelope(chunks: readonly Uint8Array[], trailers: Readonly<Record<string, string>> = {}): Buffer {
  const framed = chunks.flatMap((chunk) => [
    Buffer.from(`${chunk.length.toString(16)}\r\n`),
    chunk,
    Buffer.from('\r\n'),
  ]);
  const lines = Object.entries(trailers).map(([name, value]) => `${name}:${value}\r\n`);
  return Buffer.concat([...framed, Buffer.from(`0\r\n${lines.join('')}\r\n`)]);
}

/** Feeds `bytes` cut where the network might cut them. */
async function decode(bytes: Buffer, pieceLength: number) {
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceLength) }, (_, at) =>
    bytes.subarray(at * pieceLength, (at + 1) * pieceLength),
  );
  const decoder = new AwsChunkedDecoder();
  const data = await buffer(Readable.from(pieces).pipe(decoder));
  return { data, trailers: Object.fromEntries(decoder.trailers) };
}

const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 6 });

describe('an aws-chunked body', () => {
  it('gives the same bytes and trailers however the network cuts it', () =>
    fc.assert(
      fc.asyncProperty(chunks, fc.integer({ min: 1, max: 50 }), async (parts, pieceLength) => {
        const { data, trailers } = await decode(envelope(parts, { 'X-Amz-Checksum-Crc32': 'AAAAAA==' }), pieceLength);
        expect(data).toEqual(Buffer.concat(parts));
        expect(trailers).toEqual({ 'x-amz-checksum-crc32': 'AAAAAA==' });
      }),
    ));

  it('cut short anywhere is refused', () =>
    fc.assert(
      fc.asyncProperty(chunks, fc.nat(), async (parts, seed) => {
        const whole = envelope(parts);
        const cut = whole.subarray(0, seed % whole.length);
        await expect(decode(cut, 7)).rejects.toMatchObject({ code: 'IncompleteBody' });
      }),
    ));

  it.each([
    ['a size that is no number', 'xyz\r\nhello\r\n0\r\n\r\n'],
    ['a chunk longer than its size', '2\r\nhello\r\n0\r\n\r\n'],
    ['a trailer without a name', '0\r\n:value\r\n\r\n'],
    ['an endless line', 'a'.repeat(10_000)],
    ['data after the end', '0\r\n\r\nmore'],
  ])('with %s is refused', async (_, body) => {
    await expect(decode(Buffer.from(body), 1000)).rejects.toMatchObject({ code: 'InvalidRequest' });
  });
});
