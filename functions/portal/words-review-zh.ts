import type { reviewInEnglish } from './words-review-en.ts';

export const reviewInChinese: typeof reviewInEnglish = {
  title: '对我们的答复提出投诉',
  open: '投诉或要求复核',
  text: {
    complaint: '将由未参与处理您申请的人员重新审查，并以书面文字答复您。您会得到新的编号和答复日期。',
    appeal:
      '您可以对我们的决定提出申诉。将由未参与该决定的人员重新作出决定，并以书面文字答复您。您会得到新的编号和答复日期。',
  },
  until: (date: string) => `您可以在 ${date} 之前（含当日）提出申诉。`,
  over: (date: string) => `对我们的决定提出申诉的期限已于 ${date} 届满。`,
  overTitle: '申诉期限已过',
  label: '我们的答复有什么问题？',
  hint: '请说明您的诉求。您可以在下一页发送文件。',
  send: { complaint: '提交投诉', appeal: '提交申诉' },
  elsewhere: '您也可以不经我们直接寻求救济',
  about: '所涉申请',
  followUps: '您就此提出的投诉',
};
