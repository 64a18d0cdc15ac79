import { holdStoreContract } from '../../integration/holds/hold-store.contract.ts';
import { fakeHoldStore } from '../../support/fake-hold-store.ts';

holdStoreContract(async () => fakeHoldStore());
