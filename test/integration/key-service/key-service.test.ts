import { createPublicKey, verify } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  KMSClient,
  SignCommand,
  VerifyCommand,
  VerifyMacCommand,
} from '@aws-sdk/client-kms';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KeyDefinition, type KeyService, startKeyService } from '../../../local/key-service/index.ts';

const keys: KeyDefinition[] = [
  { keyId: 'b3b2a6a0-0000-4000-8000-000000000001', aliases: ['subjects'], spec: 'HMAC_256' },
  { keyId: 'b3b2a6a0-0000-4000-8000-000000000002', aliases: ['alias/sealing'], spec: 'SYMMETRIC_DEFAULT' },
  { keyId: 'b3b2a6a0-0000-4000-8000-000000000003', aliases: ['digest'], spec: 'ECC_NIST_P256' },
  { keyId: 'other', arn: 'arn:aws:kms:eu-west-1:123456789012:key/other', spec: 'SYMMETRIC_DEFAULT' },
];
const bytes = (text: string) => new TextEncoder().encode(text);

let dataDir: string;
let service: KeyService;
let client: KMSClient;

async function start(definitions = keys): Promise<void> {
  service = await startKeyService({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    now: () => Date.UTC(2026, 2, 1),
    keys: definitions,
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_KMS: service.url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'anything',
    AWS_SECRET_ACCESS_KEY: 'anything',
  });
  client = new KMSClient({});
}

async function stop(): Promise<void> {
  client.destroy();
  await service.close();
}

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'key-service-'));
  await start();
});

afterEach(async () => {
  await stop();
  await rm(dataDir, { recursive: true });
});

describe('keys', () => {
  it.each([
    'b3b2a6a0-0000-4000-8000-000000000001',
    'alias/subjects',
    'arn:aws:kms:eu-central-1:000000000000:alias/subjects',
  ])('are found as %s', async (KeyId) => {
    const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata).toMatchObject({
      Arn: 'arn:aws:kms:eu-central-1:000000000000:key/b3b2a6a0-0000-4000-8000-000000000001',
      KeySpec: 'HMAC_256',
      KeyUsage: 'GENERATE_VERIFY_MAC',
      MacAlgorithms: ['HMAC_SHA_256'],
      CreationDate: new Date(Date.UTC(2026, 2, 1)),
      KeyState: 'Enabled',
    });
  });

  it('keep the ARN they are given', async () => {
    const { KeyMetadata } = await client.send(
      new DescribeKeyCommand({ KeyId: 'arn:aws:kms:eu-west-1:123456789012:key/other' }),
    );
    expect(KeyMetadata).toMatchObject({ KeyId: 'other', AWSAccountId: '123456789012' });
  });

  it('that are unknown or made for something else are refused', async () => {
    await expect(client.send(new DescribeKeyCommand({ KeyId: 'alias/absent' }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
    await expect(
      client.send(new EncryptCommand({ KeyId: 'alias/subjects', Plaintext: bytes('x') })),
    ).rejects.toMatchObject({ name: 'InvalidKeyUsageException' });
    await expect(
      client.send(new SignCommand({ KeyId: 'other', Message: bytes('x'), SigningAlgorithm: 'ECDSA_SHA_256' })),
    ).rejects.toMatchObject({ name: 'InvalidKeyUsageException' });
    await expect(client.send(new GetPublicKeyCommand({ KeyId: 'other' }))).rejects.toMatchObject({
      name: 'UnsupportedOperationException',
    });
  });

  it('survive a restart, in files only their owner reads', async () => {
    const sealed = await client.send(new EncryptCommand({ KeyId: 'alias/sealing', Plaintext: bytes('kept') }));
    const mac = { KeyId: 'alias/subjects', MacAlgorithm: 'HMAC_SHA_256', Message: bytes('m') } as const;
    const { Mac } = await client.send(new GenerateMacCommand(mac));
    for (const name of await readdir(dataDir)) expect((await stat(join(dataDir, name))).mode & 0o777).toBe(0o600);
    await stop();
    await start();
    const opened = await client.send(new DecryptCommand({ CiphertextBlob: sealed.CiphertextBlob }));
    expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe('kept');
    expect(await client.send(new VerifyMacCommand({ ...mac, Mac }))).toMatchObject({ MacValid: true });
  });

  it('do not change their spec behind the back of what they sealed', async () => {
    await stop();
    await expect(start([{ keyId: 'other', spec: 'HMAC_256' }])).rejects.toThrow('stored as SYMMETRIC_DEFAULT');
    await start();
  });
});

describe('message authentication', () => {
  it('holds for the same key and message only', async () => {
    const mac = { KeyId: 'alias/subjects', MacAlgorithm: 'HMAC_SHA_256' } as const;
    const { Mac } = await client.send(new GenerateMacCommand({ ...mac, Message: bytes('member@example.com') }));
    expect(Mac).toHaveLength(32);
    await client.send(new VerifyMacCommand({ ...mac, Message: bytes('member@example.com'), Mac }));
    await expect(
      client.send(new VerifyMacCommand({ ...mac, Message: bytes('other@example.com'), Mac })),
    ).rejects.toMatchObject({ name: 'KMSInvalidMacException' });
  });
});

describe('encryption', () => {
  const EncryptionContext = { request: 'r-1', item: 'subject' };

  it('opens under the context it was sealed under, whatever its order', async () => {
    const { CiphertextBlob } = await client.send(
      new EncryptCommand({ KeyId: 'alias/sealing', Plaintext: bytes('secret'), EncryptionContext }),
    );
    expect(Buffer.from(CiphertextBlob ?? []).includes('secret')).toBe(false);
    const { Plaintext } = await client.send(
      new DecryptCommand({ CiphertextBlob, EncryptionContext: { item: 'subject', request: 'r-1' } }),
    );
    expect(Buffer.from(Plaintext ?? []).toString()).toBe('secret');
    await expect(
      client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { request: 'r-2', item: 'subject' } })),
    ).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
    await expect(client.send(new DecryptCommand({ CiphertextBlob }))).rejects.toMatchObject({
      name: 'InvalidCiphertextException',
    });
    await expect(
      client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext, KeyId: 'other' })),
    ).rejects.toMatchObject({ name: 'IncorrectKeyException' });
  });

  it('notices every flipped byte', async () => {
    const { CiphertextBlob = new Uint8Array() } = await client.send(
      new EncryptCommand({ KeyId: 'other', Plaintext: bytes('ten chars!') }),
    );
    for (const position of CiphertextBlob.keys()) {
      const flipped = Uint8Array.from(CiphertextBlob, (byte, at) => (at === position ? byte ^ 1 : byte));
      await expect(client.send(new DecryptCommand({ CiphertextBlob: flipped }))).rejects.toMatchObject({
        name: 'InvalidCiphertextException',
      });
    }
  });

  it('makes data keys that come back from their sealed form', async () => {
    const made = await client.send(
      new GenerateDataKeyCommand({ KeyId: 'alias/sealing', KeySpec: 'AES_256', EncryptionContext }),
    );
    expect(made.Plaintext).toHaveLength(32);
    const opened = await client.send(new DecryptCommand({ CiphertextBlob: made.CiphertextBlob, EncryptionContext }));
    expect(opened.Plaintext).toEqual(made.Plaintext);
    await expect(client.send(new GenerateDataKeyCommand({ KeyId: 'alias/sealing' }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});

describe('signatures', () => {
  it('verify here and, with the public key, anywhere', async () => {
    const signing = { KeyId: 'alias/digest', SigningAlgorithm: 'ECDSA_SHA_256', Message: bytes('root') } as const;
    const { Signature } = await client.send(new SignCommand(signing));
    expect(await client.send(new VerifyCommand({ ...signing, Signature }))).toMatchObject({ SignatureValid: true });
    await expect(
      client.send(new VerifyCommand({ ...signing, Message: bytes('forged'), Signature })),
    ).rejects.toMatchObject({ name: 'KMSInvalidSignatureException' });
    const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: 'alias/digest' }));
    const key = createPublicKey({ key: Buffer.from(PublicKey ?? []), format: 'der', type: 'spki' });
    expect(verify('sha256', bytes('root'), key, Signature ?? new Uint8Array())).toBe(true);
  });
});

describe('what the subset leaves out', () => {
  it('is refused by name', async () => {
    await expect(client.send(new CreateKeyCommand({}))).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('CreateKey'),
    });
    await expect(
      client.send(new EncryptCommand({ KeyId: 'other', Plaintext: bytes('x'), DryRun: true })),
    ).rejects.toMatchObject({ name: 'NotImplemented', message: expect.stringContaining('DryRun') });
    await expect(
      client.send(new EncryptCommand({ KeyId: 'other', Plaintext: new Uint8Array(4097) })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('includes callers without credentials', async () => {
    const answer = await fetch(service.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'TrentService.DescribeKey' },
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });
});
