import { GetObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { type HttpRequest, type HttpResponse, headerOf } from '../gateway/index.ts';

/**
 * Reads a bucket as CloudFront does with origin access control and `s3:GetObject` alone: an object that is not there is
 * 403, since without `s3:ListBucket` S3 doesn't tell.
 */
export function createObjectOrigin(client: S3Client, bucket: string): (request: HttpRequest) => Promise<HttpResponse> {
  return async (request) => {
    const ifNoneMatch = headerOf(request, 'if-none-match');
    const range = headerOf(request, 'range');
    try {
      const object = await client.send(
        new GetObjectCommand({
          Bucket: bucket,
          Key: decodeURIComponent(request.path.replace(/^\//, '')),
          ...(ifNoneMatch === undefined ? {} : { IfNoneMatch: ifNoneMatch }),
          ...(range === undefined ? {} : { Range: range }),
        }),
      );
      const headers: [string, string][] = [['content-type', object.ContentType ?? 'binary/octet-stream']];
      const add = (name: string, value: string | undefined) => {
        if (value !== undefined) headers.push([name, value]);
      };
      add('etag', object.ETag);
      add('last-modified', object.LastModified?.toUTCString());
      add('cache-control', object.CacheControl);
      add('content-encoding', object.ContentEncoding);
      add('content-disposition', object.ContentDisposition);
      add('content-range', object.ContentRange);
      const body = Buffer.from((await object.Body?.transformToByteArray()) ?? []);
      return { status: object.ContentRange === undefined ? 200 : 206, headers, body };
    } catch (error) {
      if (!(error instanceof S3ServiceException)) throw error;
      const status = error.$metadata.httpStatusCode ?? 500;
      if (status === 304) return { status, headers: [], body: Buffer.alloc(0) };
      if (status === 404 || status === 403) return denied();
      throw error;
    }
  };
}

function denied(): HttpResponse {
  const body =
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';
  return { status: 403, headers: [['content-type', 'application/xml']], body: Buffer.from(body) };
}
