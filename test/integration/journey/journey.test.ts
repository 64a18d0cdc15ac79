import { afterAll, beforeAll, describe } from 'vitest';
import { startTestCloud, type TestCloud } from '../../support/test-cloud.ts';
import { answerCases } from './answer.cases.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
}, 180_000);
afterAll(() => cloud?.close());

describe('an answer', () => answerCases(() => cloud));
