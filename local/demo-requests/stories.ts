import type { Ask } from './journey.ts';

/** What is done to a demo request, by whom, and how many days ago. */
export type Step = {
  readonly daysAgo: number;
} /** And confirmed, unless it is left unconfirmed; then whatever machines do is waited for. */ & (
  | { readonly do: 'ask'; readonly unconfirmed?: true; readonly whileBroken?: BrokenFunction }
  | { readonly do: 'withdraw' }
  | { readonly do: 'assign' | 'approve' | 'approve_refusal'; readonly by: string }
  | { readonly do: 'wait_for_deletion' }
  /** A deletion takes two: one hands it on, the other agrees; then it waits out its days. */
  | { readonly do: 'propose_deletion' | 'approve_deletion'; readonly by: string }
  | { readonly do: 'propose_refusal'; readonly by: string; readonly reason: string; readonly words: string }
  | { readonly do: 'take_down'; readonly by: string }
  | { readonly do: 'answer_complaint'; readonly by: string; readonly words: string }
  /** On the person, not the request: those asked for later show it. */
  | { readonly do: 'place_hold'; readonly by: string }
);

/** Construct path of a function within its stack, and the error it ends with. */
export interface BrokenFunction {
  readonly function: string;
  readonly error: string;
}

export interface Story {
  readonly name: string;
  readonly ask: Ask;
  readonly steps: readonly Step[];
}

/** Requests of the well-known people of the sample platform: one for everything that can become of a request. */
export const stories: readonly Story[] = [
  {
    name: 'corrections to decide',
    ask: {
      email: 'sean.murphy@murphy-metals.example',
      name: 'Seán Murphy',
      rights: ['correction'],
      corrections: [
        {
          category: 'registration',
          description: 'Telephone number',
          correct: '+353 1 555 0190',
          evidence: 'I moved offices in June; the new number is on our letterhead.',
        },
        { category: 'company', description: 'Legal form of my company', correct: 'Private company limited by shares' },
      ],
    },
    steps: [{ do: 'ask', daysAgo: 5 }],
  },
  {
    name: 'a listing taken down',
    ask: {
      email: 'wang.fang@wangfang-trade.example',
      language: 'zh',
      name: '王芳',
      rights: ['listing_takedown'],
      listing: { listing: 'L000003-1', extent: 'listing' },
    },
    steps: [
      { do: 'ask', daysAgo: 7 },
      { do: 'take_down', daysAgo: 6, by: 'agent' },
    ],
  },
  {
    name: 'overdue',
    ask: { email: 'sean.murphy@murphy-metals.example', name: 'Seán Murphy' },
    steps: [
      { do: 'ask', daysAgo: 45 },
      { do: 'assign', daysAgo: 44, by: 'agent' },
    ],
  },
  {
    name: 'answered, and the package is gone',
    ask: { email: 'anna.keller@keller-stahl.example', name: 'Anna Keller' },
    steps: [
      { do: 'ask', daysAgo: 42 },
      { do: 'assign', daysAgo: 41, by: 'agent-2' },
      { do: 'approve', daysAgo: 33, by: 'agent-2' },
    ],
  },
  {
    name: 'refused',
    ask: { email: 'layla.haddad@haddad-metals.example' },
    steps: [
      { do: 'ask', daysAgo: 38 },
      {
        do: 'propose_refusal',
        daysAgo: 30,
        by: 'approver',
        reason: 'excessive',
        words: 'You received the same copy from us two weeks before you asked again, and nothing has changed since.',
      },
      { do: 'approve_refusal', daysAgo: 29, by: 'approver-2' },
    ],
  },
  {
    name: 'due soon',
    ask: { email: 'li.wei@hengxin-steel.example', language: 'zh', name: '李伟' },
    steps: [
      { do: 'ask', daysAgo: 27 },
      { do: 'assign', daysAgo: 25, by: 'agent' },
    ],
  },
  {
    name: 'never confirmed',
    ask: { email: 'liu.yang@visitor.example', language: 'zh', relation: 'non_member' },
    steps: [{ do: 'ask', daysAgo: 20, unconfirmed: true }],
  },
  {
    name: 'withdrawn',
    ask: { email: 'chen.jing@ruifeng-metal.example', language: 'zh', relation: 'former_member' },
    steps: [
      { do: 'ask', daysAgo: 18 },
      { do: 'withdraw', daysAgo: 16 },
    ],
  },
  {
    name: 'under a legal hold',
    ask: {
      email: 'olga.petrova@baltic-met.example',
      name: 'Olga Petrova',
      agent: { name: 'Kristjan Tamm', statement: 'I am her lawyer; the power of attorney is in the post.' },
    },
    steps: [
      { do: 'place_hold', daysAgo: 15, by: 'legal' },
      { do: 'ask', daysAgo: 12 },
    ],
  },
  {
    name: 'answered',
    ask: { email: 'zhang.min@hengxin-steel.example', language: 'zh' },
    steps: [
      { do: 'ask', daysAgo: 10 },
      { do: 'approve', daysAgo: 4, by: 'agent' },
    ],
  },
  {
    name: 'a refusal to be approved',
    ask: { email: 'marta.kowalska@kowal-stal.example', relation: 'former_member' },
    steps: [
      { do: 'ask', daysAgo: 9 },
      {
        do: 'propose_refusal',
        daysAgo: 2,
        by: 'agent',
        reason: 'rights_of_others',
        words: 'Your messages name other traders, and we found no way to leave them out.',
      },
    ],
  },
  {
    name: 'a store was down',
    ask: { email: 'wang.fang@wangfang-trade.example', language: 'zh' },
    steps: [
      {
        do: 'ask',
        daysAgo: 5,
        whileBroken: { function: 'gather-trade', error: 'StoreUnavailable' },
      },
    ],
  },
  {
    name: 'a step failed for good',
    ask: { email: 'quiet.account@quiet.example' },
    steps: [{ do: 'ask', daysAgo: 4, whileBroken: { function: 'plan-gathering', error: 'Runtime.OutOfMemory' } }],
  },
  {
    name: 'identity in question',
    ask: { email: 'per.lindqvist@elsewhere.example', name: 'Per Lindqvist', relation: 'former_member' },
    steps: [{ do: 'ask', daysAgo: 3 }],
  },
  {
    name: 'new',
    ask: { email: 'tom.byrne@visitor.example', name: 'Tom Byrne', relation: 'non_member' },
    steps: [{ do: 'ask', daysAgo: 0 }],
  },
  {
    name: 'not confirmed yet',
    ask: { email: 'anna.keller@keller-stahl.example', name: 'Anna Keller', categories: ['registration'] },
    steps: [{ do: 'ask', daysAgo: 0, unconfirmed: true }],
  },
  {
    name: 'deleted, but for what must be kept',
    ask: { email: 'giulia.rossi.12@company-53.example', rights: ['deletion'] },
    steps: [
      { do: 'ask', daysAgo: 28 },
      { do: 'propose_deletion', daysAgo: 24, by: 'agent' },
      { do: 'approve_deletion', daysAgo: 23, by: 'approver' },
      { do: 'wait_for_deletion', daysAgo: 14 },
    ],
  },
  {
    name: 'a deletion that can still be taken back',
    ask: { email: 'yong.hu.14@company-32.example', language: 'zh', rights: ['access', 'deletion'] },
    steps: [
      { do: 'ask', daysAgo: 8 },
      { do: 'propose_deletion', daysAgo: 3, by: 'agent-2' },
      { do: 'approve_deletion', daysAgo: 2, by: 'approver' },
    ],
  },
  {
    name: 'a deletion to be approved',
    ask: { email: 'ravi.jansen.13@company-23.example', rights: ['deletion'] },
    steps: [
      { do: 'ask', daysAgo: 7 },
      { do: 'propose_deletion', daysAgo: 1, by: 'agent' },
    ],
  },
  {
    name: 'a portable copy',
    ask: { email: 'layla.haddad@haddad-metals.example', rights: ['portability'] },
    steps: [
      { do: 'ask', daysAgo: 11 },
      { do: 'approve', daysAgo: 5, by: 'agent' },
    ],
  },
  {
    name: 'a company to be handed over or closed',
    ask: { email: 'jun.zhang.30@company-22.example', language: 'zh', rights: ['account_cancellation'] },
    steps: [{ do: 'ask', daysAgo: 1 }],
  },
  {
    name: 'a question to be answered',
    ask: {
      email: 'tom.byrne@visitor.example',
      name: 'Tom Byrne',
      relation: 'non_member',
      rights: ['complaint'],
      complaint: { words: 'I wrote to a seller through your page. Who else can read my message and my number?' },
    },
    steps: [{ do: 'ask', daysAgo: 2 }],
  },
  {
    name: 'a complaint that was answered',
    ask: {
      email: 'liu.yang@visitor.example',
      language: 'zh',
      relation: 'non_member',
      rights: ['complaint'],
      complaint: { words: '我没有注册过账户，但我的姓名和电话出现在一家企业的展示页面上。为什么？' },
    },
    steps: [
      { do: 'ask', daysAgo: 13 },
      {
        do: 'answer_complaint',
        daysAgo: 12,
        by: 'agent-2',
        words:
          '该企业将您填写为联系人。我们已请其说明是否得到您的同意；您也可以在“您的隐私权利”页面申请删除其中涉及您的内容。',
      },
    ],
  },
  {
    name: 'marketing stopped',
    ask: { email: 'zhiqiang.sun.11@company-52.example', language: 'zh', rights: ['marketing_unsubscribe'] },
    steps: [{ do: 'ask', daysAgo: 6 }],
  },
  {
    name: 'consent withdrawn',
    ask: {
      email: 'olga.petrova@baltic-met.example',
      rights: ['consent_withdrawal'],
      details: { function: ['market_reports', 'surveys'] },
    },
    steps: [{ do: 'ask', daysAgo: 5 }],
  },
  {
    name: 'an objection to be decided',
    ask: {
      email: 'wang.fang@wangfang-trade.example',
      language: 'zh',
      rights: ['objection'],
      details: {
        use: ['analysis_algorithms'],
        objection_statement: '我是个体经营者，算法分析结果会让同行推断出我的客户和价格。',
      },
    },
    steps: [{ do: 'ask', daysAgo: 4 }],
  },
  {
    name: 'restricted while it is checked',
    ask: {
      email: 'zhang.min@hengxin-steel.example',
      rights: ['restriction'],
      details: {
        restriction_ground: 'accuracy_contested',
        restriction_statement: 'My position and telephone number are those of a former colleague.',
      },
    },
    steps: [
      { do: 'ask', daysAgo: 9 },
      { do: 'approve', daysAgo: 8, by: 'agent-2' },
    ],
  },
];
