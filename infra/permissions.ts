import { Aws, Fn } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';

/** Actions on items of the requests table. A transaction needs the action of each of its parts, none of its own. */
export type TableAction = 'GetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem';
export type TableIndex = 'queue' | 'due' | 'subject';

/** Reading and writing requests as one transaction: state, events, outbox, sealed items. */
export const transact: readonly TableAction[] = ['GetItem', 'PutItem'];

/** Folders of a request in the exports bucket (`requests/<id>/<folder>/…`). */
export type ExportFolder = 'findings' | 'references' | 'redactions' | 'submissions' | 'package' | 'attachments';

export interface ProtectedData {
  readonly dataKey: Key;
  readonly identifierKey: Key;
  readonly requests: TableV2;
  readonly exports: Bucket;
}

/**
 * What functions of this product may be allowed, as statements that name actions and resources. The data key can only
 * be used through the service whose data it encrypts, so none of them can decrypt anything by itself.
 */
export class Permissions {
  private readonly data: ProtectedData;

  constructor(data: ProtectedData) {
    this.data = data;
  }

  /** Items of the requests table, and Query on these of its indexes. */
  table(actions: readonly TableAction[], indexes: readonly TableIndex[] = []): PolicyStatement[] {
    const { tableArn } = this.data.requests;
    const writes = actions.some((action) => /^(Put|Update|Delete)/.test(action));
    return [
      new PolicyStatement({ actions: actions.map((action) => `dynamodb:${action}`), resources: [tableArn] }),
      ...indexes.map(
        (index) => new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${tableArn}/index/${index}`] }),
      ),
      this.dataKey('dynamodb', writes ? ['Decrypt', 'Encrypt', 'GenerateDataKey'] : ['Decrypt']),
    ];
  }

  /** The lists of requests, and nothing else of the table. */
  queue(): PolicyStatement[] {
    const { tableArn } = this.data.requests;
    return [
      new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${tableArn}/index/queue`] }),
      this.dataKey('dynamodb', ['Decrypt']),
    ];
  }

  /** What Lambda needs on a function's behalf to read the table's stream (keys only). */
  stream(): PolicyStatement[] {
    const { tableArn, tableStreamArn } = this.data.requests;
    if (!tableStreamArn) throw new Error('the requests table has no stream');
    return [
      new PolicyStatement({
        actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        resources: [tableStreamArn],
      }),
      new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: [`${tableArn}/stream/*`] }),
    ];
  }

  /** Keyed hashes of identifiers, codes and tokens. */
  keyedHash(): PolicyStatement {
    return new PolicyStatement({ actions: ['kms:GenerateMac'], resources: [this.data.identifierKey.keyArn] });
  }

  /**
   * Objects of these folders of all requests: which request is known at run time only. `upload` is writing in parts, which
   * a failed upload takes back.
   */
  exports(
    access: 'read' | 'write' | 'upload' | 'read and write' | 'delete',
    folders: readonly ExportFolder[],
  ): PolicyStatement[] {
    const resources = folders.map((folder) => this.data.exports.arnForObjects(`requests/*/${folder}/*`));
    if (access === 'delete') return [new PolicyStatement({ actions: ['s3:DeleteObject'], resources })];
    const reads = access === 'read' || access === 'read and write';
    const writes = access !== 'read';
    const partly = access === 'upload';
    return [
      new PolicyStatement({
        actions: [
          ...(reads ? ['s3:GetObject'] : []),
          ...(writes ? ['s3:PutObject'] : []),
          ...(partly ? ['s3:AbortMultipartUpload'] : []),
        ],
        resources,
      }),
      // A multipart upload decrypts what it has to put together.
      this.dataKey('s3', [...(reads || partly ? ['Decrypt'] : []), ...(writes ? ['GenerateDataKey'] : [])]),
    ];
  }

  /**
   * Names of the objects, all of them below `requests/`; never what is in them. Without a condition: only then does S3
   * answer 404 to who reads an object that is not there.
   */
  listExports(): PolicyStatement {
    return new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.data.exports.bucketArn] });
  }

  private dataKey(service: 'dynamodb' | 's3', actions: readonly string[]): PolicyStatement {
    return new PolicyStatement({
      actions: actions.map((action) => `kms:${action}`),
      resources: [this.data.dataKey.keyArn],
      conditions: {
        StringEquals: { 'kms:ViaService': Fn.join('.', [service, Aws.REGION, Aws.URL_SUFFIX]) },
      },
    });
  }
}
