/** The text of a secret. The client is loaded only here: a function that is given a URI never pays for it. */
export async function readSecret(arn: string): Promise<string> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const { SecretString } = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: arn }));
  if (!SecretString) throw new SecretEmpty('the secret of the store holds no text');
  return SecretString;
}

export class SecretEmpty extends Error {
  override readonly name = 'SecretEmpty';
}
