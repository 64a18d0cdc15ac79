import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding, FindingsReader, FindingsWriter } from '../../../functions/discovery/findings-store.ts';

export interface FindingsUnderTest {
  readonly findings: FindingsReader & FindingsWriter;
  close(): Promise<void>;
}

/** What findings stores promise. */
export function findingsStoreContract(name: string, start: () => Promise<FindingsUnderTest>): void {
  describe(`findings store: ${name}`, () => {
    let under: FindingsUnderTest;
    const key = { requestId: 'r-1', collection: 'trade.orders', gathering: 1 };
    const found = Array.from(
      { length: 25 },
      (_, index): Finding => ({ id: `id-${index}`, fields: { number: index, text: 'ليلى\n"🏗️"' } }),
    );
    const linesOf = (findings: readonly Finding[]) =>
      Buffer.from(findings.map((finding) => `${JSON.stringify(finding)}\n`).join(''));

    beforeAll(async () => {
      under = await start();
      await under.findings.writePart(key, '1-a.ndjson', linesOf(found.slice(0, 10)));
      await under.findings.writePart(key, '1-b.ndjson', linesOf(found.slice(10)));
      await under.findings.writePart(key, '1-crashed.ndjson', linesOf(found));
      await under.findings.writeReferences(key, '1-c.ndjson', ['O1', 'line\nbreak']);
    });
    afterAll(() => under.close());

    it('shows nothing before a gathering is finished', async () => {
      expect(await under.findings.finished(key)).toBeUndefined();
      expect(await under.findings.listFindings('r-1')).toEqual([]);
      expect(await under.findings.readFindings('r-1', 'trade.orders', { limit: 10 })).toEqual({ findings: [] });
      expect(await collect(under.findings.readReferences('r-1', 'trade.orders', 'order_id'))).toEqual([]);
    });

    it('shows the parts of a finished gathering, and no others', async () => {
      const parts = [
        { name: '1-a.ndjson', lines: 10 },
        { name: '1-b.ndjson', lines: 15 },
      ];
      await under.findings.finish(key, {
        count: 25,
        parts,
        references: { order_id: [{ name: '1-c.ndjson', lines: 2 }] },
      });
      expect(await under.findings.finished(key)).toMatchObject({ count: 25, parts });
      expect(await under.findings.listFindings('r-1')).toEqual([
        { collection: 'trade.orders', gathering: 1, count: 25 },
      ]);
      expect((await collect(under.findings.streamFindings('r-1', 'trade.orders'))).flat()).toEqual(found);
      expect(await collect(under.findings.readReferences('r-1', 'trade.orders', 'order_id'))).toEqual([
        'O1',
        'line\nbreak',
      ]);
    });

    it.each([1, 5, 7, 10, 25, 100])('gives all of them in pages of %i', async (limit) => {
      const seen: Finding[] = [];
      let cursor: string | undefined;
      do {
        const page = await under.findings.readFindings('r-1', 'trade.orders', { limit, ...(cursor ? { cursor } : {}) });
        expect(page.findings.length).toBeLessThanOrEqual(limit);
        seen.push(...page.findings);
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(seen).toEqual(found);
    });

    it('refuses a cursor it did not make', async () => {
      const read = under.findings.readFindings('r-1', 'trade.orders', { limit: 5, cursor: '../../secret' });
      await expect(read).rejects.toMatchObject({ name: 'BadFindingsCursor' });
    });

    it('keeps requests and collections apart', async () => {
      expect(await under.findings.listFindings('r-2')).toEqual([]);
      expect(await under.findings.readFindings('r-1', 'trade.order', { limit: 5 })).toEqual({ findings: [] });
      expect(await under.findings.finished({ ...key, gathering: 11 })).toBeUndefined();
    });

    it('lets the highest gathering count', async () => {
      const again = { ...key, gathering: 10 };
      await under.findings.writePart(again, '10-a.ndjson', linesOf(found.slice(0, 1)));
      await under.findings.finish(again, { count: 1, parts: [{ name: '10-a.ndjson', lines: 1 }], references: {} });
      expect(await under.findings.listFindings('r-1')).toEqual([
        { collection: 'trade.orders', gathering: 10, count: 1 },
      ]);
      expect((await collect(under.findings.streamFindings('r-1', 'trade.orders'))).flat()).toEqual(found.slice(0, 1));
    });

    it('gives an earlier gathering to who asks for it', async () => {
      expect((await collect(under.findings.streamFindings('r-1', 'trade.orders', 1))).flat()).toEqual(found);
      expect((await collect(under.findings.streamFindings('r-1', 'trade.orders', 10))).flat()).toEqual(
        found.slice(0, 1),
      );
      const page = await under.findings.readFindings('r-1', 'trade.orders', { limit: 2, gathering: 1 });
      expect(page.findings).toEqual(found.slice(0, 2));
      expect(await collect(under.findings.readReferences('r-1', 'trade.orders', 'order_id', 1))).toHaveLength(2);
      expect(await collect(under.findings.readReferences('r-1', 'trade.orders', 'order_id', 10))).toEqual([]);
    });

    it('keeps checkpoints, byte for byte', async () => {
      const checkpoint = {
        count: 3,
        parts: [],
        references: {},
        batch: 2,
        cursor: '{"a":"\u0000é"}',
        seen: Uint8Array.of(0, 255, 7),
      };
      expect(await under.findings.checkpoint(key)).toBeUndefined();
      await under.findings.saveCheckpoint(key, checkpoint);
      const kept = await under.findings.checkpoint(key);
      expect({ ...kept, seen: [...(kept?.seen ?? [])] }).toEqual({ ...checkpoint, seen: [0, 255, 7] });
    });

    it('keeps files', async () => {
      const body = Buffer.from('a file\n');
      await under.findings.writeFile(key, '1-f.bin', Readable.from([body]), body.length);
      expect(await text(await under.findings.openFile('r-1', 'trade.orders', '1-f.bin'))).toBe('a file\n');
    });
  });
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
