/**
 * The DynamoDB tables of the sample platform: logical name, keys (all strings) and indexes. A stack declares them, the
 * seeding fills them; `policy/ferronex/datasets/members*.yml` describes them.
 */
export interface SampleTable {
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly indexes: readonly SampleIndex[];
}

export interface SampleIndex {
  readonly name: string;
  readonly partitionKey: string;
  readonly projection: 'ALL' | 'KEYS_ONLY';
}

export const sampleTables = {
  members: {
    partitionKey: 'member_id',
    indexes: [
      { name: 'by-email', partitionKey: 'email', projection: 'ALL' },
      { name: 'by-company', partitionKey: 'company_id', projection: 'ALL' },
    ],
  },
  devices: {
    partitionKey: 'device_id',
    indexes: [{ name: 'by-member', partitionKey: 'member_id', projection: 'ALL' }],
  },
  vouchers: {
    partitionKey: 'voucher_id',
    indexes: [{ name: 'by-member', partitionKey: 'member_id', projection: 'KEYS_ONLY' }],
  },
  authentications: { partitionKey: 'member_id', sortKey: 'authentication_id', indexes: [] },
} as const satisfies Readonly<Record<string, SampleTable>>;

export type SampleTableName = keyof typeof sampleTables;

/** Logical names of the sample platform's buckets. */
export const sampleBuckets = ['archive'] as const;
export type SampleBucketName = (typeof sampleBuckets)[number];
