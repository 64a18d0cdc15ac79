import { buildPackage } from '../../workflows/privacy-request/contract.ts';
import { s3Findings } from '../discovery/index.ts';
import { verifiedIdentifiers } from '../identity/index.ts';
import { dynamoRequestStore } from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { loadOrganisation } from '../shared/organisation.file.ts';
import { s3Client } from '../shared/s3-client.s3.ts';
import { buildPackageEnvironment } from './build-package.env.ts';
import { type BuildPackageDependencies, packageBuilder } from './build-package.ts';
import { s3ExportStore } from './export-store.s3.ts';
import { s3RedactionStore } from './redaction-store.s3.ts';

export const makeHandler = (dependencies: BuildPackageDependencies) => {
  const build = packageBuilder(dependencies);
  return lambdaHandler({
    name: 'build-package',
    schema: buildPackage.payload,
    run: async ({ requestId }) => buildPackage.result.parse(await build(requestId)),
  });
};

const environment = readEnvironment(buildPackageEnvironment);

const requests = dynamoRequestStore(dynamoClient(), environment.REQUESTS_TABLE);

export const handler = makeHandler({
  requests,
  findings: s3Findings({ client: s3Client(), bucket: environment.EXPORTS_BUCKET }),
  identifiers: verifiedIdentifiers({ requests }),
  redactions: s3RedactionStore(s3Client(), environment.EXPORTS_BUCKET),
  exports: s3ExportStore(s3Client(), environment.EXPORTS_BUCKET),
  organisation: loadOrganisation(),
});
