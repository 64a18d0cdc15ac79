/** A refusal as the SES API v2 words it. https://docs.aws.amazon.com/ses/latest/APIReference-V2/CommonErrors.html */
export class SesError extends Error {
  override readonly name = 'SesError';
  readonly type: string;
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

/** What SES can do and this subset cannot; `what` names the operation or parameter. */
export function notImplemented(what: string): SesError {
  return new SesError('NotImplemented', `This mailbox does not implement ${what}.`, 501);
}

export function badRequest(message: string): SesError {
  return new SesError('BadRequestException', message);
}
