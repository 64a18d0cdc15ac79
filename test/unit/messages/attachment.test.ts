import { describe, expect, it } from 'vitest';
import { attachmentName, attachmentType } from '../../../functions/messages/index.ts';

const bytes = (...values: number[]) => new Uint8Array(values);
const text = (said: string) => new TextEncoder().encode(said);

describe('what a file is', () => {
  it.each([
    ['a PDF', text('%PDF-1.7\n%âã'), 'x.txt', 'application/pdf'],
    ['a PNG', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0), 'x', 'image/png'],
    ['a JPEG', bytes(0xff, 0xd8, 0xff, 0xe0, 0), 'x', 'image/jpeg'],
    ['plain text', text('营业执照\r\n\tÜbersicht 🙂'), 'x.pdf', 'text/plain'],
    ['CSV', text('a,b\n1,2'), 'Table.CSV', 'text/csv'],
    ['markup', text('<script>alert(1)</script>'), 'x.html', 'text/plain'],
  ] as const)('%s is told by its content, not by its name', (_what, content, name, type) => {
    expect(attachmentType(content, name)).toBe(type);
  });

  it.each([
    ['an archive called a PDF', bytes(0x50, 0x4b, 0x03, 0x04, 0x14, 0), 'x.pdf'],
    ['a gzip', bytes(0x1f, 0x8b, 8, 0), 'x.csv'],
    ['a program', text('\u007fELF'), 'x.txt'],
    ['text that is not UTF-8', bytes(0xc4, 0xe3, 0xba, 0xc3), 'x.txt'],
    ['text with a zero', bytes(0x61, 0, 0x62), 'x.txt'],
    ['nothing', bytes(), 'x.pdf'],
    ['a GIF', text('GIF89a\u0001'), 'x.png'],
  ] as const)('%s is none', (_what, content, name) => {
    expect(attachmentType(content, name)).toBeUndefined();
  });
});

describe('what a file is called', () => {
  it.each([
    ['../../etc/passwd', 'text/plain', 'passwd.txt'],
    ['C:\\Users\\Mei\\Ausweis 🙂.PDF', 'application/pdf', 'Ausweis 🙂.pdf'],
    ['营业执照.jpeg', 'image/jpeg', '营业执照.jpeg'],
    ['evil.html', 'text/plain', 'evil.html.txt'],
    ['photo\u202Egnp.exe', 'image/png', 'photo gnp.exe.png'],
    ['a\r\nb"<c>.csv', 'text/csv', 'a b c.csv'],
    ['.pdf', 'application/pdf', 'file.pdf'],
    ['', 'image/png', 'file.png'],
  ] as const)('%j becomes %s %s', (typed, type, name) => {
    expect(attachmentName(typed, type)).toBe(name);
  });

  it('is at most 100 characters long', () => {
    expect([...attachmentName(`${'长'.repeat(300)}.pdf`, 'application/pdf')].length).toBeLessThanOrEqual(100);
  });
});
