import { describe, expect, it } from 'vitest';
import { answerDownload } from '../../../functions/fulfilment/answer-download.ts';
import {
  linkSeconds,
  packageReleaser,
  type ReleaseDependencies,
} from '../../../functions/fulfilment/release-package.ts';
import type { Session } from '../../../functions/identity/index.ts';
import { accepted, refused } from '../../../functions/shared/result.ts';
import { anAgent, Story, theWorkflow, untilReview } from '../../support/a-request.ts';

const completed = Story.of(
  ...untilReview,
  [{ type: 'approve' }, anAgent],
  [{ type: 'record_package', packageId: '1', bytes: 1, expiresAt: '2026-11-16T10:00:00.000Z' }, theWorkflow],
).known;

const verified: Session = {
  requestId: completed.id,
  level: 'verified',
  entry: 'form',
  purpose: 'confirm',
  endsAt: '2026-11-02T12:00:00.000Z',
};

function setUp(changes: Partial<ReleaseDependencies> & { readonly session?: Session | undefined } = {}) {
  const { session, ...others } = { session: verified, ...changes };
  const given: string[] = [];
  const release = packageReleaser({
    sessions: { find: async () => session },
    checkCode: async (_id, purpose, typed) =>
      purpose === 'download' && typed === '123456' ? accepted(undefined) : refused({ code: 'wrong', triesLeft: 4 }),
    handle: async ({ command }) => {
      given.push(command.type);
      return accepted(completed);
    },
    exports: {
      linkTo: async (id, packageId, { seconds, fileName }) =>
        `https://bucket/${id}/${packageId}/${seconds}/${fileName}`,
    },
    ...others,
  });
  const post = (code: string, headers: Record<string, string> = {}) =>
    answerDownload(
      { release, languages: ['en', 'zh'], publicUrl: 'https://privacy.example' },
      {
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', ...headers },
        body: new URLSearchParams({ code, language: 'zh' }).toString(),
        token: 'token',
      },
    );
  return { post, given };
}

describe('releasing a package', () => {
  it('redirects to a link that lives five minutes, after the release is an event', async () => {
    const { post, given } = setUp();
    expect(await post('123456')).toMatchObject({
      statusCode: 303,
      headers: {
        location: `https://bucket/${completed.id}/1/${linkSeconds}/PR-7K3M-9QXZ.zip`,
        'cache-control': 'no-store',
      },
    });
    expect(linkSeconds).toBe(300);
    expect(given).toEqual(['release_download']);
  });

  it('goes back to the page with what was wrong', async () => {
    const { post, given } = setUp();
    expect((await post('000000')).headers.location).toBe('/zh/data?problem=wrong');
    expect(given).toEqual([]);
  });

  it.each([undefined, { ...verified, level: 'asked' as const }])(
    'gives nothing to a browser that proved nothing',
    async (session) => {
      const { post, given } = setUp({ session });
      expect((await post('123456')).headers.location).toBe('/zh/track?notice=ended');
      expect(given).toEqual([]);
    },
  );

  it('makes no link when the request does not release', async () => {
    const { post } = setUp({ handle: async () => refused({ code: 'export_expired' }) });
    expect((await post('123456')).headers.location).toBe('/zh/status');
  });

  it('takes forms of its own site only, and only forms', async () => {
    const { post } = setUp();
    expect((await post('123456', { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await post('123456', { 'content-type': 'application/json' })).statusCode).toBe(415);
    expect((await post('1'.repeat(10_000))).statusCode).toBe(413);
  });
});
