import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

function synthesise(context: Record<string, string>, organisation = 'policy/ferronex') {
  const outFolder = mkdtempSync(join(tmpdir(), 'privacy-requests-synth-'));
  const { status, stderr } = spawnSync(process.execPath, ['infra/app.ts'], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      CDK_OUTDIR: outFolder,
      CDK_CONTEXT_JSON: JSON.stringify(context),
      ORGANISATION: organisation,
    },
  });
  return { status, stderr, outFolder };
}

describe('the app', () => {
  test('synthesises the product without an account', () => {
    const { status, stderr, outFolder } = synthesise({ skipWeb: 'true', sample: 'true' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const stack of ['PrivacyRequestsData', 'PrivacyRequestsService', 'PrivacyRequestsEdge', 'SamplePlatform']) {
      expect(existsSync(join(outFolder, `${stack}.template.json`)), stack).toBe(true);
    }
  });

  test('says in a sentence what is wrong with a policy, with file and line', () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'privacy-requests-policy-')), 'company');
    cpSync(join(root, 'policy/ferronex'), folder, { recursive: true });
    const file = join(folder, 'datasets/members.yml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('user.contact.email', 'user.no_such_category'));
    const { status, stderr } = synthesise({ skipWeb: 'true' }, folder);
    expect(status).toBe(1);
    expect(stderr).toMatch(/datasets\/members\.yml:\d+: .*user\.no_such_category/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('asks for the certificate that a domain needs', () => {
    const { status, stderr } = synthesise({ skipWeb: 'true', domainName: 'privacy.example' });
    expect(status).toBe(1);
    expect(stderr).toBe('a domainName needs the certificateArn of a certificate for it in us-east-1\n');
  });
});
