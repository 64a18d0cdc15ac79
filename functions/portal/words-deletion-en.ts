/** What the member pages say of deletions, in English. `words-deletion-zh.ts` must have the same. */
export const deletionInEnglish = {
  warning: (days: number) =>
    days === 0
      ? 'What is deleted cannot be brought back.'
      : `You have ${days === 1 ? 'one day' : `${days} days`} from our approval to take the deletion back. What is deleted after that cannot be brought back.`,
  explain: 'What we delete, and what we must keep',
  deleted: 'Deleted:',
  kept: 'Kept:',
  keptInPart: 'Kept where this is so:',
  replaced: 'Kept as a code only:',
  until: (until: string) => `Until when: ${until}`,
  heldBefore:
    'If some of the data is needed for legal claims, we must keep that part until they are settled. Our answer would say so.',
  held: 'Kept:',
  heldBasis: 'It must be kept for legal claims (GDPR Art. 17(3)(e)).',
  heldUntil: 'Until these claims are settled. Then we delete it.',
  answerTitle: 'What happened to your data',
  nothing: 'We found no data about you, so there was nothing to delete.',
  allGone: 'Nothing else of it is left.',
  backupsTitle: 'Backups',
  recipientsTitle: 'Who else may have it',
  recipients:
    'These may have received some of what we deleted. The law has us tell them of the deletion (GDPR Art. 19):',
};
