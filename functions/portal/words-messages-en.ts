/** What the member pages say of messages and files. `words-messages-zh.ts` must have the same. */
export const messagesInEnglish = {
  title: 'Messages',
  open: (count: number) => (count === 0 ? 'Write to us or send files' : `Read and write messages (${count})`),
  newest: 'We wrote you a message.',
  none: 'Nothing has been written yet.',
  you: 'You',
  erased: 'This text has been deleted.',
  write: 'Write to us',
  label: 'Your message',
  hint: 'About this request only. Please send no passwords, and no copies of identity documents unless we asked for them.',
  files: 'Files',
  filesHint: (count: number, megabytes: number) =>
    `Up to ${count} files, ${megabytes} MB in all: PDF, PNG, JPEG, or plain text. They go to the staff who work on your request and are deleted with it.`,
  send: 'Send',
  sent: 'We have your message. We answer here and tell you by email.',
  evidence: 'Do you have papers that show we should do as you ask, or that you may act for someone? Send them here.',
};
