import { Agent, request } from 'node:http';
import { request as secureRequest } from 'node:https';

/** What the server refused, under AWS's own error name (`ExpiredIteratorException`, `ResourceNotFoundException`…). */
export class AwsJsonFailure extends Error {
  override readonly name = 'AwsJsonFailure';
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status: number) {
    super(`${code}: ${message}`);
    this.code = code;
    this.status = status;
  }
}

export interface AwsJson {
  /** `target` is service version and operation, as in `DynamoDBStreams_20120810.GetRecords`. */
  call<T>(target: string, body: object): Promise<T>;
  close(): void;
}

/** The AWS JSON 1.0 protocol over one kept-alive connection pool. Local servers want a signature present, not a valid one. */
export function connectAwsJson(endpoint: string): AwsJson {
  const agent = new Agent({ keepAlive: true });
  const url = new URL(endpoint);
  const secure = url.protocol === 'https:';
  const call = <T>(target: string, body: object) =>
    new Promise<T>((resolve, reject) => {
      const payload = JSON.stringify(body);
      const outgoing = (secure ? secureRequest : request)(
        url,
        {
          method: 'POST',
          ...(secure ? {} : { agent }),
          headers: {
            'content-type': 'application/x-amz-json-1.0',
            'content-length': Buffer.byteLength(payload),
            'x-amz-target': target,
            'x-amz-date': '20200101T000000Z',
            authorization:
              'AWS4-HMAC-SHA256 Credential=local/20200101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
          },
          timeout: 30_000,
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            try {
              const answer = JSON.parse(Buffer.concat(chunks).toString());
              const status = response.statusCode ?? 0;
              if (status === 200) return resolve(answer);
              const code = String(answer.__type ?? `Http${status}`).replace(/^.*#/, '');
              reject(new AwsJsonFailure(code, String(answer.message ?? answer.Message ?? ''), status));
            } catch (cause) {
              reject(cause);
            }
          });
        },
      );
      outgoing.on('timeout', () => outgoing.destroy(new Error(`No answer from ${url.origin} within 30 seconds`)));
      outgoing.on('error', reject);
      outgoing.end(payload);
    });
  return { call, close: () => agent.destroy() };
}
