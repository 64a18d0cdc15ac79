import type { rightByRightInEnglish } from './words-right-by-right-en.ts';

/** What the member pages say of an answer that refuses some rights, in simplified Chinese. */
export const rightByRightInChinese: typeof rightByRightInEnglish = {
  title: '已办理与未办理的事项',
  done: '已办理',
  copy: '副本已提供下载',
  refused: '未办理',
};
