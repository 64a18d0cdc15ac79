import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { guards } from '../../mutations/guards.ts';

const root = join(import.meta.dirname, '../../..');

describe('the guards that `npm run guards` removes', () => {
  it.each(guards.map((guard) => [guard.promise, guard] as const))('%s', (_, { file, guard, removed, tests }) => {
    expect(readFileSync(join(root, file), 'utf8').split(guard)).toHaveLength(2);
    expect(removed).not.toBe(guard);
    for (const test of tests) expect(existsSync(join(root, test)), test).toBe(true);
  });
});
