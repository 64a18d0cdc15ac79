import { type Fields, shown } from './form-body.ts';

/** A form's one-time id, by which the same form sent twice is one request, or one message. */
export function newFormId(randomBytes: (size: number) => Uint8Array): string {
  return Buffer.from(randomBytes(16)).toString('base64url');
}

/** The id a form came with; undefined when it is none of ours. */
export function formIdIn(fields: Fields): string | undefined {
  return /^[\w-]{22}$/.exec(shown(fields, 'form_id'))?.[0];
}
