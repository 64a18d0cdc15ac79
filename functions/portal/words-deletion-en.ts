/** What the member pages say of deletions, in English. `words-deletion-zh.ts` must have the same. */
export const deletionInEnglish = {
  warning: (days: number) =>
    days === 0
      ? 'What is deleted cannot be brought back.'
      : `You have ${days === 1 ? 'one day' : `${days} days`} from our approval to take the deletion back. What is deleted after that cannot be brought back.`,
  explain: 'What we delete, and what we must keep',
  weDelete: 'We delete data from',
  weKeep: 'We must keep',
  deleted: 'Deleted:',
  kept: 'Kept:',
  keptInPart: 'Kept where this is so:',
  replaced: 'Kept as a code only:',
  until: (until: string) => `How long: ${until}`,
  heldBefore:
    'If some of the data is needed for legal claims, we must keep that part until they are settled. Our answer would say so.',
  heldBasis: (cite: string) => `It must be kept for legal claims${cite}.`,
  heldUntil: 'Until these claims are settled. Then we delete it.',
  answer: 'For each kind of data, this is what we deleted, and what we had to keep, why and until when.',
  nothing: 'We found no data about you, so there was nothing to delete.',
  backupsTitle: 'Backups',
  recipientsTitle: 'Who else may have it',
  recipients: (cite: string) => `These may have received some of what we deleted. We tell them of the deletion${cite}:`,
  told: {
    yes: ': we told them',
    by_hand: ': our staff tell them',
    failed: ': we could not reach them yet; our staff take care of it',
  },
};
