import { describe, expect, it } from 'vitest';
import { isWithin, periodOf, touchesDay } from '../../../functions/discovery/period.ts';

describe('period', () => {
  it('covers whole days of the office, across a change of the clocks', () => {
    expect(periodOf({ from: '2026-03-29', to: '2026-03-29' }, 'Europe/Dublin')).toEqual({
      from: '2026-03-29T00:00:00Z',
      to: '2026-03-29T23:00:00Z',
    });
    expect(periodOf({ from: '2026-01-01' }, 'Asia/Shanghai')).toEqual({ from: '2025-12-31T16:00:00Z' });
    expect(periodOf({}, 'Europe/Dublin')).toEqual({});
  });

  it('takes the first instant in and the last out', () => {
    const period = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' };
    const within = (at: unknown) => isWithin({ at }, 'at', period);
    expect(within('2026-01-01T00:00:00.000Z')).toBe(true);
    expect(within('2025-12-31T23:59:59.999Z')).toBe(false);
    expect(within('2026-01-31T23:59:59.999Z')).toBe(true);
    expect(within('2026-02-01T00:00:00Z')).toBe(false);
  });

  it('keeps a record whose time cannot be read', () => {
    const period = { from: '2026-01-01T00:00:00Z' };
    for (const at of [undefined, null, '', 'last spring', 17]) expect(isWithin({ at }, 'at', period)).toBe(true);
    expect(isWithin({}, undefined, period)).toBe(true);
  });

  it('opens days at its edges, for logs that are kept in local time', () => {
    const period = { from: '2026-01-10T00:00:00Z', to: '2026-01-12T00:00:00Z' };
    const open = ['08', '09', '10', '11', '12', '13'].filter((day) => touchesDay(`2026-01-${day}`, period));
    expect(open).toEqual(['09', '10', '11', '12']);
    expect(touchesDay('not-a-day', period)).toBe(true);
  });
});
