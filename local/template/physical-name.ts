import { createHash } from 'node:crypto';
import type { DeclaredResource } from './honour.ts';

/** At most this many characters: the limit of bucket names, the tightest there is. */
const longest = 63;

/**
 * The physical name of a resource: its construct path joined by hyphens, so that people find it in logs and lists; stable over
 * restarts; shortened to 63 characters with a mark that keeps it unique.
 */
export function constructName({ path }: Pick<DeclaredResource<unknown>, 'path'>): string {
  const name = constructPath(path).replace(/[^A-Za-z0-9]+/g, '-');
  if (name.length <= longest) return name;
  return `${name.slice(0, longest - 9)}-${mark(path).slice(0, 8)}`;
}

/** The construct path without the `Resource` that CDK adds for the template's own resource. */
export function constructPath(path: string): string {
  return path.replace(/(\/Resource)+$/, '');
}

/** A stable hexadecimal id for a resource whose ids are opaque at AWS. */
export function opaqueId({ path }: Pick<DeclaredResource<unknown>, 'path'>, length: number): string {
  return mark(path).slice(0, length);
}

/** A stable id in the form of a UUID. */
export function opaqueUuid(resource: Pick<DeclaredResource<unknown>, 'path'>): string {
  return opaqueId(resource, 32).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
}

function mark(path: string): string {
  return createHash('sha256').update(path).digest('hex');
}
