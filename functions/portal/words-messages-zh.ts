import type { messagesInEnglish } from './words-messages-en.ts';

export const messagesInChinese: typeof messagesInEnglish = {
  title: '消息',
  open: (count) => (count === 0 ? '给我们留言或发送文件' : `查看和发送消息（${count}）`),
  newest: '我们给您写了一条消息。',
  none: '还没有消息。',
  you: '您',
  erased: '该内容已删除。',
  write: '给我们留言',
  label: '您的消息',
  hint: '请只写与本申请有关的内容。请勿发送密码；除非我们要求，请勿发送身份证件的复印件。',
  files: '文件',
  filesHint: (count, megabytes) =>
    `最多 ${count} 个文件，合计不超过 ${megabytes} MB：PDF、PNG、JPEG 或纯文本。文件只供处理您申请的员工查看，并与申请记录一同删除。`,
  send: '发送',
  sent: '我们已收到您的消息。我们会在此回复，并通过电子邮件通知您。',
  evidence: '您有可证明应按您的要求处理，或您可以代他人申请的材料吗？请在此发送。',
};
