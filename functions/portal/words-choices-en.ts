/** What the member pages say of withdrawing consent, objecting and restricting, in English. `words-choices-zh.ts` must have the same. */
export const functionsInEnglish = {
  title: 'Which functions should stop?',
  lead: 'We run these only because you agreed. You can take that back for each of them, without giving a reason.',
  lawful: 'What we did with your data before stays lawful. Everything else in your account goes on.',
  label: 'Functions that stop',
};

export const objectionInEnglish = {
  title: 'What do you object to?',
  lead: 'We may use data for these because we have a legitimate interest in it. If you object, we stop, unless we can show reasons that weigh more than yours.',
  uses: 'Uses of your data',
  statement: 'Why you object',
  statementHint: 'What is special about your situation. It helps us to decide in your favour.',
  label: 'What you object to',
};

export const restrictionInEnglish = {
  title: 'Why should your data be restricted?',
  lead: 'While data is restricted we keep it, but use it only with your consent, for legal claims, to protect someone’s rights, or for important public reasons.',
  ground: 'Which of these is so?',
  grounds: {
    accuracy_contested: 'Some of it is not right, and I want it left alone until you have checked it',
    processing_unlawful: 'You use it unlawfully, but I don’t want it deleted',
    needed_for_claims: 'You no longer need it, but I do, for legal claims',
    objection_pending: 'I objected, and I want it left alone until you have decided',
  },
  statement: 'What is it about?',
  statementHint: 'For example, which data is not right, or which claim you need it for.',
};
