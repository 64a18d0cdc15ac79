import { erasureClaimsContract } from '../../integration/fulfilment/erasure-claims.contract.ts';
import { fakeErasureClaims } from '../../support/fake-erasure-claims.ts';
import { fakeHoldStore } from '../../support/fake-hold-store.ts';
import { fakeRequestStore } from '../../support/fake-request-store.ts';

erasureClaimsContract(async () => {
  const holds = fakeHoldStore();
  const requests = fakeRequestStore();
  return { claims: fakeErasureClaims({ holds, requests }), holds, requests };
});
