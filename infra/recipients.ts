import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { RecipientEndpoint, RecipientEndpoints } from '../functions/recipients/notice.ts';
import type { Organisation } from '../functions/shared/organisation.ts';
import { mayReadSecret } from './stores.ts';

/** Where recipients really are, by key: what a deployment says otherwise than the policy. */
export type PhysicalRecipients = Readonly<
  Record<string, Pick<RecipientEndpoint, 'url' | 'secret'> & { readonly privateNetwork: boolean }>
>;

/** How this deployment tells the recipients that its policy has endpoints of. */
export function recipientEndpoints({
  organisation,
  recipients,
}: {
  readonly organisation: Organisation;
  readonly recipients: PhysicalRecipients;
}): RecipientEndpoints {
  return Object.fromEntries(
    organisation.recipients.flatMap(({ key, endpoint }): [string, RecipientEndpoint][] => {
      if (!endpoint) return [];
      const { url, secret, identities, answerDays } = endpoint;
      return [[key, { url, secret, identities, answerDays, ...recipients[key] }]];
    }),
  );
}

/** What is shared with these recipients, and no other secret. */
export function readRecipientSecrets(endpoints: RecipientEndpoints): PolicyStatement[] {
  return Object.values(endpoints).flatMap(({ secret }) => mayReadSecret(secret));
}
