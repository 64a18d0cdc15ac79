import type { deadlineInEnglish } from './words-deadline-en.ts';

export const deadlineInChinese: typeof deadlineInEnglish = {
  received: (date) => `我们于${date}收到您的申请，当日不计入期限。`,
  identity_received: (date) => `期限自您证明身份之日（${date}）起算，当日不计入期限。`,
  identity_moves_nothing: () => '核实身份不会延长您的等待时间。',
  months_added: (date, amount) => `${amount} 个月后是${date}。`,
  days_added: (date, amount) => `${amount} 天后是${date}。`,
  working_days_added: (date, amount) => `${amount} 个工作日后是${date}。`,
  identity_awaited: (date, amount) => `等待您证明身份的 ${amount} 天不计入期限，因此期限至${date}止。`,
  clarification_awaited: (date, amount) => `等待您答复我们提问的 ${amount} 天不计入期限，因此期限至${date}止。`,
  clarification_pauses_nothing: () => '我们向您提问不会改变该日期。',
  rolled_to_working_day: (date) => `该日为周末或公众假日，因此期限顺延至下一个工作日，即${date}。`,
  earlier_reading: (date) => `自首个期限届满之日起计算为${date}，该日期更早，以其为准。`,
  controller_names_date: () => '如需更多时间，我们会告知您新的日期。',
  told_within_first_period: (date) => `如需更多时间，我们须在${date}前告知您。`,
  not_yet_in_force: (date) => `该规则适用于${date}起收到的事项。`,
  no_time_in_law: () => '法律未对此规定期限，因此我们按照法律对申请规定的期限办理。',
  holidays_unknown: () => '尚不知晓此后的公众假日。',
  extended: (date) => `我们已将期限延长一次，延长后至${date}止。`,
  setByPolicy: '法律未规定具体天数，这是我们的承诺。',
  unchecked: '未与法律原文核对',
  end: (date, zone) => `您最迟将在${date}结束前（${zone}）收到答复。`,
};
