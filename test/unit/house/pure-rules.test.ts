import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const mayTouchTheWorld = /\.(handler|env|dynamo|s3|ses|sfn|kms|postgres|http|file|secrets)\.tsx?$/;

/** What makes a rule answer differently the second time it is asked. */
const impure: ReadonlyArray<readonly [string, RegExp]> = [
  ['reads the clock', /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bTemporal\.Now\b/],
  ['draws at random', /\bMath\.random\(|\brandomUUID\(\)|from 'node:crypto'.*\brandomBytes\b/],
  ['reads the environment', /\bprocess\.env\b/],
  ['prints', /\bconsole\.\w+\(/],
];

/** Where the process itself is the subject: the environment's reader and the log's default way out. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  'functions/shared/handler.ts': ['prints'],
};

describe('a file without an adapter suffix is pure', () => {
  const files = globSync('functions/**/*.{ts,tsx}', { cwd: root }).filter(
    (file) => !mayTouchTheWorld.test(basename(file)),
  );

  it('looks at every rule and use case', () => {
    expect(files.length).toBeGreaterThan(50);
  });

  it.each(files)('%s', (file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const found = impure.filter(([, pattern]) => pattern.test(text)).map(([what]) => what);
    expect(found.filter((what) => !exceptions[file]?.includes(what))).toEqual([]);
  });
});
