import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import configuration from '../../../.dependency-cruiser.mjs';

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

/** A tiny house in which every rule is broken once. */
const fixture = join(import.meta.dirname, 'fixture');

function violationsIn(folder: string): readonly Violation[] {
  const root = join(import.meta.dirname, '../../..');
  const output = execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      ...['--config', join(root, '.dependency-cruiser.mjs'), '--output-type', 'json'],
      ...['functions', 'infra', 'web', 'workflows', 'local', 'test'],
    ],
    { cwd: folder, encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 },
  );
  return (JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations;
}

describe('the dependency rules of the house', () => {
  const broken = new Set(violationsIn(fixture).map(({ rule }) => rule.name));

  it.each(configuration.forbidden.map(({ name }) => name))('%s fires where it is broken', (name) => {
    expect(broken).toContain(name);
  });
});
