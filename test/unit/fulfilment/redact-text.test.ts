import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTelling, kindOf, placeFinder, type ValueKind } from '../../../functions/fulfilment/redact-text.ts';

function found(kind: ValueKind, value: string, text: string): string[] {
  return placeFinder([{ key: 'it', kind, value }])(text).map(({ from, to }) => text.slice(from, to));
}

describe('a name is found', () => {
  it.each([
    ['Anna Keller', 'Ask Anna Keller, please.', 'Anna Keller'],
    ['Anna Keller', 'ANNA  KELLER wrote', 'ANNA  KELLER'],
    ['Anna Keller', 'from Anna\nKeller', 'Anna\nKeller'],
    ['José Núñez', 'Jose\u0301 Nu\u0301n\u0303ez', 'Jose\u0301 Nu\u0301n\u0303ez'],
    ['李伟', '请联系李伟先生', '李伟'],
    ['Anna', 'Ａｎｎａ', 'Ａｎｎａ'],
    ['김철수', '김철수는', '김철수'],
    ['ليلى حدّاد', 'كتبت ليلى حدّاد اليوم', 'ليلى حدّاد'],
    ['Anna Keller', 'An\u200Bna Keller', 'An\u200Bna Keller'],
  ])('%s in %j', (value, text, passage) => expect(found('name', value, text)).toEqual([passage]));

  it.each([
    ['Ann', 'Anna'],
    ['Anna', 'Annä'],
    ['Keller', 'Kellerman'],
  ])('%s, but not in %s', (value, text) => expect(found('name', value, text)).toEqual([]));
});

describe('a telephone number is found', () => {
  it.each([
    ['+353 1 555 0142', 'reach me on +353 1 555 0142.', '+353 1 555 0142'],
    ['+353 1 555 0142', 'call 01 555 0142 now', '01 555 0142'],
    ['+353 1 555 0142', 'call 00353-1-555-0142', '00353-1-555-0142'],
    ['+86 21 5555 0177', '我的电话是 021-5555 0177。', '021-5555 0177'],
    ['021-55550177', '+86 (21) 5555.0177', '21) 5555.0177'],
    ['5550142', 'on 12 555 0142 200 t', '555 0142'],
  ])('%s in %j', (value, text, passage) => expect(found('phone', value, text)).toEqual([passage]));

  it('but not inside a longer number, nor a part of it alone', () => {
    expect(found('phone', '+353 1 555 0142', 'order O0000015550142')).toEqual([]);
    expect(found('phone', '+353 1 555 0142', '35315550142999')).toEqual([]);
    expect(found('phone', '+353 1 555 0142', '555 014')).toEqual([]);
  });
});

it('an address is found whatever its case, and not as the end of another', () => {
  expect(found('email', 'li.wei@x.example', 'To: Li.Wei@X.example;')).toEqual(['Li.Wei@X.example']);
  expect(found('email', 'wei@x.example', 'kwei@x.example')).toEqual([]);
});

it('a text that staff type is found wherever it stands', () => {
  expect(found('text', 'alloy', 'Superalloys')).toEqual(['alloy']);
});

it('the longer of two values that start alike goes, and overlapping ones go together', () => {
  const find = placeFinder<string>([
    { key: 'short', kind: 'name', value: 'Anna' },
    { key: 'long', kind: 'name', value: 'Anna Keller' },
    { key: 'next', kind: 'name', value: 'Keller Stahl' },
  ]);
  expect(find('Anna Keller Stahl')).toEqual([{ key: 'long', from: 0, to: 11 }]);
  expect(find('Anna, Keller Stahl').map(({ key }) => key)).toEqual(['short', 'next']);
});

it('what says nothing is not looked for', () => {
  for (const value of ['-', '', 'Jo', '李', '…']) expect([value, isTelling('name', value)]).toEqual([value, false]);
  for (const value of ['李伟', 'Ann']) expect(isTelling('name', value)).toBe(true);
  expect(isTelling('phone', '112')).toBe(false);
  expect([kindOf('a@b.example'), kindOf('+353 1 555 0142'), kindOf('500')]).toEqual(['email', 'phone', 'text']);
});

it('places lie in the text, in order, and do not overlap', () => {
  const word = fc.stringMatching(/^[a-cA-C李伟é0-9 ]{2,9}$/);
  const kind = fc.constantFrom<ValueKind>('name', 'email', 'phone', 'text');
  const value = fc.record({ key: fc.nat(), kind, value: word });
  fc.assert(
    fc.property(fc.array(value, { maxLength: 6 }), fc.array(word, { maxLength: 8 }), (values, words) => {
      const text = words.join(' ');
      let last = 0;
      for (const { from, to } of placeFinder(values)(text)) {
        expect(from).toBeGreaterThanOrEqual(last);
        expect(to).toBeGreaterThan(from);
        expect(to).toBeLessThanOrEqual(text.length);
        last = to;
      }
    }),
  );
});
