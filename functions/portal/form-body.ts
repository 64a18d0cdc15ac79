import { accepted, type Result, refused } from '../shared/result.ts';
import type { Sensitive } from '../shared/sensitive.ts';

/** What a form sent, every field with all its values, in their order. */
export type Fields = Readonly<Record<string, readonly string[]>>;

/** A form as it was sent, with the files in it. */
export interface Posted {
  readonly fields: Fields;
  readonly files: readonly Sensitive<{ readonly name: string; readonly content: Uint8Array }>[];
}

/** A full form has a few kilobytes; all of its texts in Chinese, percent-encoded, stay below this too. */
export const maxBodyBytes = 128 * 1024;
const maxFields = 200;

export type BodyRefusal = { readonly code: 'wrong_type' } | { readonly code: 'too_large' };

/** Reads the body of a form without files. Nothing else is accepted, and no more of it than a form can have. */
export async function readForm(request: Request): Promise<Result<Posted, BodyRefusal>> {
  const [type = ''] = (request.headers.get('content-type') ?? '').toLowerCase().split(';');
  if (type.trim() !== 'application/x-www-form-urlencoded') return refused({ code: 'wrong_type' });
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) return refused({ code: 'too_large' });
  const body = await request.text();
  if (Buffer.byteLength(body) > maxBodyBytes) return refused({ code: 'too_large' });
  const fields = fieldsOfForm(new URLSearchParams(body));
  return fields.ok ? accepted({ fields: fields.value, files: [] }) : fields;
}

/** The fields of a form by name. */
export function fieldsOfForm(entries: Iterable<readonly string[]>): Result<Fields, BodyRefusal> {
  const fields: Record<string, string[]> = Object.create(null);
  let count = 0;
  let size = 0;
  for (const [name = '', value = ''] of entries) {
    size += Buffer.byteLength(value);
    if (size > maxBodyBytes) return refused({ code: 'too_large' });
    if (++count > maxFields) return refused({ code: 'too_large' });
    const values = fields[name];
    if (values) values.push(value);
    else fields[name] = [value];
  }
  return accepted(fields);
}

/** The first value of a field, for showing it again; what a field means is decided in `answers.ts`. */
export function shown(fields: Fields, name: string): string {
  return fields[name]?.[0] ?? '';
}
