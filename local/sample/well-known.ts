import type { Listing, Member, Message } from './sample-records.ts';

/** People to try things with; `README.md` tells who they are. Everything else is made around them. */
export interface WellKnown {
  readonly email: string;
  readonly name: string;
  readonly language: 'en' | 'zh';
  /** Absent for who has no account. */
  readonly account?: Pick<Member, 'role' | 'status' | 'second_email'> & {
    /** Number of the company, from 1; absent for who has none. */
    readonly company?: number;
    readonly jobTitle: string;
    readonly devices: number;
    readonly vouchers: number;
    readonly uploads: number;
  };
}

export const wellKnown: readonly WellKnown[] = [
  person('li.wei@hengxin-steel.example', '李伟', 'zh', {
    role: 'admin',
    status: 'active',
    company: 1,
    jobTitle: '总经理',
    devices: 2,
    vouchers: 3,
    uploads: 2,
  }),
  person('zhang.min@hengxin-steel.example', '张敏', 'zh', {
    role: 'employee',
    status: 'active',
    company: 1,
    jobTitle: '采购',
    devices: 1,
    vouchers: 1,
    uploads: 1,
  }),
  person('anna.keller@keller-stahl.example', 'Anna Keller', 'en', {
    role: 'admin',
    status: 'active',
    company: 2,
    jobTitle: 'Managing director',
    devices: 2,
    vouchers: 2,
    uploads: 2,
  }),
  person('wang.fang@wangfang-trade.example', '王芳', 'zh', {
    role: 'sole_trader',
    status: 'active',
    company: 3,
    jobTitle: '经营者',
    devices: 1,
    vouchers: 2,
    uploads: 1,
  }),
  person('sean.murphy@murphy-metals.example', 'Seán Murphy', 'en', {
    role: 'sole_trader',
    status: 'active',
    company: 4,
    jobTitle: 'Owner',
    second_email: 'sean@murphy-family.example',
    devices: 1,
    vouchers: 1,
    uploads: 1,
  }),
  person('marta.kowalska@kowal-stal.example', 'Marta Kowalska', 'en', {
    role: 'employee',
    status: 'former',
    company: 5,
    jobTitle: 'Sales',
    devices: 1,
    vouchers: 0,
    uploads: 0,
  }),
  person('chen.jing@ruifeng-metal.example', '陈静', 'zh', {
    role: 'employee',
    status: 'former',
    company: 6,
    jobTitle: '财务',
    devices: 1,
    vouchers: 1,
    uploads: 0,
  }),
  person('olga.petrova@baltic-met.example', 'Olga Petrova', 'en', {
    role: 'admin',
    status: 'active',
    company: 7,
    jobTitle: 'Director',
    devices: 2,
    vouchers: 2,
    uploads: 1,
  }),
  person('layla.haddad@haddad-metals.example', 'ليلى حدّاد', 'en', {
    role: 'admin',
    status: 'active',
    company: 8,
    jobTitle: '=SUM("Head", "of trade") 🏗️',
    devices: 1,
    vouchers: 1,
    uploads: 1,
  }),
  person('quiet.account@quiet.example', 'Quinn Quiet', 'en', {
    role: 'employee',
    status: 'active',
    jobTitle: '',
    devices: 0,
    vouchers: 0,
    uploads: 0,
  }),
  person('tom.byrne@visitor.example', 'Tom Byrne', 'en'),
  person('liu.yang@visitor.example', '刘洋', 'zh'),
];

/** What the two without an account left: a message each, and one is named in a company's listing. */
export const visitorMessages: readonly Pick<Message, 'sender_name' | 'sender_email' | 'subject' | 'body'>[] = [
  {
    sender_name: 'Tom Byrne',
    sender_email: 'tom.byrne@visitor.example',
    subject: 'Do you sell to private customers?',
    body: 'I need two beams for a garden shed in Wicklow. You can reach me on +353 1 555 0142.',
  },
  {
    sender_name: '刘洋',
    sender_email: 'Liu.Yang@visitor.example',
    subject: '咨询',
    body: '请问可以零售螺纹钢吗？我的电话是 021-5555 0177。',
  },
];

export const visitorListing: Pick<Listing, 'contact_name' | 'contact_email' | 'contact_phone'> = {
  contact_name: '刘洋',
  contact_email: 'liu.yang@visitor.example',
  contact_phone: '+86 21 5555 0177',
};

function person(email: string, name: string, language: 'en' | 'zh', account?: WellKnown['account']): WellKnown {
  return { email, name, language, ...(account ? { account } : {}) };
}
