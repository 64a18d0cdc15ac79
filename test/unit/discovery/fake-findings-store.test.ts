import { findingsStoreContract } from '../../integration/connectors/findings-store.contract.ts';
import { FakeFindings } from '../../support/fake-findings-store.ts';

findingsStoreContract('fake', async () => ({ findings: new FakeFindings(), close: async () => undefined }));
