/** A condition that keeps data from who must not have it, or under a legal hold, or a deadline from passing in silence: what it reads, and what it reads when it is gone. */
export interface Guard {
  readonly promise: string;
  readonly file: string;
  readonly guard: string;
  readonly removed: string;
  /** Vitest project and files, one of whose tests must fail without it. */
  readonly project: 'unit' | 'integration';
  readonly tests: readonly string[];
}

const hold = (promise: string, file: string, guard: string, removed: string, tests: string): Guard => ({
  promise,
  file: `functions/holds/${file}`,
  guard,
  removed,
  project: 'unit',
  tests: [`test/unit/holds/${tests}`],
});

const identity = (promise: string, file: string, guard: string, removed: string, tests: string): Guard => ({
  promise,
  file: `functions/identity/${file}`,
  guard,
  removed,
  project: 'unit',
  tests: [`test/unit/identity/${tests}`],
});

const watch = (promise: string, file: string, guard: string, removed: string): Guard => ({
  promise: `the watch: ${promise}`,
  file: `functions/requests/${file}`,
  guard,
  removed,
  project: 'unit',
  tests: ['test/unit/deadlines/a-year-of-sweeps.test.ts'],
});

/** Every guard of legal holds, of verification, and of deadlines. A new one belongs here. */
export const guards: readonly Guard[] = [
  watch(
    'what became due in the past is still found',
    'due-work.ts',
    'due < state.changedAt ? state.changedAt : due',
    'due',
  ),
  watch('a reminder goes out once', 'watch.ts', '(reminded !== undefined && reminded <= days)', 'false'),
  watch('an overdue answer is told of once a day', 'watch.ts', 'on < nextEscalation(state, escalatedOn)', 'false'),
  watch(
    'who acted is not told the next day, but the day after',
    'watch.ts',
    'dayInZone(actedAt, timeZone), 2)',
    'dayInZone(actedAt, timeZone), 3)',
  ),
  hold(
    'a hold on one person covers that person',
    'held-records.ts',
    'scope.subjectKey === subject.subjectKey',
    'false',
    'held-records.test.ts',
  ),
  hold(
    'a hold covers its store',
    'held-records.ts',
    'scope.store === collection.store',
    'false',
    'held-records.test.ts',
  ),
  hold(
    'a hold covers its collection',
    'held-records.ts',
    'scope.collection === collection.id',
    'false',
    'held-records.test.ts',
  ),
  hold(
    'a hold covers its category',
    'held-records.ts',
    'collection.categories.includes(scope.category)',
    'false',
    'held-records.test.ts',
  ),
  hold(
    'a hold covers its company',
    'held-records.ts',
    'if (named.length > 0) return named.includes(company);',
    'if (named.length > 0) return false;',
    'held-records.test.ts',
  ),
  hold(
    'a record that names no company counts as of those the subject acts for',
    'held-records.ts',
    "return companies === 'unknown' || companies.includes(company);",
    'return false;',
    'held-records.test.ts',
  ),
  hold(
    'a record without a readable day counts as in the period',
    'held-records.ts',
    'if (!days) return true;',
    'if (!days) return false;',
    'held-records.test.ts',
  ),
  hold(
    'releasing a hold takes a second person',
    'hold.ts',
    "return releaseProposed.by === by ? refused({ code: 'same_person' }) :",
    'return',
    'hold.test.ts',
  ),
  hold(
    'a hold stands while its release is only proposed',
    'hold.ts',
    "if (!releaseProposed) return refused({ code: 'release_not_proposed' });",
    'if (!releaseProposed) return accepted([{ type: "HoldReleased" }]);',
    'hold.test.ts',
  ),
  hold(
    'only those who may, place and release holds',
    'hold.ts',
    "actor.kind === 'staff' && holdRoles.some((role) => actor.roles.includes(role))",
    "actor.kind === 'staff'",
    'hold.test.ts',
  ),
  hold(
    'what a law keeps is released by nobody before its day is over',
    'hold.ts',
    "if (until !== undefined && today <= until && status === 'active') return refused({ code: 'kept_by_law', until });",
    '',
    'keep-preserved.test.ts',
  ),
  hold(
    'what is held back is not taken up while any hold covers it',
    'lift-holds.ts',
    'if (!state || (await findHolds(state)).length > 0) continue;',
    'if (!state) continue;',
    'lift-holds.test.ts',
  ),
  {
    promise: 'a held record is left alone',
    file: 'functions/fulfilment/erase-batch.ts',
    guard: "treatment.kind !== 'keep' && !isHeld(collection, located.record)",
    removed: "treatment.kind !== 'keep'",
    project: 'unit',
    tests: ['test/unit/fulfilment/erase-collection.test.ts'],
  },
  {
    promise: 'a hold placed since the holds were read is read before anything is erased',
    file: 'functions/fulfilment/erase-batch.ts',
    guard: "if (claimed.refusal.code === 'holds_changed') register = undefined;",
    removed: "if (claimed.refusal.code === 'holds_changed') return carryOut(claim, todo, tally);",
    project: 'unit',
    tests: [
      'test/unit/fulfilment/erase-collection.test.ts',
      'test/unit/fulfilment/erase-collection.properties.test.ts',
    ],
  },
  {
    promise: 'a claim is lost when a hold was placed a moment before',
    file: 'functions/requests/holds-unchanged.dynamo.ts',
    guard: "version === 0 ? 'attribute_not_exists(pk)' : '#version = :version'",
    removed: "version === 0 ? 'attribute_not_exists(nothing)' : '#version >= :version'",
    project: 'integration',
    tests: ['test/integration/fulfilment'],
  },
  {
    promise: 'the record of a request stays while a legal hold may cover the data subject',
    file: 'functions/deadlines/erase-record.ts',
    guard: 'covering.length > 0',
    removed: 'covering.length > 9',
    project: 'integration',
    tests: ['test/integration/requests'],
  },
  {
    promise: 'no record is erased once a hold was placed after the register was read',
    file: 'functions/requests/request-store.dynamo.ts',
    guard: 'if (holdsVersion !== undefined) items.push(',
    removed: 'if (holdsVersion === -1) items.push(',
    project: 'integration',
    tests: ['test/integration/requests'],
  },
  {
    promise: 'nothing is claimed in a collection that has ended or was not planned',
    file: 'functions/fulfilment/erasure-claims.dynamo.ts',
    guard: '#state.#erasing.#collections.#collection.#outcome = :waiting',
    removed: '(#state.#erasing.#collections.#collection.#outcome = :waiting OR attribute_exists(#state.#status))',
    project: 'integration',
    tests: ['test/integration/fulfilment'],
  },
  identity(
    'a wrong code opens nothing',
    'check-code.ts',
    'codeHash === undefined || !sameHash(codeHash, typedHash)',
    'codeHash === undefined',
    'codes.test.ts',
  ),
  identity(
    'a try is spent before a code is compared',
    'check-code.ts',
    "if (attempt.kind !== 'taken') return refused({ code: attempt.kind });",
    "if (attempt.kind !== 'taken') return accepted(undefined);",
    'codes.test.ts',
  ),
  identity(
    'a code works once',
    'check-code.ts',
    "return consumed ? accepted(undefined) : refused({ code: 'expired' });",
    'return consumed ? accepted(undefined) : accepted(undefined);',
    'codes.test.ts',
  ),
  {
    promise: 'a code has only so many tries, and its time',
    file: 'functions/identity/code-store.dynamo.ts',
    guard: 'triesLeft > :zero AND validUntil > :now',
    removed: 'attribute_exists(triesLeft) AND :zero = :zero AND :now = :now',
    project: 'integration',
    tests: ['test/integration/identity/identity-stores.test.ts'],
  },
  identity(
    'a session ends',
    'session.ts',
    'return session && session.endsAt > now() ? session : undefined;',
    'return session;',
    'sessions-and-limits.test.ts',
  ),
  identity(
    'nothing is searched by before the identity is accepted',
    'verified-identifiers.ts',
    'if (!state?.confirmedAt || !state.identity) return new Sensitive({});',
    'if (!state) return new Sensitive({});',
    'verify-identity.test.ts',
  ),
  {
    promise: 'who claims an account that is not on record is looked at by staff',
    file: 'functions/requests/request.ts',
    guard: "command.account === 'not_on_record' && state.relation !== 'non_member'",
    removed: 'false',
    project: 'unit',
    tests: ['test/unit/requests/request.test.ts'],
  },
  {
    promise: 'a confirmation that comes too late confirms nothing',
    file: 'functions/requests/request.ts',
    guard: "return context.now <= state.confirmBy ? one({ type: 'EmailConfirmed' }) : no;",
    removed: "return one({ type: 'EmailConfirmed' });",
    project: 'unit',
    tests: ['test/unit/requests/request.test.ts'],
  },
  {
    promise: 'nobody approves what they decided',
    file: 'functions/requests/request.ts',
    guard: "if (state.decision.by === context.actor.id) return refused({ code: 'same_person' });",
    removed: '',
    project: 'unit',
    tests: ['test/unit/requests/deletion.test.ts'],
  },
  {
    promise: 'a package is released only to a session that was verified',
    file: 'functions/fulfilment/release-package.ts',
    guard: "if (session?.level !== 'verified') return",
    removed: 'if (!session) return',
    project: 'unit',
    tests: ['test/unit/fulfilment/release-package.test.ts'],
  },
  {
    promise: 'a package is released only for a fresh code',
    file: 'functions/fulfilment/release-package.ts',
    guard: 'if (!checked.ok) return checked;',
    removed: '',
    project: 'unit',
    tests: ['test/unit/fulfilment/release-package.test.ts'],
  },
  {
    promise: 'only who shares the secret answers for a recipient',
    file: 'functions/recipients/signature.ts',
    guard: "return timingSafeEqual(mac(secret, body, Number(time)), Buffer.from(given, 'hex')) && fresh;",
    removed: 'return given !== undefined && mac(secret, body, Number(time)).length > 0 && fresh;',
    project: 'unit',
    tests: ['test/unit/recipients/signature.test.ts'],
  },
];
