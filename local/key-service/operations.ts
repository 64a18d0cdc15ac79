import { createHmac, createPublicKey, type KeyObject, randomBytes, sign, timingSafeEqual, verify } from 'node:crypto';
import { z } from 'zod';
import { invalidCiphertext, open, seal, sealedBy } from './envelope.ts';
import type { Key, KeyRing, KeySpec } from './key-ring.ts';
import { KmsError, notImplemented } from './kms-error.ts';

type Usage = 'GENERATE_VERIFY_MAC' | 'ENCRYPT_DECRYPT' | 'SIGN_VERIFY';

const USAGE: Readonly<Record<KeySpec, Usage>> = {
  HMAC_256: 'GENERATE_VERIFY_MAC',
  SYMMETRIC_DEFAULT: 'ENCRYPT_DECRYPT',
  ECC_NIST_P256: 'SIGN_VERIFY',
};

const ALGORITHMS: Readonly<Record<KeySpec, Readonly<Record<string, readonly string[]>>>> = {
  HMAC_256: { MacAlgorithms: ['HMAC_SHA_256'] },
  SYMMETRIC_DEFAULT: { EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'] },
  ECC_NIST_P256: { SigningAlgorithms: ['ECDSA_SHA_256'] },
};

const KeyId = z.string().min(1).max(2048);
const EncryptionContext = z.record(z.string().min(1), z.string()).optional();
const EncryptionAlgorithm = z.literal('SYMMETRIC_DEFAULT').optional();
const MacAlgorithm = z.literal('HMAC_SHA_256');
const SigningAlgorithm = z.literal('ECDSA_SHA_256');
const Bytes = (least: number, most: number) =>
  z
    .base64()
    .transform((text) => Buffer.from(text, 'base64'))
    .refine(({ length }) => length >= least && length <= most, `must have ${least} to ${most} bytes`);
const Message = Bytes(1, 4096);
const MessageType = z.enum(['RAW', 'DIGEST', 'EXTERNAL_MU']).optional();

/** An action's parameters and what it does; parameters beyond the schema are refused by name. */
interface Operation {
  call(ring: KeyRing, input: unknown): Readonly<Record<string, unknown>>;
}

function operation<Schema extends z.ZodType>(
  schema: Schema,
  run: (ring: KeyRing, input: z.infer<Schema>) => Readonly<Record<string, unknown>>,
): Operation {
  return { call: (ring, input) => run(ring, read(schema, input)) };
}

/** Limits and answers as https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  [
    'DescribeKey',
    operation(z.strictObject({ KeyId }), (ring, input) => ({ KeyMetadata: metadata(ring.find(input.KeyId)) })),
  ],
  [
    'GenerateMac',
    operation(z.strictObject({ KeyId, MacAlgorithm, Message }), (ring, input) => {
      const key = keyFor(ring, input.KeyId, 'GENERATE_VERIFY_MAC');
      return { KeyId: key.arn, MacAlgorithm: input.MacAlgorithm, Mac: mac(key, input.Message) };
    }),
  ],
  [
    'VerifyMac',
    operation(z.strictObject({ KeyId, MacAlgorithm, Message, Mac: Bytes(1, 6144) }), (ring, input) => {
      const key = keyFor(ring, input.KeyId, 'GENERATE_VERIFY_MAC');
      const expected = mac(key, input.Message);
      if (expected.length !== input.Mac.length || !timingSafeEqual(expected, input.Mac))
        throw new KmsError('KMSInvalidMacException', 'The HMAC does not match the message and key.');
      return { KeyId: key.arn, MacAlgorithm: input.MacAlgorithm, MacValid: true };
    }),
  ],
  [
    'Encrypt',
    operation(
      z.strictObject({ KeyId, Plaintext: Message, EncryptionContext, EncryptionAlgorithm }),
      (ring, { KeyId: name, Plaintext, EncryptionContext: context }) => {
        const key = keyFor(ring, name, 'ENCRYPT_DECRYPT');
        const CiphertextBlob = seal(key, Plaintext, context ?? {});
        return { KeyId: key.arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT', CiphertextBlob };
      },
    ),
  ],
  [
    'Decrypt',
    operation(
      z.strictObject({
        KeyId: KeyId.optional(),
        CiphertextBlob: Bytes(1, 6144),
        EncryptionContext,
        EncryptionAlgorithm,
      }),
      (ring, { KeyId: name, CiphertextBlob, EncryptionContext: context }) => {
        const key = sealingKey(ring, CiphertextBlob);
        if (name !== undefined && keyFor(ring, name, 'ENCRYPT_DECRYPT') !== key)
          throw new KmsError('IncorrectKeyException', 'The key ID in the request does not identify the key used.');
        const Plaintext = open(key, CiphertextBlob, context ?? {});
        return { KeyId: key.arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT', Plaintext };
      },
    ),
  ],
  [
    'GenerateDataKey',
    operation(
      z.strictObject({
        KeyId,
        KeySpec: z.enum(['AES_256', 'AES_128']).optional(),
        NumberOfBytes: z.int().min(1).max(1024).optional(),
        EncryptionContext,
      }),
      (ring, { KeyId: name, KeySpec: spec, NumberOfBytes: bytes, EncryptionContext: context }) => {
        const key = keyFor(ring, name, 'ENCRYPT_DECRYPT');
        if ((spec === undefined) === (bytes === undefined))
          throw new KmsError('ValidationException', 'Please specify either number of bytes or key spec.');
        const Plaintext = randomBytes(bytes ?? (spec === 'AES_128' ? 16 : 32));
        return { KeyId: key.arn, Plaintext, CiphertextBlob: seal(key, Plaintext, context ?? {}) };
      },
    ),
  ],
  [
    'Sign',
    operation(z.strictObject({ KeyId, Message, MessageType, SigningAlgorithm }), (ring, input) => {
      const key = keyFor(ring, input.KeyId, 'SIGN_VERIFY');
      requireRaw(input.MessageType);
      const Signature = sign('sha256', input.Message, privateKeyOf(key));
      return { KeyId: key.arn, SigningAlgorithm: input.SigningAlgorithm, Signature };
    }),
  ],
  [
    'Verify',
    operation(
      z.strictObject({ KeyId, Message, MessageType, Signature: Bytes(1, 6144), SigningAlgorithm }),
      (ring, input) => {
        const key = keyFor(ring, input.KeyId, 'SIGN_VERIFY');
        requireRaw(input.MessageType);
        if (!verify('sha256', input.Message, createPublicKey(privateKeyOf(key)), input.Signature))
          throw new KmsError('KMSInvalidSignatureException', 'The signature does not match the message and key.');
        return { KeyId: key.arn, SigningAlgorithm: input.SigningAlgorithm, SignatureValid: true };
      },
    ),
  ],
  [
    'GetPublicKey',
    operation(z.strictObject({ KeyId }), (ring, input) => {
      const key = ring.find(input.KeyId);
      if (key.privateKey === undefined)
        throw new KmsError('UnsupportedOperationException', `${key.arn} has no public key.`);
      const { Arn, KeySpec, KeyUsage, SigningAlgorithms } = metadata(key);
      const PublicKey = createPublicKey(key.privateKey).export({ format: 'der', type: 'spki' });
      return { KeyId: Arn, PublicKey, KeySpec, CustomerMasterKeySpec: KeySpec, KeyUsage, SigningAlgorithms };
    }),
  ],
]);

function read<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const unknown = result.error.issues.find(({ code }) => code === 'unrecognized_keys');
  if (unknown) throw notImplemented(unknown.message);
  throw new KmsError('ValidationException', z.prettifyError(result.error));
}

function keyFor(ring: KeyRing, name: string, usage: Usage): Key {
  const key = ring.find(name);
  if (USAGE[key.spec] !== usage)
    throw new KmsError('InvalidKeyUsageException', `${key.arn} key usage is ${USAGE[key.spec]}, not ${usage}.`);
  return key;
}

function sealingKey(ring: KeyRing, blob: Uint8Array): Key {
  const keyId = sealedBy(blob);
  try {
    return keyFor(ring, keyId, 'ENCRYPT_DECRYPT');
  } catch (error) {
    if (error instanceof KmsError) throw invalidCiphertext();
    throw error;
  }
}

function mac(key: Key, message: Buffer): Buffer {
  return createHmac('sha256', key.secret).update(message).digest();
}

/** Node's crypto signs messages, not digests made elsewhere. */
function requireRaw(messageType: string | undefined): void {
  if (messageType !== undefined && messageType !== 'RAW') throw notImplemented(`MessageType ${messageType}`);
}

function privateKeyOf(key: Key): KeyObject {
  if (key.privateKey === undefined) throw new Error(`${key.keyId} is no ECC key.`);
  return key.privateKey;
}

function metadata(key: Key): Record<string, unknown> {
  return {
    AWSAccountId: key.arn.split(':')[4],
    KeyId: key.keyId,
    Arn: key.arn,
    CreationDate: key.createdAt / 1000,
    Description: '',
    Enabled: true,
    KeyManager: 'CUSTOMER',
    KeySpec: key.spec,
    CustomerMasterKeySpec: key.spec,
    KeyState: 'Enabled',
    KeyUsage: USAGE[key.spec],
    MultiRegion: false,
    Origin: 'AWS_KMS',
    ...ALGORITHMS[key.spec],
  };
}
