import { describe, expect, it } from 'vitest';
import {
  aDataSubject,
  anAgent,
  anApprover,
  anAuditor,
  Story,
  submitted,
  theWorkflow,
  untilReview,
} from '../../support/a-request.ts';

const refusal = { type: 'propose_refusal', reason: 'excessive', words: 'words-1' } as const;

describe('an access request', () => {
  it('runs from the form to the package', () => {
    const story = Story.of(
      ...untilReview,
      [{ type: 'approve' }, anAgent],
      [{ type: 'record_package', packageId: '1', bytes: 10, expiresAt: '2026-11-16T10:00:00.000Z' }, theWorkflow],
    );
    expect(story.events.map(({ event }) => event.type)).toEqual([
      'RequestSubmitted',
      'EmailConfirmed',
      'IdentityVerified',
      'GatheringPlanned',
      'CollectionGathered',
      'CollectionGathered',
      'GatheringFinished',
      'AnswerApproved',
      'PackageBuilt',
      'RequestCompleted',
    ]);
    expect(story.known).toMatchObject({ status: 'completed', version: 10, package: { id: '1' } });
  });

  it('takes a repeated command without an event', () => {
    const story = Story.of(...untilReview);
    const before = story.known;
    story.give({ type: 'confirm_email' }, aDataSubject);
    story.give({ type: 'finish_gathering' }, theWorkflow);
    expect(story.known).toBe(before);
  });

  it('is confirmed only until its last moment', () => {
    const story = Story.of([submitted, aDataSubject]);
    story.now = '2026-11-09T10:00:00.001Z';
    expect(story.try({ type: 'confirm_email' }, aDataSubject)).toMatchObject({ ok: false });
    expect(story.give({ type: 'expire_confirmation' }, theWorkflow).known.status).toBe('closed_unverified');
  });

  it('does not close as unverified while it can still be confirmed', () => {
    const story = Story.of([submitted, aDataSubject]);
    story.now = '2026-11-09T10:00:00.000Z';
    expect(story.try({ type: 'expire_confirmation' }, theWorkflow)).toEqual({
      ok: false,
      refusal: { code: 'too_early' },
    });
  });

  it('asks staff when somebody claims an account that is not on record', () => {
    const story = Story.of(
      [submitted, aDataSubject],
      [{ type: 'confirm_email' }, aDataSubject],
      [{ type: 'match_account', account: 'not_on_record' }, theWorkflow],
    );
    expect(story.known).toMatchObject({ status: 'verifying_identity', waitingFor: 'identity' });
    story.give({ type: 'accept_identity' }, anAgent);
    expect(story.known).toMatchObject({
      status: 'gathering_data',
      identity: { method: 'staff', account: 'not_on_record' },
    });
    expect(story.known.waitingFor).toBeUndefined();
  });

  it('closes when staff cannot verify the person', () => {
    const story = Story.of(
      [submitted, aDataSubject],
      [{ type: 'confirm_email' }, aDataSubject],
      [{ type: 'match_account', account: 'not_on_record' }, theWorkflow],
      [{ type: 'fail_identity' }, anAgent],
    );
    expect(story.known).toMatchObject({ status: 'closed_unverified' });
  });

  it('is not approved while a collection has failed, and retries it with what was found through it', () => {
    const story = Story.of(
      ...untilReview.slice(0, 4),
      [
        {
          type: 'record_collection',
          collection: 'members.member',
          gathering: 1,
          outcome: 'failed',
          count: 0,
          reason: 'store_unreachable',
        },
        theWorkflow,
      ],
      [
        { type: 'record_collection', collection: 'trade.orders', gathering: 1, outcome: 'nothing', count: 0 },
        theWorkflow,
      ],
      [{ type: 'finish_gathering' }, theWorkflow],
    );
    expect(story.try({ type: 'approve' }, anAgent)).toEqual({
      ok: false,
      refusal: { code: 'collections_unfinished', collections: ['members.member'] },
    });
    story.give({ type: 'retry_collection', collection: 'members.member', dependents: ['trade.orders'] }, anAgent);
    expect(story.known).toMatchObject({
      status: 'gathering_data',
      gathering: 2,
      collections: { 'members.member': { outcome: 'waiting' }, 'trade.orders': { outcome: 'waiting' } },
    });
    // An answer of the first gathering comes late: it no longer counts.
    story.give(
      { type: 'record_collection', collection: 'members.member', gathering: 1, outcome: 'found', count: 9 },
      theWorkflow,
    );
    expect(story.known.collections['members.member']?.outcome).toBe('waiting');
  });

  it('is refused only by a second person with the role for it', () => {
    const story = Story.of(...untilReview, [refusal, anAgent]);
    expect(story.known).toMatchObject({ status: 'awaiting_approval', waitingFor: 'approval' });
    expect(story.try({ type: 'approve_refusal' }, anAgent)).toMatchObject({ refusal: { code: 'role_required' } });
    const both = { ...anAgent, roles: ['agent', 'approver'] } as typeof anAgent;
    expect(story.try({ type: 'approve_refusal' }, both)).toEqual({ ok: false, refusal: { code: 'same_person' } });
    story.give({ type: 'approve_refusal' }, anApprover);
    expect(story.known).toMatchObject({ status: 'refused', decision: { by: 'staff-1', approvedBy: 'staff-2' } });
  });

  it('goes back to review when the second person disagrees', () => {
    const story = Story.of(
      ...untilReview,
      [refusal, anAgent],
      [{ type: 'return_refusal', words: 'words-2' }, anApprover],
    );
    expect(story.known).toMatchObject({ status: 'in_review', waitingFor: 'review' });
    expect(story.known.decision).toBeUndefined();
  });

  it.each(['approve', 'accept_identity', 'retry_parked'] as const)(
    'refuses %s to auditors, members and machines',
    (type) => {
      const story = Story.of(...untilReview);
      for (const actor of [anAuditor, aDataSubject, theWorkflow]) {
        expect(story.try({ type }, actor)).toMatchObject({ ok: false, refusal: { code: 'role_required' } });
      }
    },
  );

  it('can be withdrawn as long as it is open, and then stays withdrawn', () => {
    const story = Story.of(...untilReview, [{ type: 'withdraw' }, aDataSubject]);
    expect(story.known).toMatchObject({ status: 'withdrawn', closedAt: story.now });
    expect(story.known.waitingFor).toBeUndefined();
    expect(story.try({ type: 'approve' }, anAgent)).toMatchObject({ ok: false });
    expect(
      story.try({ type: 'record_package', packageId: '1', bytes: 1, expiresAt: story.now }, theWorkflow),
    ).toMatchObject({
      ok: false,
    });
  });

  it('parks at a step that fails for good, and waits for staff to retry', () => {
    const story = Story.of(...untilReview, [{ type: 'approve' }, anAgent]);
    story.give({ type: 'park', step: 'BuildPackage', error: 'StoreDown' }, theWorkflow);
    expect(story.known).toMatchObject({ status: 'fulfilling', parked: { step: 'BuildPackage' } });
    story.give({ type: 'retry_parked' }, anAgent);
    expect(story.known.parked).toBeUndefined();
  });

  it('releases the download until it expires', () => {
    const story = Story.of(
      ...untilReview,
      [{ type: 'approve' }, anAgent],
      [{ type: 'record_package', packageId: '1', bytes: 10, expiresAt: '2026-11-16T10:00:00.000Z' }, theWorkflow],
      [{ type: 'release_download' }, aDataSubject],
    );
    expect(story.try({ type: 'delete_export' }, theWorkflow)).toEqual({ ok: false, refusal: { code: 'too_early' } });
    story.now = '2026-11-16T10:00:00.001Z';
    expect(story.try({ type: 'release_download' }, aDataSubject)).toEqual({
      ok: false,
      refusal: { code: 'export_expired' },
    });
    expect(story.give({ type: 'delete_export' }, theWorkflow).known.exportDeletedAt).toBe(story.now);
  });
});
