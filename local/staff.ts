import type { SignInUser } from './sign-in/index.ts';

/** Roles that take two to show: nobody approves what they decided. */
const twice = new Set(['agent', 'approver']);

/** People to sign in as: one for each group of the user pool, and a second one where four eyes are asked for. */
export function staffFor(groups: readonly string[]): SignInUser[] {
  return groups.flatMap((group) => {
    const title = group.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase());
    const person = (suffix: string, number: string): SignInUser => ({
      id: `${group}${suffix}`,
      name: `${title}${number}`,
      email: `${group}${suffix}@staff.example`,
      groups: [group],
    });
    return twice.has(group) ? [person('', ' 1'), person('-2', ' 2')] : [person('', '')];
  });
}
