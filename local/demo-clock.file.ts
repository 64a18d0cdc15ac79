import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The time that everything in the embedded cloud goes by: this machine's, plus what has been jumped. */
export interface DemoClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds ahead of this machine's clock. */
  offset(): number;
  /** Jumps ahead; kept over restarts. */
  advance(milliseconds: number): void;
}

/** @param machine this machine's clock, in milliseconds since the epoch */
export function openDemoClock(dataDir: string, machine: () => number): DemoClock {
  const file = join(dataDir, 'demo-clock.json');
  let offset = readOffset(file);
  return {
    now: () => machine() + offset,
    offset: () => offset,
    advance(milliseconds) {
      offset += milliseconds;
      writeFileSync(`${file}.new`, JSON.stringify({ offset }));
      renameSync(`${file}.new`, file);
    },
  };
}

function readOffset(file: string): number {
  try {
    return Number((JSON.parse(readFileSync(file, 'utf8')) as { offset: number }).offset);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Reads `7d`, `12h`, `30m`, `90s` or `2w` as milliseconds; undefined when it is none of these or longer than ten years. */
export function parseJump(text: unknown): number | undefined {
  const [, amount, unit] = typeof text === 'string' ? (/^(\d{1,6})([smhdw])$/.exec(text) ?? []) : [];
  const milliseconds = Number(amount) * (units[unit ?? ''] ?? Number.NaN);
  return milliseconds > 0 && milliseconds <= 3_652 * 86_400_000 ? milliseconds : undefined;
}
