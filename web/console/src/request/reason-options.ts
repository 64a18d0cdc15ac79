import type { RequestView } from '../../../../functions/console/views.ts';
import { reasonsFor, refusalReasons } from '../words.ts';

/** The reasons that can be given for refusing these rights. */
export function reasonOptions(
  rights: RequestView['rights'],
): readonly { readonly value: string; readonly label: string }[] {
  return Object.entries(refusalReasons)
    .filter(([reason]) => reasonsFor[reason] === undefined || rights.some((right) => right === reasonsFor[reason]))
    .map(([value, label]) => ({ value, label }));
}
