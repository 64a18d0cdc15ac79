import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { KmsError } from './kms-error.ts';

export const KEY_SPECS = ['HMAC_256', 'SYMMETRIC_DEFAULT', 'ECC_NIST_P256'] as const;
export type KeySpec = (typeof KEY_SPECS)[number];

/** A key the service shall have; its material is made at the first start and kept. */
export interface KeyDefinition {
  readonly keyId: string;
  /** As policies and clients name it; derived from region and account unless given. */
  readonly arn?: string;
  /** With or without `alias/`. */
  readonly aliases?: readonly string[];
  readonly spec: KeySpec;
}

export interface Key {
  readonly keyId: string;
  readonly arn: string;
  readonly spec: KeySpec;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** 32 secret bytes; of an ECC key, none. */
  readonly secret: Buffer;
  readonly privateKey?: KeyObject;
}

const StoredKey = z.strictObject({
  keyId: z.string(),
  spec: z.enum(KEY_SPECS),
  createdAt: z.number(),
  /** Base64: the secret bytes, or the private key as PKCS #8 DER. */
  material: z.string(),
});
type StoredKey = z.infer<typeof StoredKey>;

/** Finds a key by id, ARN, alias name or alias ARN. */
export class KeyRing {
  readonly #keys = new Map<string, Key>();

  /**
   * Reads each key's file from `directory` or makes it (mode 0600, written aside and renamed). Throws if a stored key has
   * another spec than its definition, or two definitions share a name.
   */
  constructor(directory: string, definitions: readonly KeyDefinition[], arnPrefix: string, now: number) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    for (const definition of definitions) {
      const stored = readOrMake(directory, definition, now);
      const arn = definition.arn ?? `${arnPrefix}key/${definition.keyId}`;
      const key = openKey(stored, arn);
      const aliases = (definition.aliases ?? []).map((alias) => `alias/${alias.replace(/^alias\//, '')}`);
      const aliasArns = aliases.map((alias) => arn.replace(/key\/.*$/, alias));
      for (const name of [key.keyId, arn, ...aliases, ...aliasArns]) {
        if (this.#keys.has(name)) throw new Error(`Two keys are named ${name}.`);
        this.#keys.set(name, key);
      }
    }
  }

  find(name: string): Key {
    const key = this.#keys.get(name);
    if (key === undefined) throw new KmsError('NotFoundException', `Key '${name}' does not exist`);
    return key;
  }
}

function readOrMake(directory: string, { keyId, spec }: KeyDefinition, now: number): StoredKey {
  const path = join(directory, `${encodeURIComponent(keyId)}.json`);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    const made = { keyId, spec, createdAt: now, material: newMaterial(spec).toString('base64') };
    writeAside(path, JSON.stringify(made));
    return made;
  }
  const stored = StoredKey.parse(JSON.parse(text));
  if (stored.spec !== spec) throw new Error(`Key ${keyId} is stored as ${stored.spec}, not ${spec}.`);
  return stored;
}

/** A key lost is data lost, so this one waits for the disk. */
function writeAside(path: string, text: string): void {
  const file = openSync(`${path}.new`, 'w', 0o600);
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
}

function newMaterial(spec: KeySpec): Buffer {
  if (spec !== 'ECC_NIST_P256') return randomBytes(32);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ format: 'der', type: 'pkcs8' });
}

function openKey({ keyId, spec, createdAt, material }: StoredKey, arn: string): Key {
  const bytes = Buffer.from(material, 'base64');
  if (spec !== 'ECC_NIST_P256') return { keyId, arn, spec, createdAt, secret: bytes };
  const privateKey = createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' });
  return { keyId, arn, spec, createdAt, secret: Buffer.alloc(0), privateKey };
}
