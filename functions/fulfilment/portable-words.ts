/** Words of the portable copy that are the same for every company. A language without its own words gets English ones. */
export interface PortableWords {
  readonly title: string;
  /** Cites portability. */
  readonly intro: (organisation: string, date: string) => string;
  readonly request: (reference: string) => string;
  readonly formats: readonly string[];
  readonly files: (folder: string) => string;
  readonly contents: string;
  readonly nothing: string;
  /** Cites access. */
  readonly leftOut: string;
  readonly because: (collections: string, basis: string) => string;
  /** `cites`: what the law says of the rights of others, in brackets. */
  readonly removed: (count: number, cites: string) => string;
  readonly other: (contact: string, authority: string) => string;
}

const en: PortableWords = {
  title: 'The data you provided, in a form other services can read',
  intro: (organisation, date) =>
    `This is the data that you provided to ${organisation}, also by using its services, as found on ${date}.`,
  request: (reference) => `Your request: ${reference}`,
  formats: [
    'data/*.json: each kind of record as a list of objects (JSON, UTF-8).',
    'data/*.csv: the same as tables (CSV after RFC 4180, UTF-8). A cell that starts with = + - or @ has an apostrophe before it, so that no spreadsheet runs it.',
    'datapackage.json: what the fields are called and which type they have (Data Package, https://datapackage.org).',
  ],
  files: (folder) => `${folder}: the files you uploaded.`,
  contents: 'What is in it',
  nothing: 'We found nothing that you provided.',
  leftOut: 'What is not in it. You can ask for a copy of everything we keep about you.',
  because: (collections, basis) => `${collections}: ${basis}`,
  removed: (count, cites) =>
    `To protect the rights of others${cites} we left out ${count === 1 ? 'one name, number or passage' : `${count} names, numbers and passages`}; [redacted] and the reason stand in their place.`,
  other: (contact, authority) =>
    `Something missing or wrong? Write to ${contact}. You may also complain to ${authority}.`,
};

const zh: PortableWords = {
  title: '您提供的数据（可供其他服务读取）',
  intro: (organisation, date) =>
    `以下是您提供给 ${organisation} 的数据，包括您使用服务时产生的数据，查找日期为 ${date}。`,
  request: (reference) => `您的申请：${reference}`,
  formats: [
    'data/*.json：每类记录为一个对象列表（JSON，UTF-8）。',
    'data/*.csv：相同内容的表格（CSV，RFC 4180，UTF-8）。以 = + - 或 @ 开头的单元格前加有撇号，以免被电子表格执行。',
    'datapackage.json：字段名称和类型（Data Package，https://datapackage.org）。',
  ],
  files: (folder) => `${folder}：您上传的文件。`,
  contents: '内容',
  nothing: '我们没有找到您提供的数据。',
  leftOut: '未包含的内容。您可以申请获取我们保存的关于您的全部数据的副本。',
  because: (collections, basis) => `${collections}：${basis}`,
  removed: (count, cites) =>
    `为保护他人的权利${cites}，我们隐去了 ${count} 处姓名、号码或段落，以［已隐去］及原因代替。`,
  other: (contact, authority) => `内容有缺失或错误？请写信至 ${contact}。您也可以向${authority}投诉。`,
};

const words: Readonly<Record<string, PortableWords>> = { en, zh };

export function portableWords(language: string): PortableWords {
  return words[language] ?? en;
}
