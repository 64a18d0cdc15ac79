import type { AskStep } from './ask-step.ts';

/** Nothing is asked: much of what can be corrected, members can change faster in their settings. */
export const yourselfStep: AskStep<Readonly<Record<never, never>>> = {
  fields: [],
  isAsked: (chosen) => chosen.includes('correction'),
  read: () => ({ ok: true, value: {} }),
  asked: () => ({}),
  filledIn: () => ({}),
};
