import type { MadeMember } from './make-members.ts';
import { randomFrom } from './random.ts';
import type { LogLine } from './sample-records.ts';
import { before, lastDay, type SampleCounts } from './sample-size.ts';
import * as words from './words.ts';

export interface LogDay {
  /** ISO date. */
  readonly day: string;
  readonly lines: readonly LogLine[];
}

/** Access logs, oldest day first, one day in memory. Devices of the well-known come more often. */
export function* makeLogs({ logLines, logDays }: SampleCounts, members: readonly MadeMember[]): Iterable<LogDay> {
  const random = randomFrom('logs');
  const devices = members.flatMap((made) => made.devices);
  const frequent = devices.slice(0, 12);
  for (let back = logDays - 1; back >= 0; back--) {
    const day = back === 0 ? lastDay : before(back).slice(0, 10);
    const due =
      Math.floor((logLines * (logDays - back)) / logDays) - Math.floor((logLines * (logDays - back - 1)) / logDays);
    const lines = Array.from({ length: due }, (_, index): LogLine => {
      const device = random.pick(random.chance(0.03) ? frequent : devices);
      const second = Math.floor((index * 86_400) / due);
      const number = Number(device.device_id.replace(/\D/g, ''));
      return {
        line_id: `${day.replaceAll('-', '')}-${String(index + 1).padStart(6, '0')}`,
        device_id: device.device_id,
        at: new Date(Date.parse(`${day}T00:00:00Z`) + second * 1000).toISOString(),
        // Addresses for documentation (RFC 5737).
        ip_address: `203.0.113.${1 + (number % 254)}`,
        cookie_id: `ck-${(number * 2654435761) % 4294967296}`,
        page: random.pick(words.pages),
        user_agent:
          words.devices.find(({ hardware_model }) => hardware_model === device.hardware_model)?.user_agent ?? '',
        status: random.chance(0.97) ? 200 : 404,
      };
    });
    yield { day, lines };
  }
}
