import { describe, expect, it } from 'vitest';
import { createShiftedDate } from '../../../../local/function-host/shifted-date.ts';

describe('a shifted date', () => {
  const day = 86_400_000;
  let offset = 0;
  const Shifted = createShiftedDate(Date, () => offset);

  it('is ahead wherever "now" is asked for, by the offset of the moment', () => {
    offset = day;
    const before = Date.now();
    expect(Shifted.now() - before).toBeGreaterThanOrEqual(day);
    expect(new Shifted().getTime() - before).toBeGreaterThanOrEqual(day);
    expect(Date.parse(Shifted()) - before).toBeGreaterThan(day - 2_000);
    offset = 0;
    expect(Shifted.now() - before).toBeLessThan(day);
  });

  it('takes explicit times as they are, and is still a Date', () => {
    offset = day;
    expect(new Shifted(0).toISOString()).toBe('1970-01-01T00:00:00.000Z');
    expect(new Shifted(2026, 0, 1)).toEqual(new Date(2026, 0, 1));
    expect(new Date(0)).toBeInstanceOf(Shifted);
    expect(new Shifted(0)).toBeInstanceOf(Date);
    expect(Shifted.parse('1970-01-01T00:00:01Z')).toBe(1_000);
    expect(Shifted.UTC(1970, 0, 2)).toBe(day);
  });
});
