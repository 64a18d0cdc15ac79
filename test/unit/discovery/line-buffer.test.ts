import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineBuffer } from '../../../functions/discovery/line-buffer.ts';

describe('a buffer of lines', () => {
  it('holds any lines as UTF-8, and forgets them when cleared', () => {
    const buffer = new LineBuffer();
    const lines = fc.array(fc.string({ unit: 'binary', maxLength: 300 }).map((line) => line.replaceAll('\n', '')));
    fc.assert(
      fc.property(lines, (added) => {
        buffer.clear();
        for (const line of added) buffer.add(line);
        expect(buffer.lines).toBe(added.length);
        expect(Buffer.from(buffer.bytes).equals(Buffer.from(added.map((line) => `${line}\n`).join('')))).toBe(true);
        expect(buffer.size).toBe(buffer.bytes.length);
      }),
    );
  });

  it('grows for a line larger than all before', () => {
    const buffer = new LineBuffer();
    buffer.add('first');
    const large = '北'.repeat(1_000_000);
    buffer.add(large);
    expect(Buffer.from(buffer.bytes).toString()).toBe(`first\n${large}\n`);
  });
});
