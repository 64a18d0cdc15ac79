import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe } from 'vitest';
import { startTestCloud, type TestCloud } from '../../support/test-cloud.ts';
import { answerCases } from './answer.cases.ts';
import { burstCases } from './burst.cases.ts';
import { canaryCases } from './canary.cases.ts';
import { complaintCases } from './complaint.cases.ts';
import { endingCases } from './endings.cases.ts';
import { portabilityCases } from './portability.cases.ts';
import { privacyCases } from './privacy.cases.ts';
import { redactionCases } from './redaction.cases.ts';
import { storeDownCases } from './store-down.cases.ts';

/** One embedded cloud for all cases, which follow one another: some let days pass, and the last looks back at everything. */
let cloud: TestCloud;
const folder = mkdtempSync(join(tmpdir(), 'journey-'));
const cutFile = join(folder, 'cut');

beforeAll(async () => {
  const cutConnections = new URL('../../support/cut-connections.ts', import.meta.url);
  cutConnections.searchParams.set('marker', pathToFileURL(cutFile).href);
  cloud = await startTestCloud({ preload: [cutConnections.href] });
}, 180_000);

afterAll(async () => {
  await cloud?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('privacy', () => privacyCases(() => cloud));
describe('an answer', () => answerCases(() => cloud));
describe('a portable copy', () => portabilityCases(() => cloud));
describe('a complaint', () => complaintCases(() => cloud));
describe('other people in a copy', () => redactionCases(() => cloud));
describe('other endings', () => endingCases(() => cloud));
describe('a store that is down', () =>
  storeDownCases(
    () => cloud,
    () => cutFile,
  ));
describe('many at once', () => burstCases(() => cloud));
describe('a canary', () => canaryCases(() => cloud));
