import type { functionsInEnglish, objectionInEnglish, restrictionInEnglish } from './words-choices-en.ts';

/** What the member pages say of withdrawing consent, objecting and restricting, in simplified Chinese. */
export const functionsInChinese: typeof functionsInEnglish = {
  title: '需要停止哪些功能？',
  lead: '以下功能仅在您同意的情况下运行。您可以逐项撤回同意，无需说明理由。',
  lawful: '撤回前的处理仍然合法。您账户的其他功能不受影响。',
  label: '停止的功能',
};

export const objectionInChinese: typeof objectionInEnglish = {
  title: '您反对哪些使用？',
  lead: '以下使用基于我们的正当利益。您提出反对后我们将停止，除非我们能证明有更为重要的理由。',
  uses: '对您的信息的使用',
  statement: '反对的理由',
  statementHint: '请说明您的特殊情况，这有助于我们作出对您有利的决定。',
  label: '您反对的使用',
};

export const restrictionInChinese: typeof restrictionInEnglish = {
  title: '为什么要限制处理您的信息？',
  lead: '限制期间，我们只保存信息；除非经您同意、为法律主张、为保护他人权利或为重要公共利益，不作其他使用。',
  ground: '属于以下哪种情形？',
  grounds: {
    accuracy_contested: '部分信息不准确，在你们核实之前请勿使用',
    processing_unlawful: '你们的使用不合法，但我不希望删除',
    needed_for_claims: '你们不再需要，但我需要用于法律主张',
    objection_pending: '我已提出反对，在你们作出决定之前请勿使用',
  },
  statement: '具体情况',
  statementHint: '例如哪些信息不准确，或您需要用于哪项主张。',
};
