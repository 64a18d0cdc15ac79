/** A refusal as KMS words it. https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html */
export class KmsError extends Error {
  override readonly name = 'KmsError';
  readonly type: string;
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

/** What KMS can do and this subset cannot; `what` names the operation or parameter. */
export function notImplemented(what: string): KmsError {
  return new KmsError('NotImplemented', `This key service does not implement ${what}.`, 501);
}
