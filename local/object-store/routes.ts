import { createBucket, headBucket, listObjectsV2 } from './bucket-operations.ts';
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listParts,
  uploadPart,
} from './multipart-upload.ts';
import type { Operation } from './operation.ts';
import { getObject, headObject } from './read-object.ts';
import { notImplemented } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';
import { getBucketVersioning, listObjectVersions, putBucketVersioning } from './versions.ts';
import { copyObject, deleteObject, deleteObjects, putObject } from './write-object.ts';

/** Parameters and headers that belong to signing and to the client itself, not to an operation. */
const ANY_OPERATION_QUERY = /^(?:x-id|X-Amz-.*|x-amz-.*)$/;
const ANY_OPERATION_HEADERS = new Set([
  'x-amz-algorithm',
  'x-amz-content-sha256',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-security-token',
  'x-amz-signature',
  'x-amz-signedheaders',
  'x-amz-user-agent',
]);
const MEANT_FOR_OPERATIONS = /^(?:x-amz-.*|if-.*|range)$/;

/** The operation asked for; whatever this store does not have, or does not have in this way, is refused by name. */
export function route(request: S3Request): Operation {
  const operation = find(request);
  if (operation === undefined) throw notImplemented(`${request.method} on ${scope(request)}${subresource(request)}`);
  for (const name of request.query.keys()) {
    if (!ANY_OPERATION_QUERY.test(name) && !operation.query?.includes(name))
      throw notImplemented(`the query parameter ${name} of ${operation.name}`);
  }
  for (const name of request.headers.keys()) {
    const isUnderstood = ANY_OPERATION_HEADERS.has(name) || operation.headers?.some((one) => covers(one, name));
    if (MEANT_FOR_OPERATIONS.test(name) && !isUnderstood)
      throw notImplemented(`the header ${name} of ${operation.name}`);
  }
  return operation;
}

function find({ method, bucket, key, query, headers }: S3Request): Operation | undefined {
  if (bucket === '') return undefined;
  if (key === '') {
    if (query.has('versioning')) return method === 'PUT' ? putBucketVersioning : getBucketVersioning;
    if (method === 'GET' && query.has('versions')) return listObjectVersions;
    if (method === 'PUT') return createBucket;
    if (method === 'HEAD') return headBucket;
    if (method === 'GET' && query.get('list-type') === '2') return listObjectsV2;
    if (method === 'POST' && query.has('delete')) return deleteObjects;
    return undefined;
  }
  const inUpload = query.has('uploadId');
  switch (method) {
    case 'GET':
      return inUpload ? listParts : getObject;
    case 'HEAD':
      return headObject;
    case 'PUT':
      if (inUpload) return uploadPart;
      return headers.has('x-amz-copy-source') ? copyObject : putObject;
    case 'POST':
      if (inUpload) return completeMultipartUpload;
      return query.has('uploads') ? createMultipartUpload : undefined;
    case 'DELETE':
      return inUpload ? abortMultipartUpload : deleteObject;
    default:
      return undefined;
  }
}

function covers(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

function scope({ bucket, key }: S3Request): string {
  if (bucket === '') return 'the service';
  return key === '' ? 'a bucket' : 'an object';
}

function subresource({ query }: S3Request): string {
  const names = [...query.keys()].filter((name) => !ANY_OPERATION_QUERY.test(name));
  return names.length === 0 ? '' : ` with ${names.map((name) => `?${name}`).join(', ')}`;
}
