import { describe, expect, it } from 'vitest';
import { readAhead } from '../../../functions/discovery/read-ahead.ts';

/** Pages 0, 1, 2 … and what was asked for so far. */
function pages(count: number, fault?: Error) {
  const asked: number[] = [];
  const state = { closed: false };
  async function* read() {
    try {
      for (let page = 0; page < count; page++) {
        asked.push(page);
        yield page;
      }
      if (fault) throw fault;
    } finally {
      state.closed = true;
    }
  }
  return { asked, state, read };
}

describe('reading ahead', () => {
  it('gives every item in order and asks for the next one meanwhile', async () => {
    const { asked, read } = pages(4);
    const seen: [number, number][] = [];
    for await (const page of readAhead(read(), () => true)) seen.push([page, asked.length]);
    expect(seen).toEqual([
      [0, 2],
      [1, 3],
      [2, 4],
      [3, 4],
    ]);
  });

  it('asks for nothing ahead once it may not go on', async () => {
    const { asked, state, read } = pages(4);
    for await (const _ of readAhead(read(), () => false)) break;
    expect(asked).toEqual([0]);
    expect(state.closed).toBe(true);
  });

  it('throws a fault after the items before it, and none when the reader has stopped', async () => {
    const fault = new Error('gone');
    const seen: number[] = [];
    const reading = async () => {
      for await (const page of readAhead(pages(2, fault).read(), () => true)) seen.push(page);
    };
    await expect(reading()).rejects.toBe(fault);
    expect(seen).toEqual([0, 1]);
    for await (const _ of readAhead(pages(1, fault).read(), () => true)) break;
  });
});
