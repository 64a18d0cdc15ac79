/**
 * A refusal as S3 words it: HTTP status, error code and message, plus extra elements of the error document.
 * Codes: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export class S3Error extends Error {
  override readonly name = 'S3Error';
  readonly status: number;
  readonly code: string;
  readonly details: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    details: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
    this.headers = headers;
  }
}

/** What S3 can do and this subset cannot; `what` names the operation, parameter or header. */
export function notImplemented(what: string): S3Error {
  return new S3Error(501, 'NotImplemented', `This object store does not implement ${what}.`);
}

export function invalidArgument(message: string, argument: string): S3Error {
  return new S3Error(400, 'InvalidArgument', message, { ArgumentName: argument });
}
