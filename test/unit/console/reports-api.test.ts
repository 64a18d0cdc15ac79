import { describe, expect, it } from 'vitest';
import { reportMaker } from '../../../functions/reports/index.ts';
import { aConsole } from './a-console.ts';

const makeReport = reportMaker({
  between: async () => [{ month: '2026-11', week: '2026-11-16', counts: { received: 3, 'received:access': 3 } }],
  openDue: async () => 1,
});

const get = (path: string, role: string) =>
  aConsole({ makeReport }).api.request(`/api/staff${path}`, { headers: { authorization: `Bearer a.${role}.ida` } });

describe('reports', () => {
  it('are for who answers to the regulator', async () => {
    for (const role of ['agent', 'approver', 'legal', 'admin'])
      expect((await get('/reports?from=2026-11&to=2026-11', role)).status, role).toBe(403);
    for (const role of ['privacy-officer', 'auditor'])
      expect((await get('/reports?from=2026-11&to=2026-11', role)).status, role).toBe(200);
    expect((await get('/reports/csv?from=2026-11&to=2026-11', 'agent')).status).toBe(403);
  });

  it('tell the numbers of the months asked for', async () => {
    const response = await get('/reports?from=2026-10&to=2026-11', 'auditor');
    expect(await response.json()).toMatchObject({ from: '2026-10', to: '2026-11', received: 3, open: { length: 5 } });
  });

  it('come as CSV, to be kept', async () => {
    const response = await get('/reports/csv?from=2026-11&to=2026-11', 'privacy-officer');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toContain('privacy-requests-2026-11-2026-11.csv');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toContain('received,access,2026-11/2026-11,3');
  });

  it.each(['', '?from=2026-11', '?from=2026-13&to=2026-11', '?from=2026-11&to=2026-10', '?from=2020-01&to=2026-11'])(
    'need months that make sense: %s',
    async (query) => {
      const response = await get(`/reports${query}`, 'auditor');
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'bad_input' });
    },
  );
});
