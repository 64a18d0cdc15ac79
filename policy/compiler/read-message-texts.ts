import { join } from 'node:path';
import { z } from 'zod';
import type { MessageText } from '../../functions/shared/organisation.ts';
import type { PolicyError } from './policy-error.ts';
import { key, localised } from './policy-schemas.ts';
import { complain, readAs } from './yaml-source.file.ts';

/** Reads `message-texts.yaml`: texts that staff can begin a message to a member with, in every language. */
export function readMessageTexts(
  folder: string,
  languages: readonly string[],
  errors: PolicyError[],
): readonly MessageText[] | undefined {
  const text = z.strictObject({ key, name: localised(languages), text: localised(languages) });
  const read = readAs(join(folder, 'message-texts.yaml'), z.array(text), errors);
  if (!read) return undefined;
  read.value.forEach((one, index) => {
    if (read.value.findIndex((other) => other.key === one.key) < index)
      complain(errors, read, [index, 'key'], `"${one.key}" stands here twice`);
  });
  return read.value;
}
