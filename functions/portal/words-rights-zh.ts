import type { notedInEnglish, rightsInEnglish } from './words-rights-en.ts';

/** What each right is called and means, in simplified Chinese. */
export const rightsInChinese: typeof rightsInEnglish = {
  access: {
    label: '给我一份我的个人信息副本',
    hint: () => '我们会收集并核对您的信息，然后发送下载链接。您的账户不会有任何变化。',
    get: '副本：一份包含您的信息、人和计算机都能读取的文件，并说明我们为何持有这些信息、信息来源、提供给了谁以及保存多久。',
  },
  portability: {
    label: '给我一份我提供的信息，以便在其他服务中使用',
    hint: () =>
      '您填写、发布和撰写的内容，以及您在本平台的操作记录，以其他服务可读取的文件（JSON 和 CSV）提供。您的账户不会有任何变化。',
    get: '可携带副本：您提供的信息，以 JSON 和 CSV 文件提供，您可以将其转交给其他服务。',
  },
  advertising_opt_out: {
    label: '停止个性化广告',
    hint: () => '您仍可能看到广告，但不再根据您的信息选择。无需说明理由。',
    get: '停止个性化广告：立即生效，并以邮件确认。',
  },
  marketing_unsubscribe: {
    label: '停止营销邮件',
    hint: () => '不再收到我们的资讯和优惠邮件。与账户、订单和申请有关的邮件照常发送。',
    get: '停止营销邮件：立即生效，并以邮件确认。',
  },
  correction: {
    label: '更正我的信息',
    hint: () => '请告诉我们哪里有误、正确的内容是什么。其中大部分您也可以在设置中自行修改。',
    get: '更正：我们核实您所说的内容，更改有误之处，并逐项答复。',
  },
  listing_takedown: {
    label: '撤下公开展示信息',
    hint: () => '撤下贵企业的一条展示信息，或仅删除其中联系人的信息。',
    get: '撤下展示信息：他人无法再看到该内容，或其中不再出现您的信息。',
  },
  consent_withdrawal: {
    label: '撤回对部分功能的同意',
    hint: () => '由您选择停止哪些功能。无需说明理由。',
    get: '撤回同意：您选择的功能立即停止，并以邮件确认。',
  },
  objection: {
    label: '反对使用我的信息',
    hint: () => '例如用于数据分析算法。除非我们能证明有更为重要的理由，否则我们将停止使用。',
    get: '反对：由工作人员权衡；答复会说明停止了什么，或为什么不能停止。',
  },
  restriction: {
    label: '限制处理我的信息',
    hint: () => '我们保存您的信息但暂不使用，例如在核实期间。',
    get: '限制处理：信息予以保存但不再使用；解除限制前我们会通知您。',
  },
  deletion: {
    label: '删除我的个人信息',
    hint: (days) =>
      `我们会从所有系统中删除您的信息，但必须保留的除外。账户信息删除后，您将无法再登录。${
        days === 0 ? '删除后无法恢复。' : `批准后您有 ${days} 天时间可以撤回，此后无法恢复。`
      }`,
    get: '删除：您的信息将从我们的所有系统中删除；答复会列明删除了什么、必须保留什么，以及保留的原因和期限。',
  },
  account_cancellation: {
    label: '注销我的账户',
    hint: (days) =>
      `我们会关闭您的账户并删除其中的信息，但必须保留的除外。${
        days === 0 ? '注销后无法恢复。' : `批准后您有 ${days} 天时间可以撤回，此后无法恢复。`
      }`,
    get: '注销账户：账户将被关闭，其中的信息将被删除；答复会说明必须保留什么，以及保留的原因和期限。',
  },
  complaint: {
    label: '投诉或提问',
    hint: () => '关于我们如何处理个人信息。任何人都可以提出，无需是会员。',
    get: '对您关于个人信息处理的投诉或问题的书面答复。',
  },
  appeal: {
    label: '对我们的决定提出申诉',
    hint: () => '由未参与该决定的人员重新作出决定。',
    get: '由未参与该决定的人员对您的申诉作出书面答复。',
  },
};

/** What was done, once it is. */
export const notedInChinese: typeof notedInEnglish = {
  advertising_opt_out: () => '您的信息不再用于为您选择广告。您仍可能看到面向所有人的广告。',
  marketing_unsubscribe: () => '您不会再收到我们的营销邮件。与账户、订单和申请有关的邮件照常发送。',
  consent_withdrawal: (cite) => `您已撤回同意，以下功能已停止。此前的处理仍然合法${cite('consent_withdrawal')}。`,
  objection: (cite) => `您提出了反对，我们已停止以下使用${cite('objection')}。`,
  restriction: (cite) =>
    `您的信息已被限制处理。我们保存这些信息，除非经您同意、为法律主张、为保护他人权利或为重要公共利益，不作其他使用${cite('restriction')}。解除限制之前，我们会通知您${cite('restriction_lifting')}。`,
};
