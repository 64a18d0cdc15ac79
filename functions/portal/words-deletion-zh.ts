import type { deletionInEnglish } from './words-deletion-en.ts';

/** What the member pages say of deletions, in simplified Chinese. */
export const deletionInChinese: typeof deletionInEnglish = {
  warning: (days) =>
    days === 0 ? '删除的信息无法恢复。' : `自我们批准之日起 ${days} 天内您可以撤回删除申请，此后删除的信息无法恢复。`,
  explain: '我们删除什么，必须保留什么',
  weDelete: '删除以下类别的信息',
  weKeep: '必须保留',
  deleted: '删除：',
  kept: '保留：',
  keptInPart: '如属以下情形则保留：',
  replaced: '仅以编码形式保留：',
  until: (until) => `保留期限：${until}`,
  heldBefore: '如果部分信息为处理法律主张所必需，在相关主张解决之前我们必须保留该部分，并会在答复中说明。',
  heldBasis: (cite) => `为处理法律主张必须保留${cite}。`,
  heldUntil: '至相关主张解决为止，之后我们会将其删除。',
  answer: '以下按信息类别说明我们删除了什么、必须保留什么，以及保留的原因和期限。',
  nothing: '我们没有找到您的信息，因此没有需要删除的内容。',
  backupsTitle: '备份',
  recipientsTitle: '还有谁可能持有',
  recipients: (cite) => `以下各方可能收到过我们已删除的部分信息。我们会将删除情况告知他们${cite}：`,
  told: {
    yes: '：已告知',
    by_hand: '：由我们的工作人员告知',
    failed: '：暂时无法告知，由我们的工作人员跟进',
  },
};
