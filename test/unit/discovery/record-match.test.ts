import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordMatch } from '../../../functions/discovery/record-match.ts';

describe('matching a line of JSON', () => {
  it('finds what parsing every line would find, however characters are written', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        fc.boolean(),
        (wanted, other, escaped) => {
          const match = recordMatch([{ field: 'name', values: [wanted] }]);
          for (const name of [wanted, other]) {
            const line = JSON.stringify({ name, note: other });
            const written = escaped ? escapeAll(line) : line;
            const expected = name === wanted && wanted !== '';
            expect(match.matchLine(written) !== undefined).toBe(expected);
          }
        },
      ),
    );
  });

  it('fails on a broken line that names a value, and passes over one that does not', () => {
    const match = recordMatch([{ field: 'device', values: ['D-1'] }]);
    expect(() => match.matchLine('{"device":"D-1", "at": ')).toThrow('record_unreadable');
    expect(match.matchLine('{"device":"D-2", "at": ')).toBeUndefined();
    expect(match.matchLine('')).toBeUndefined();
    expect(match.matchLine('["D-1"]')).toBeUndefined();
  });

  it('looks into objects and lists', () => {
    const match = recordMatch([{ field: 'who.ids', values: ['7'] }]);
    expect(match.matchLine('{"who":{"ids":[3,7]}}')).toEqual({ who: { ids: [3, 7] } });
    expect(match.matchLine('{"who":{"ids":"77"}}')).toBeUndefined();
  });
});

/** Characters beyond ASCII as JSON escapes, as some writers have them. */
function escapeAll(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
