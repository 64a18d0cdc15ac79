import { asksForCopy, type CountPreservation } from '../requests/index.ts';
import { addDays, dayInZone } from '../shared/days.ts';
import type { Organisation } from '../shared/organisation.ts';

/** What the law of a request keeps once its copy is refused (PIPEDA s. 8(8), PDP Regulations 2021 reg. 8). */
export function preservationCounter({ laws }: Pick<Organisation, 'laws'>): CountPreservation {
  return ({ law, rights, timeZone }, now) => {
    const { preservation } = laws[law] ?? {};
    if (!preservation || !asksForCopy(rights)) return undefined;
    const { days } = preservation;
    return days === undefined ? {} : { until: addDays(dayInZone(now, timeZone), days) };
  };
}
