import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linesOf } from '../../../functions/discovery/object-lines.ts';

it('gives the same lines however the bytes are cut', async () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n]/g, ''));
  await fc.assert(
    fc.asyncProperty(
      fc.array(line),
      fc.boolean(),
      fc.boolean(),
      fc.integer({ min: 1, max: 9 }),
      async (lines, crlf, ended, size) => {
        const end = crlf ? '\r\n' : '\n';
        const text = lines.join(end) + (ended && lines.length > 0 ? end : '');
        const bytes = Buffer.from(text);
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
          bytes.subarray(at * size, (at + 1) * size),
        );
        const read: string[] = [];
        for await (const some of linesOf(Readable.from(chunks))) read.push(...some);
        // A last line without text is none, whether or not the one before it was ended.
        const expected = ended || lines.at(-1) !== '' ? lines : lines.slice(0, -1);
        expect(read).toEqual(expected);
      },
    ),
  );
});
