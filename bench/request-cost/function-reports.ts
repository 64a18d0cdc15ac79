import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Invocations so far of one function. */
export interface FunctionReport {
  readonly invocations: number;
  readonly milliseconds: number;
}

/** What the function host has reported, by physical name of the function. */
export function readFunctionReports(logDirectory: string): Map<string, FunctionReport> {
  return new Map(
    readdirSync(logDirectory)
      .filter((file) => file.endsWith('.log'))
      .map((file) => [file.slice(0, -'.log'.length), reportIn(readFileSync(join(logDirectory, file), 'utf8'))]),
  );
}

export function reportIn(log: string): FunctionReport {
  const durations = [...log.matchAll(/^REPORT RequestId: \S+ Duration: ([\d.]+) ms/gm)].map(([, text]) => Number(text));
  // AWS bills whole milliseconds, rounded up.
  return {
    invocations: durations.length,
    milliseconds: durations.reduce((sum, duration) => sum + Math.ceil(duration), 0),
  };
}
