import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, csvLine } from '../../../functions/shared/csv.ts';

describe('a CSV cell', () => {
  it.each(['=1+1', '+1', '-1', '@sum', '\tx', '\rx'])('%j is no formula to a spreadsheet', (value) => {
    expect(csvCell(value).replace(/^"/, '')).toMatch(/^'/);
  });

  it('comes back from any parser as it was, but for the apostrophe of a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 5 }), (cells) => {
        const [row = []] = parse(csvLine(cells), { relaxColumnCount: true }) as string[][];
        expect(row).toEqual(cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)));
      }),
    );
  });
});
