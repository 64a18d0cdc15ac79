import { erasureReplaysContract } from '../../integration/fulfilment/erasure-replays.contract.ts';
import { fakeErasureReplays } from '../../support/fake-erasure-replays.ts';
import { fakeHoldStore } from '../../support/fake-hold-store.ts';

erasureReplaysContract(async () => {
  const holds = fakeHoldStore();
  return { replays: fakeErasureReplays({ holds }), holds };
});
