import type { ComplaintRoutes, Organisation } from './organisation.ts';

/** Where a data subject under this law can complain: its own routes if the policy gives any, else those of the establishment. */
export function complaintRoutes(
  { complaints, otherLaws }: Pick<Organisation, 'complaints' | 'otherLaws'>,
  law: string,
): ComplaintRoutes {
  return otherLaws.find((other) => other.law === law)?.complaints ?? complaints;
}
