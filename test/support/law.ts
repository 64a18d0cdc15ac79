import { join } from 'node:path';
import type { LawProfile, WorkCalendar } from '../../functions/shared/law-profile.ts';
import { formatError, type PolicyError, readCalendar, readLaw } from '../../policy/compiler/index.ts';

const policy = join(import.meta.dirname, '../../policy');

/** A law profile that comes with the product. */
export function lawProfile(id: string): LawProfile {
  return read(id, readLaw);
}

/** A calendar that comes with the product. */
export function workCalendar(id: string): WorkCalendar {
  return read(id, readCalendar);
}

type Reader<Value> = (folder: string, id: string, unknown: () => void, errors: PolicyError[]) => Value | undefined;

function read<Value>(id: string, reader: Reader<Value>): Value {
  const errors: PolicyError[] = [];
  const value = reader(policy, id, () => undefined, errors);
  if (value === undefined || errors.length > 0) throw new Error(`${id}: ${errors.map(formatError).join('; ')}`);
  return value;
}
