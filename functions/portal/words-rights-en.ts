import type { NotedRight, Right } from '../requests/index.ts';
import type { CitedTopic } from '../shared/citations.ts';

/** What each right is called and means, in English. `words-rights-zh.ts` must have the same. */
export const rightsInEnglish = {
  access: {
    label: 'Give me a copy of my data',
    hint: (_days: number) =>
      'We gather your data, check it, and send you a link to download it. Nothing about your account changes.',
    get: 'A copy: a file with your data that people and computers can read, and an explanation of why we have it, where it came from, who else got it and how long we keep it.',
  },
  portability: {
    label: 'Give me the data I provided, for use elsewhere',
    hint: (_days: number) =>
      'What you told us, published and wrote, and what you did here, as files that other services can read (JSON and CSV). Nothing about your account changes.',
    get: 'A portable copy: the data you provided, as JSON and CSV files that you can give to another service.',
  },
  advertising_opt_out: {
    label: 'Stop personalised advertising',
    hint: (_days: number) =>
      'You may still see advertising, but it is no longer chosen by what we know about you. No reason is needed.',
    get: 'No more personalised advertising: noted at once, and confirmed by email.',
  },
  marketing_unsubscribe: {
    label: 'Stop marketing emails',
    hint: (_days: number) =>
      'You get no more newsletters and offers from us. Messages about your account, orders and requests go on.',
    get: 'No more marketing emails: noted at once, and confirmed by email.',
  },
  correction: {
    label: 'Correct my data',
    hint: (_days: number) =>
      'Tell us what is wrong and what is right. Much of it you can also change yourself in your settings.',
    get: 'A correction: we check what you say, change what is wrong, and answer each point.',
  },
  listing_takedown: {
    label: 'Take down a public listing',
    hint: (_days: number) => 'A listing of your company, or only the contact person’s details in it.',
    get: 'A listing taken down: nobody finds it any more, or it no longer names you.',
  },
  consent_withdrawal: {
    label: 'Withdraw my consent to some functions',
    hint: (_days: number) => 'You choose which functions stop. No reason is needed.',
    get: 'Consent withdrawn: the functions you choose stop at once, and we confirm it by email.',
  },
  objection: {
    label: 'Object to how my data is used',
    hint: (_days: number) =>
      'For example in algorithms that analyse data. We stop, unless we can show reasons that weigh more than yours.',
    get: 'An objection: one of our staff weighs it, and our answer says what stops, or why it can’t.',
  },
  restriction: {
    label: 'Restrict the use of my data',
    hint: (_days: number) => 'We keep your data but leave it alone, for example while it is checked.',
    get: 'A restriction: your data is kept but no longer used, and we tell you before that ends.',
  },
  deletion: {
    label: 'Delete my data',
    hint: (days: number) =>
      `We delete your data from all our systems, except what we have to keep. Once your account’s data is gone, you can no longer sign in. ${
        days === 0
          ? 'It can’t be undone.'
          : `When we have approved it, you have ${days === 1 ? 'one day' : `${days} days`} to take it back. After that it can’t be undone.`
      }`,
    get: 'A deletion: your data goes from all our systems, and our answer says what was deleted and what we had to keep, why and until when.',
  },
  account_cancellation: {
    label: 'Cancel my account',
    hint: (days: number) =>
      `We close your account and delete its data, except what we have to keep. ${
        days === 0
          ? 'It can’t be undone.'
          : `When we have approved it, you have ${days === 1 ? 'one day' : `${days} days`} to take it back. After that it can’t be undone.`
      }`,
    get: 'The end of your account: it is closed, its data goes, and our answer says what we had to keep, why and until when.',
  },
  complaint: {
    label: 'Complain or ask a question',
    hint: (_days: number) => 'About how we handle personal data. Anybody can; you don’t need to be a member.',
    get: 'An answer in words to a complaint or question about how we handle personal data.',
  },
  appeal: {
    label: 'Appeal against our decision',
    hint: (_days: number) => 'Somebody who did not take the decision decides anew.',
    get: 'An answer in words to your appeal, by somebody who did not take the decision.',
  },
} satisfies Record<Right, { label: string; hint: (days: number) => string; get: string }>;

/** What was done, once it is. */
export const notedInEnglish = {
  advertising_opt_out: () =>
    'Your data is no longer used to choose advertising for you. You may still see advertising that is the same for everybody.',
  marketing_unsubscribe: () =>
    'You get no more marketing emails from us. Messages about your account, orders and requests go on.',
  consent_withdrawal: (cite: Cite) =>
    `You withdrew your consent, so what follows has stopped. What we did before stays lawful${cite('consent_withdrawal')}.`,
  objection: (cite: Cite) => `You objected, and we stopped what follows${cite('objection')}.`,
  restriction: (cite: Cite) =>
    `The use of your data is restricted. We keep it, and use it only with your consent, for legal claims, to protect someone’s rights, or for important public reasons${cite('restriction')}. Before we lift the restriction, we tell you${cite('restriction_lifting')}.`,
} satisfies Record<NotedRight, (cite: Cite) => string>;

/** What the law of a request is cited with, in brackets. */
export type Cite = (topic: CitedTopic) => string;
