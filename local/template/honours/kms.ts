import { z } from 'zod';
import { type Honour, honour, noEffect, truth } from '../honour.ts';
import { opaqueUuid } from '../physical-name.ts';
import type { Cloud } from './cloud.ts';

const key = honour({
  type: 'AWS::KMS::Key',
  properties: z.strictObject({
    KeySpec: z.enum(['SYMMETRIC_DEFAULT', 'HMAC_256', 'ECC_NIST_P256']).default('SYMMETRIC_DEFAULT'),
    KeyUsage: noEffect('follows from the key spec'),
    Description: noEffect('no console'),
    Enabled: truth.optional().refine((enabled) => enabled !== false, 'disabled keys are not supported'),
    EnableKeyRotation: noEffect('old material is never retired here'),
    RotationPeriodInDays: noEffect('old material is never retired here'),
    KeyPolicy: noEffect('one user, no permissions'),
    MultiRegion: z.literal(false).optional(),
    PendingWindowInDays: noEffect('nothing is deleted here but by --reset'),
    Tags: noEffect('no billing'),
  }),
  create(resource, cloud: Cloud) {
    const keyId = opaqueUuid(resource);
    const arn = `arn:aws:kms:${cloud.region}:${cloud.accountId}:key/${keyId}`;
    cloud.keys.push({ keyId, arn, spec: resource.properties.KeySpec });
    return { ref: keyId, attributes: { Arn: arn, KeyId: keyId } };
  },
});

const alias = honour({
  type: 'AWS::KMS::Alias',
  properties: z.strictObject({ AliasName: z.string(), TargetKeyId: z.string() }),
  create({ properties }, cloud: Cloud) {
    const index = cloud.keys.findIndex(
      ({ keyId, arn }) => keyId === properties.TargetKeyId || arn === properties.TargetKeyId,
    );
    const target = cloud.keys[index];
    if (!target) throw new Error(`${properties.TargetKeyId} is not a key of this app`);
    cloud.keys[index] = { ...target, aliases: [...(target.aliases ?? []), properties.AliasName] };
    return { ref: properties.AliasName };
  },
});

export const kms: readonly Honour<Cloud>[] = [key, alias];
