import { describe, expect, it } from 'vitest';
import { isOk, type Measure, median } from '../../../bench/measure.ts';
import { asJson, asTable } from '../../../bench/report.ts';

const import_: Measure = { name: 'cold import', value: 1.31, unit: 'ratio', limit: { atMost: 1.3 } };
const rate: Measure = { name: 'gather rate', value: 0.8, unit: 'ratio', limit: { atLeast: 0.8 } };
const calls: Measure = { name: 'calls', value: 31, unit: 'calls', limit: null };

describe('a measure', () => {
  it('is judged by the side of its limit', () => {
    expect([import_, rate, calls].map(isOk)).toEqual([false, true, true]);
    expect(isOk({ ...import_, value: 1.3 })).toBe(true);
    expect(isOk({ ...rate, value: 0.79 })).toBe(false);
  });

  it('is never fine without a number', () => {
    expect(isOk({ ...calls, value: Number.NaN })).toBe(false);
    expect(isOk({ ...import_, value: median([]) })).toBe(false);
  });
});

describe('median', () => {
  it('is the middle, whatever the order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 100])).toBe(3.5);
  });
});

describe('the report', () => {
  it('is written with bare limits', () => {
    expect(JSON.parse(asJson([import_, rate, calls, { ...calls, value: Number.NaN }]))).toEqual([
      { name: 'cold import', value: 1.31, unit: 'ratio', limit: 1.3, ok: false },
      { name: 'gather rate', value: 0.8, unit: 'ratio', limit: 0.8, ok: true },
      { name: 'calls', value: 31, unit: 'calls', limit: null, ok: true },
      { name: 'calls', value: null, unit: 'calls', limit: null, ok: false },
    ]);
  });

  it('is shown with the side of each limit and what missed it', () => {
    const [, , first, second, third] = asTable([import_, rate, calls]).split('\n');
    expect(first).toMatch(/^cold import +1\.31 {2}ratio {2}≤ 1\.3 {2}MISSED$/);
    expect(second).toMatch(/^gather rate +0\.8 {2}ratio {2}≥ 0\.8 {2}ok$/);
    expect(third).toMatch(/^calls +31 {2}calls$/);
  });
});
