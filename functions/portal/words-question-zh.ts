import type { questionInEnglish } from './words-question-en.ts';

export const questionInChinese: typeof questionInEnglish = {
  title: '回答我们的问题',
  asked: '我们的问题',
  label: '您的回答',
  hint: '请只填写与问题有关的内容，不要发送密码或身份证件的复印件。',
  send: '发送回答',
  open: '查看并回答我们的问题',
  paused: (date) => `在收到您的回答之前，我们的答复期限暂停计算。目前的期限为${date}，等待的天数会顺延该日期。`,
  notPaused: (date) => `我们的问题不会改变日期：您最迟将在${date}收到答复。`,
  extendedTitle: '为何需要更多时间',
  grounds: {
    complexity: '您的申请较为复杂。',
    number_of_requests: '您提交了多项申请。',
    reasonably_necessary: '合理需要更多时间。',
    unreasonable_interference: '按首个期限答复会不合理地妨碍我们的业务。',
    consultations: '我们在答复前须征询他人意见。',
    alternative_format: '我们需要时间将数据转换为其他格式。',
    not_possible_in_time: '我们无法在首个期限内答复。',
  },
  complain: '如果您不同意，可以投诉至',
};
