import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { childText, parseXml, renderXml } from '../../../../local/object-store/xml.ts';

describe('XML documents', () => {
  it('give back any text put in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(childText(parseXml(renderXml('Root', { Key: text })), 'Key')).toBe(text);
      }),
    );
  });

  it('repeat an element per entry and leave out what is undefined', () => {
    const parsed = parseXml(
      renderXml('Root', { Part: [{ Number: 1 }, { Number: 2 }], Absent: undefined, Flag: false }),
    );
    expect(parsed.children.map((child) => [child.name, childText(child, 'Number') ?? child.text])).toEqual([
      ['Part', '1'],
      ['Part', '2'],
      ['Flag', 'false'],
    ]);
  });

  it.each([
    ['nothing', ''],
    ['text only', 'hello'],
    ['an open element', '<a><b></b>'],
    ['crossed elements', '<a><b></a></b>'],
    ['two roots', '<a/><b/>'],
    ['a document type', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
    ['an undeclared entity', '<a>&e;</a>'],
    ['an inherited entity', '<a>&constructor;</a>'],
    ['a stray ampersand', '<a>a & b</a>'],
    ['CDATA', '<a><![CDATA[x]]></a>'],
  ])('of %s are refused', (_, source) => {
    expect(() => parseXml(source)).toThrow(expect.objectContaining({ code: 'MalformedXML' }));
  });
});
