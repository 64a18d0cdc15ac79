import type { RedactionReason } from '../requests/index.ts';
import type { CitedTopic } from '../shared/citations.ts';

/** Words of the package that are the same for every company. A language without its own words gets English ones. */
export interface PackageWords {
  readonly title: string;
  readonly intro: (organisation: string, date: string) => string;
  readonly reference: string;
  readonly contents: string;
  readonly collection: string;
  readonly records: string;
  readonly files: string;
  readonly purposes: string;
  readonly recipients: string;
  readonly retention: string;
  readonly source: string;
  readonly noRecipients: string;
  readonly showing: (shown: number, all: number, file: string) => string;
  readonly nothing: string;
  readonly unavailable: string;
  readonly removed: string;
  /** Cites what the law of the request says of the rights of others. */
  readonly removedWhy: string;
  readonly removedText: string;
  /** Between two sentences. */
  readonly gap: string;
  readonly removedFor: Readonly<Record<RedactionReason, string>>;
  readonly processing: string;
  readonly transfers: string;
  readonly automatedDecisions: string;
  readonly yourRights: string;
  /** Each with what it cites of the law of the request. */
  readonly rights: readonly (readonly [sentence: string, cites: CitedTopic])[];
  readonly complain: string;
  readonly controller: string;
  readonly about: string;
  /** Where the copy for other services lies beside this one; cites portability. */
  readonly aboutPortable: string;
}

const en: PackageWords = {
  title: 'A copy of your data',
  intro: (organisation, date) =>
    `This is the data ${organisation} keeps about you, as found on ${date}. It is yours: keep it where only you can read it.`,
  reference: 'Your request',
  contents: 'What is in it',
  collection: 'What',
  records: 'Records',
  files: 'Files',
  purposes: 'Why we use it',
  recipients: 'Who receives it',
  retention: 'How long we keep it',
  source: 'Where we have it from',
  noRecipients: 'Nobody outside our company.',
  showing: (shown, all, file) => `The first ${shown} of ${all} records. All of them: ${file}`,
  nothing: 'We found no data about you in our systems.',
  unavailable: 'We could not look here; if you miss something, ask us',
  removed: 'What we left out',
  removedWhy: 'Your right to a copy ends where it would harm the rights of others.',
  gap: ' ',
  removedText:
    'Where something was left out of the page and the data files, [redacted] and the reason stand in its place. The number counts different names, numbers and passages, each left out wherever it occurred. If you disagree, you can complain; see below.',
  removedFor: {
    third_party: 'Names and contact details of other people',
    trade_secret: 'Trade secrets',
    privileged: 'Legally privileged passages',
  },
  processing: 'About all of it',
  transfers: 'Transfers to other countries',
  automatedDecisions: 'Automated decisions',
  yourRights: 'Your rights',
  rights: [
    ['You can ask us to correct or delete your data, or to restrict its use.', 'changes_to_data'],
    ['You can object to its use, and to advertising at any time without giving a reason.', 'right_to_object'],
    ['You can ask for the data you gave us in a form other services can read.', 'portability'],
    ['Where we rely on your consent, you can withdraw it.', 'consent_withdrawal'],
  ],
  complain: 'If you disagree with us',
  controller: 'Who is responsible',
  about: 'The folder data has the same records as JSON and as CSV; the folder files has the files you uploaded.',
  aboutPortable: 'The folder portable has what you provided to us, for other services.',
};

const zh: PackageWords = {
  title: '您的数据副本',
  intro: (organisation, date) =>
    `以下是 ${organisation} 保存的关于您的数据，查找日期为 ${date}。这些数据属于您：请保存在只有您能查看的地方。`,
  reference: '您的申请',
  contents: '内容概览',
  collection: '内容',
  records: '记录数',
  files: '文件',
  purposes: '我们为什么使用',
  recipients: '谁会收到',
  retention: '我们保存多久',
  source: '数据来源',
  noRecipients: '不会提供给公司以外的任何人。',
  showing: (shown, all, file) => `显示 ${all} 条记录中的前 ${shown} 条。全部记录见：${file}`,
  nothing: '我们在系统中没有找到关于您的数据。',
  unavailable: '以下部分我们无法查找；如果您认为缺少内容，请联系我们',
  removed: '我们隐去的内容',
  removedWhy: '获取副本的权利不得损害他人的权利。',
  gap: '',
  removedText:
    '在页面和数据文件中，被隐去的内容以［已隐去］及原因代替。数字表示不同的姓名、号码和段落的个数，每一项在出现之处均被隐去。如果您不同意，可以投诉，见下文。',
  removedFor: {
    third_party: '他人的姓名和联系方式',
    trade_secret: '商业秘密',
    privileged: '受法律特权保护的内容',
  },
  processing: '适用于全部数据的说明',
  transfers: '向其他国家传输',
  automatedDecisions: '自动化决策',
  yourRights: '您的权利',
  rights: [
    ['您可以要求我们更正或删除您的数据，或限制其使用。', 'changes_to_data'],
    ['您可以反对数据的使用，并可随时反对用于广告，无需说明理由。', 'right_to_object'],
    ['您可以要求以其他服务可读取的格式获得您提供给我们的数据。', 'portability'],
    ['在我们以您的同意为依据时，您可以撤回同意。', 'consent_withdrawal'],
  ],
  complain: '如果您不同意我们的答复',
  controller: '数据控制者',
  about: 'data 文件夹包含相同记录的 JSON 和 CSV 文件；files 文件夹包含您上传的文件。',
  aboutPortable: 'portable 文件夹包含您提供给我们的数据，供其他服务读取。',
};

const words: Readonly<Record<string, PackageWords>> = { en, zh };

export function packageWords(language: string): PackageWords {
  return words[language] ?? en;
}
