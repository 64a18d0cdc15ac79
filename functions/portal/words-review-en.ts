/** What the member pages say of complaints about an answer and of appeals. `words-review-zh.ts` must have the same. */
export const reviewInEnglish = {
  title: 'Complain about our answer',
  open: 'Complain or ask for a review',
  text: {
    complaint:
      'Somebody who did not decide your request looks at it again and answers you in words. You get a reference and a date for it.',
    appeal:
      'You can appeal against our decision. Somebody who did not take it decides anew and answers you in words. You get a reference and a date for it.',
  },
  until: (date: string) => `You can appeal until ${date}.`,
  over: (date: string) => `The time to appeal against our decision ended on ${date}.`,
  overTitle: 'The time to appeal is over',
  label: 'What is wrong with our answer?',
  hint: 'Say what you would like. You can send files on the next page.',
  send: { complaint: 'Send the complaint', appeal: 'Send the appeal' },
  elsewhere: 'You don’t have to come to us first',
  about: 'About request',
  followUps: 'Your complaints about it',
};
