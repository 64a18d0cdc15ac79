/** What the member pages say of an answer that refuses some rights, in English. `words-right-by-right-zh.ts` must have the same. */
export const rightByRightInEnglish = {
  title: 'What we did and what we did not do',
  done: 'Done',
  copy: 'Done: your copy was ready to download',
  refused: 'Not done',
};
