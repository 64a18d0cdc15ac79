/** An HTTP request between edge and origin. Header names are in lower case; repeated headers are repeated entries. */
export interface HttpRequest {
  readonly method: string;
  /** As on the request line, still percent-encoded, without the query. */
  readonly path: string;
  /** Without the question mark; empty when there is none. */
  readonly query: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly sourceIp: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** The first value of a header. */
export function headerOf(message: Pick<HttpRequest, 'headers'>, name: string): string | undefined {
  return message.headers.find(([key]) => key === name)?.[1];
}

export function jsonResponse(status: number, body: unknown): HttpResponse {
  const text = Buffer.from(JSON.stringify(body));
  return { status, headers: [['content-type', 'application/json']], body: text };
}
