import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import {
  DeleteObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

export interface FolderDeployment {
  readonly client: S3Client;
  /** Later folders win over earlier ones. */
  readonly folders: readonly string[];
  readonly bucket: string;
  readonly prefix: string;
  /** Removes what lies under the prefix and is in none of the folders. */
  readonly prune: boolean;
  readonly systemMetadata: Readonly<Record<string, string>>;
  readonly userMetadata: Readonly<Record<string, string>>;
}

/** As the AWS CLI guesses them, for what a site is made of. */
const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.ico': 'image/vnd.microsoft.icon',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

const digestKey = 'deployed-sha256';

/** Copies folders into a bucket, leaving objects that are there already with the same content. */
export async function deployFolder(deployment: FolderDeployment): Promise<void> {
  const { client, bucket } = deployment;
  const prefix = deployment.prefix === '' ? '' : `${deployment.prefix.replace(/\/$/, '')}/`;
  const files = new Map<string, string>();
  for (const folder of deployment.folders) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      if (entry.isFile()) files.set(prefix + relative(folder, file).split(sep).join('/'), file);
    }
  }
  for (const [key, file] of files) await putWhenChanged(deployment, key, readFileSync(file));
  if (!deployment.prune) return;
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
    for (const { Key } of page.Contents ?? []) {
      if (Key !== undefined && !files.has(Key)) await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    }
  }
}

async function putWhenChanged(
  { client, bucket, systemMetadata, userMetadata }: FolderDeployment,
  key: string,
  body: Buffer,
): Promise<void> {
  const cacheControl = systemMetadata['cache-control'];
  const contentType = systemMetadata['content-type'] ?? contentTypes[extname(key)] ?? 'application/octet-stream';
  const digest = createHash('sha256')
    .update(JSON.stringify([contentType, cacheControl, userMetadata]))
    .update(body)
    .digest('hex');
  if ((await deployedDigest(client, bucket, key)) === digest) return;
  await client.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: body,
      ContentType: contentType,
      ...(cacheControl === undefined ? {} : { CacheControl: cacheControl }),
      Metadata: { ...userMetadata, [digestKey]: digest },
    }),
  );
}

async function deployedDigest(client: S3Client, bucket: string, key: string): Promise<string | undefined> {
  try {
    return (await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))).Metadata?.[digestKey];
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return undefined;
    throw error;
  }
}
