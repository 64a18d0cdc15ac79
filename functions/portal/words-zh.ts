import { asksForCopy, asksForDeletion, isAnsweredInWords, isChoice, isNoted } from '../requests/index.ts';
import { changesInChinese } from './words-changes-zh.ts';
import { functionsInChinese, objectionInChinese, restrictionInChinese } from './words-choices-zh.ts';
import { deadlineInChinese } from './words-deadline-zh.ts';
import { deletionInChinese } from './words-deletion-zh.ts';
import type { Words } from './words-en.ts';
import { messagesInChinese } from './words-messages-zh.ts';
import { problemsInChinese } from './words-problems-zh.ts';
import { questionInChinese } from './words-question-zh.ts';
import { reviewInChinese } from './words-review-zh.ts';
import { rightByRightInChinese } from './words-right-by-right-zh.ts';
import { notedInChinese, rightsInChinese } from './words-rights-zh.ts';

/** Everything the member pages say, in simplified Chinese. */
export const chinese: Words = {
  locale: 'zh-CN',
  htmlLang: 'zh-Hans',
  languageName: '中文',
  gap: '',
  colon: '：',
  switchLanguage: '语言',
  service: '您的隐私权利',
  skip: '跳到主要内容',
  back: '返回',
  continue: '继续',
  change: '修改',
  errorPrefix: '错误：',
  errorSummary: '请检查以下内容',
  optional: '（选填）',
  footer: {
    privacyPolicy: '隐私政策',
    contact: '联系我们',
    start: '首页',
    track: '查询申请进度',
  },
  within: {
    months: (amount) => `${amount} 个月`,
    days: (amount) => `${amount} 天`,
    workingDays: (amount) => `${amount} 个工作日`,
  },
  start: {
    title: '您的隐私权利',
    lead: (organisation, rights) =>
      asksForDeletion(rights)
        ? `您可以向 ${organisation} 索取我们保存的您的个人信息副本，或要求删除这些信息。免费办理，无需账户。`
        : `您可以向 ${organisation} 索取我们保存的您的个人信息副本。免费办理，无需账户。`,
    needTitle: '您需要准备',
    need: ['大约 3 分钟', '您在我们这里使用的电子邮箱：我们会向它发送验证码'],
    replyTitle: '我们何时答复',
    reply: (within) => `自您提交申请之日起 ${within}内。邮箱确认后，我们会立即告诉您确切日期。`,
    getTitle: '您将得到',
    start: '开始申请',
    trackTitle: '已经申请过？',
    track: '查询申请进度',
    otherTitle: '其他方式和其他权利',
    other: (rights) =>
      asksForDeletion(rights)
        ? '您也可以通过电子邮件或信函提出同样的要求，或要求更正信息、反对我们使用您的信息。用您自己的话写即可。'
        : '您也可以通过电子邮件或信函与我们联系，索取副本、要求更正或删除信息，或反对我们使用您的信息。用您自己的话写即可。',
  },
  rights: rightsInChinese,
  noted: notedInChinese,
  what: {
    title: '您希望我们做什么？',
    several: '可以多选。只有一个编号，一次答复。',
    groups: { data: '您的信息', use: '信息的使用', words: '其他' },
    elsewhere: (rights) => {
      const others = [...(rights.includes('correction') ? [] : ['更正']), ...(asksForDeletion(rights) ? [] : ['删除'])];
      return `需要其他服务${others.length > 0 ? `，例如${others.join('或')}` : ''}？请写信给我们：`;
    },
  },
  who: {
    title: '您是谁？',
    relation: '您与我们的关系',
    relations: {
      member: { label: '会员', hint: '您目前拥有账户。' },
      former_member: { label: '前会员', hint: '您曾经拥有账户。' },
      non_member: { label: '非会员', hint: '例如您访问过我们的网页，或您的联系方式出现在企业展示页面中。' },
    },
    residence: '您居住在哪里？',
    residenceHint: '您所在地的法律可能规定我们的答复期限。',
    elsewhere: '其他地方',
    acting: '申请的是谁的信息？',
    actings: {
      myself: { label: '我本人的' },
      someone_else: {
        label: '他人的，由我代为申请',
        hint: '验证码和答复只会发送到其本人的邮箱，并须由其本人输入验证码表示同意。',
      },
    },
    agentTitle: '仅在代他人申请时填写',
    agentName: '您的姓名',
    agentStatement: '您为何可以代为申请',
    agentStatementHint: '例如：“我是她的律师”或“我是他的父亲，他 12 岁”。',
  },
  email: {
    title: '您的电子邮箱是什么？',
    titleFor: '对方的电子邮箱是什么？',
    email: '电子邮箱',
    hint: '请使用您在我们这里登记的邮箱。我们会向它发送验证码，并且只查找属于该邮箱的信息。',
    hintFor: '请填写信息所属本人的邮箱。验证码和答复只会发送到该邮箱。',
    name: '您的姓名',
    nameFor: '对方的姓名',
    nameHint: '便于我们称呼您。',
  },
  data: {
    title: '您需要哪些信息？',
    titleDeletion: '需要删除哪些信息？',
    titleBoth: '需要先复制再删除哪些信息？',
    categories: '信息类别',
    categoriesHint: '默认全选。请取消您不需要的类别。',
    period: '哪个时间段？',
    periodHint: '两个日期都留空表示全部时间。',
    periodOfCopy: '日期仅适用于副本；删除不受日期限制。',
    from: '开始日期',
    to: '结束日期',
    dateHint: '例如：2024 年 3 月 27 日',
    dateOrder: ['year', 'month', 'day'],
    day: '日',
    month: '月',
    year: '年',
  },
  complaint: {
    title: '您想投诉或询问什么？',
    words: '您的投诉或问题',
    hint: '请说明发生了什么以及您的诉求。请勿填写我们不需要的内容，例如证件号码或银行卡号。',
    reference: '此前申请的编号',
    referenceHint: '如与此前的申请有关请填写，格式如 PR-7K3M-9QXZ。',
    answer: '我们的答复',
    notSatisfied: '如果您不满意',
  },
  cancellation: {
    title: '注销账户意味着什么',
    warning: (days) =>
      days === 0
        ? '您的账户将被关闭，其中的信息将被删除，无法恢复。'
        : `您的账户将被关闭，其中的信息将被删除。批准后您有 ${days} 天时间可以撤回。`,
    closed: '您的账户已关闭，任何人都无法再登录。',
    companyClosed: '您企业发布的内容已不再公开。',
    stopped: (handover) =>
      `在删除任何信息之前，我们发现您企业的情况与批准时不同，因此已停止处理。${handover ? '您现在是企业的最后一名管理员：请先将一位同事设为管理员，或写信告知我们企业已关闭。' : '我们的工作人员会重新审核。'}`,
  },
  check: {
    title: '核对您的答案',
    right: '您的要求',
    relation: '您的身份',
    residence: '居住地',
    acting: '谁的信息',
    agentName: '代办人姓名',
    agentStatement: '代办理由',
    email: '电子邮箱',
    name: '姓名',
    categories: '信息',
    allCategories: '全部类别',
    period: '时间段',
    periodOfCopy: '副本的时间段',
    allTimes: '全部时间',
    since: (from) => `${from}起`,
    until: (to) => `截至${to}`,
    between: (from, to) => `${from}至${to}`,
    none: '未填写',
    nextTitle: '接下来',
    next: (within, rights, days) => [
      '我们会向该邮箱发送验证码，请在下一页输入。',
      rights.every(isChoice)
        ? '随后我们登记您的选择，并以邮件确认，通常只需几分钟。'
        : isAnsweredInWords(rights)
          ? `随后由工作人员阅读您写的内容。您将在今天起 ${within}内收到答复。`
          : rights.every(isNoted)
            ? `随后由工作人员作出决定。您将在今天起 ${within}内收到答复。`
            : `随后我们收集并核对信息。您将在今天起 ${within}内收到答复。`,
      ...(asksForDeletion(rights)
        ? [
            ...(asksForCopy(rights) ? ['批准后，您会先收到副本。'] : []),
            days === 0 ? '我们会发邮件告知删除开始的日期。' : `我们会发邮件告知删除开始的日期，即批准后 ${days} 天。`,
            '您可以随时查询进度；删除开始前可以撤回申请。',
          ]
        : ['您可以随时查询进度或撤回申请。']),
    ],
    send: '提交申请',
  },
  code: {
    title: '请输入验证码',
    sentTo: (masked) => `我们已向 ${masked} 发送了一封含 6 位验证码的邮件。`,
    sentIfExists: (reference) => `如果存在编号为 ${reference} 的申请，我们已向申请时使用的邮箱发送了 6 位验证码。`,
    sentGeneric: '如果存在该编号的申请，我们已向申请时使用的邮箱发送了 6 位验证码。',
    validity: (minutes) => `验证码 ${minutes} 分钟内有效。`,
    reference: (reference) => `您的申请编号是 ${reference}。凭编号您可以稍后或在其他设备上输入验证码。`,
    confirmBy: (date) => `请在${date}前确认，逾期申请将关闭。`,
    label: '6 位验证码',
    hint: '可以直接粘贴，空格不影响。',
    submit: '确认',
    sentAgain: '我们已发送新的验证码。只有最新的验证码有效。',
    tooOften: (seconds) =>
      seconds < 120
        ? `刚刚已发送过验证码，请在 ${seconds} 秒后再试。`
        : `获取验证码过于频繁，请在 ${Math.ceil(seconds / 60)} 分钟后再试。`,
    notReceivedTitle: '没有收到？',
    notReceived: ['邮件可能需要几分钟才能送达。', '请查看垃圾邮件文件夹。', '请确认邮箱地址是否正确。'],
    resend: '重新发送验证码',
    changeEmail: '更换邮箱',
    otherReference: '使用其他编号',
    contact: '仍未收到？请写信给我们：',
  },
  received: {
    title: '已收到申请',
    referenceLabel: '您的申请编号',
    replyByLabel: '最迟答复日期',
    mailed: '我们也已将以上内容发送到您的邮箱。',
    why: '该日期是如何计算的',
    nextTitle: '接下来',
    next: (rights, days) => [
      ...(isAnsweredInWords(rights)
        ? ['工作人员阅读您写的内容并作出答复，完成后我们会发邮件通知您。']
        : [
            '我们将您确认的邮箱与我们的记录核对。',
            rights.every(isChoice)
              ? '我们登记您的选择，并以邮件确认。'
              : rights.every(isNoted)
                ? '由工作人员作出决定，随后我们发邮件答复您。'
                : '我们从所有系统中收集您的信息。',
          ]),
      ...(asksForDeletion(rights)
        ? [
            '由两名工作人员核对答复内容。',
            ...(asksForCopy(rights) ? ['副本可以下载时，我们会发邮件通知您。'] : []),
            days === 0
              ? '删除开始时，我们会发邮件通知您，此后不能撤回。'
              : `我们会发邮件告知删除开始的日期。在此之前的 ${days} 天内您可以撤回。`,
            '我们删除信息，并发邮件告知删除了什么、必须保留什么。',
          ]
        : rights.every(isNoted) || isAnsweredInWords(rights)
          ? []
          : ['工作人员核对答复内容，完成后我们会发邮件通知您。']),
    ],
    track: '查询申请进度',
    print: '您可以打印本页或记下编号。凭编号可在任何设备上继续。',
  },
  deadline: deadlineInChinese,
  question: questionInChinese,
  messages: messagesInChinese,
  review: reviewInChinese,
  status: {
    title: '您的申请进度',
    reference: '编号',
    status: '状态',
    replyBy: '最迟答复日期',
    askedFor: '申请内容',
    takeBackUntil: '可撤回的截止时间',
    waitingForUs: '由我们处理，您无需操作。',
    waitingForYou: '等待您操作。',
    timeline: '处理经过',
    files: '您的文件',
    noFiles: '暂无文件。',
    openFiles: '前往下载',
    readAnswer: '查看我们的答复',
    withdraw: '撤回此申请',
    leave: '退出此申请',
    leaveHint: '如果此设备还有他人使用，请退出。',
    left: '您已退出申请。如需返回，请输入编号。',
  },
  statuses: {
    confirm_email: { name: '请确认邮箱', text: '您输入我们发送的验证码后，我们开始处理。' },
    checking_identity: { name: '正在核实身份', text: '我们正在将您确认的邮箱与记录核对。' },
    checking_identity_by_hand: {
      name: '正在核实身份',
      text: '我们没有找到使用该邮箱的账户，工作人员正在核查。',
    },
    working: { name: '正在处理', text: '我们正在从各系统收集您的信息。' },
    checking_reply: { name: '正在核对答复', text: '信息已收集完毕，工作人员正在核对。' },
    asked: { name: '需要您补充', text: '我们有一个问题。请回答，以便我们继续处理。' },
    deletion_approved: { name: '正在处理', text: '我们已审核您的申请，将删除您的信息。删除开始前您可以撤回。' },
    deleting: { name: '正在删除', text: '删除已经开始，不能再撤回。完成后我们会发邮件通知您。' },
    changing: { name: '正在处理', text: '我们已就您的要求作出决定，正在更改信息。' },
    changed: { name: '已完成', text: '我们已按您的要求更改信息。' },
    partly_changed: { name: '部分完成', text: '我们完成了您要求的一部分，其余部分的理由见答复。' },
    deciding: { name: '正在处理', text: '工作人员正在就您的要求作出决定。' },
    noting: { name: '正在处理', text: '我们正在系统中登记。' },
    noted: { name: '已完成', text: '我们已在系统中登记。' },
    cancelled: { name: '已完成', text: '我们已关闭您的账户并删除其中的信息。' },
    deleted: { name: '已完成', text: '我们已删除您的信息。' },
    partly_done: {
      name: '部分完成',
      text: '我们已删除可以删除的信息。答复中说明了必须保留的内容、原因和期限。',
    },
    reading: { name: '正在处理', text: '工作人员正在阅读您写的内容。' },
    answered: { name: '已答复', text: '我们已答复您的来信。' },
    ready: { name: '已就绪', text: '您的信息可以下载了。' },
    done: { name: '已完成', text: '我们已答复您的申请，文件已删除。' },
    refused: { name: '已拒绝', text: '我们未能满足您的要求，答复中说明了理由。' },
    withdrawn: { name: '已撤回', text: '您撤回了申请，我们已停止处理。' },
    duplicate: { name: '已关闭：重复申请', text: '您的另一份申请内容相同，我们在该申请中一并答复。' },
    not_verified: {
      name: '已关闭：未核实',
      text: '由于未能核实申请人身份，申请已关闭。没有提供任何信息。您可以重新申请。',
    },
  },
  events: {
    RequestSubmitted: '您提交了申请',
    EmailConfirmed: '您确认了邮箱',
    IdentityQuestioned: '我们开始人工核实身份',
    IdentityVerified: '身份已核实',
    GatheringPlanned: '我们开始收集您的信息',
    ClarificationAsked: '我们向您提出了问题',
    ClarificationReminded: '我们提醒您回答我们的问题',
    ClarificationReceived: '您回答了我们的问题',
    FollowUpNoted: '您对我们的答复提出了投诉',
    MessageSent: '我们给您写了消息',
    MessageReceived: '您给我们写了消息',
    ClarificationClosed: '我们未等回答即继续处理',
    DeadlineExtended: '我们告知您需要更多时间',
    LawCorrected: '我们更正了适用期限的法律',
    GatheringFinished: '信息已收集，开始核对',
    AnswerApproved: '我们批准了答复',
    ComplaintAnswered: '我们答复了您的来信',
    PackageBuilt: '您的信息可以下载',
    ChangesMade: '我们更改了决定更改的信息',
    ChangesReturned: '信息已发生变化，我们重新核对',
    ChoicesNoted: '我们已在系统中登记',
    CancellationStopped: '我们已停止注销：您企业的情况与批准时不同',
    ErasureStarted: '我们开始删除您的信息',
    DeletionDone: '删除已完成',
    DownloadReleased: '文件已下载',
    ExportDeleted: '文件已删除',
    RefusalApproved: '我们拒绝了申请',
    RequestWithdrawn: '您撤回了申请',
    ClosedAsDuplicate: '我们已将其关闭：您的另一份申请内容相同',
    ProgressTold: '我们通知您仍在处理中',
    ConfirmationExpired: '未按时确认，申请已关闭',
    IdentityNotVerified: '未能核实申请人身份，申请已关闭',
  },
  withdraw: {
    title: '要撤回此申请吗？',
    text: '我们将停止处理，也不再答复。您可以随时重新申请。',
    deletion: '目前没有删除任何信息，撤回后也不会删除。',
    file: '我们为您制作的副本将不能再下载。',
    confirm: '撤回申请',
    keep: '不，继续申请',
  },
  ready: {
    title: '您的信息已准备好',
    contents: '文件内容',
    records: (count) => `${count.toLocaleString('zh-CN')} 条记录`,
    nothing: '以下部分我们也查找过，没有找到：',
    unavailable: '以下部分我们无法查找；如果您认为缺少内容，请联系我们：',
    empty: '我们没有找到您的信息。文件对此作了说明，并解释我们会如何处理此类信息。',
    leftOut: '我们隐去的内容',
    leftOutText: (cite) =>
      `为保护他人的权利${cite}，我们隐去了以下内容。在文件中，这些内容以［已隐去］及原因代替。如果您不同意，可以投诉；文件中说明了途径。`,
    leftOutFor: {
      third_party: '他人的姓名和联系方式',
      trade_secret: '商业秘密',
      privileged: '受法律特权保护的内容',
    },
    fileTitle: '文件',
    format: {
      access: 'ZIP 文件：打开其中的 index.html 即可阅读；JSON 和 CSV 文件供计算机使用。',
      portability: 'ZIP 文件：JSON 和 CSV 格式的数据，供其他服务读取；其中的 README.txt 有说明。',
      both: 'ZIP 文件：打开其中的 index.html 即可阅读。portable 文件夹包含您提供的数据，供其他服务读取。',
    },
    portable:
      '可携带副本包含您提供的数据（包括您使用服务时产生的数据），不包含由我们发放或得出的数据以及他人撰写的内容。其中说明了未包含的内容及原因。',
    upTo: (count) => `最多 ${count.toLocaleString('zh-CN')} 条记录`,
    size: (size) => `大小：${size}`,
    expires: (date) => `下载截止日期：${date}，之后文件将被删除。`,
    stepCode: '获取验证码',
    stepCodeText: '为保护您的信息，每次下载前我们都会向您的邮箱发送新的验证码。',
    sendCode: '向我发送验证码',
    stepDownload: '输入验证码并下载',
    sent: '我们已向您的邮箱发送验证码，10 分钟内有效，可下载一次。',
    download: '下载',
    again: '重新发送验证码',
    goneTitle: '文件已删除',
    gone: '为保护您的信息，文件只保留数日。您可以重新申请。',
    notReadyTitle: '暂无文件',
    notReady: '信息准备好后，我们会发邮件通知您。',
  },
  outcome: {
    titleRefused: '我们未能满足您的要求',
    titleDone: '我们已答复您的申请',
    titleAnswered: '我们已答复您',
    titleNoted: '我们已按您的要求办理',
    titleCancelled: '您的账户已注销',
    titleDeleted: '我们已删除您的信息',
    titlePartlyDeleted: '我们已删除可以删除的信息',
    titleWithdrawn: '您撤回了此申请',
    titleDuplicate: '此申请与另一份申请合并答复',
    otherRequest: '您的另一份申请',
    titleNotVerified: '已关闭：未核实',
    reason: '理由',
    because: (reason) => `我们拒绝的理由：${reason}`,
    explanation: '具体说明',
    lifting: '限制的解除',
    liftingOn: (day) => `对您信息的处理限制将于${day}解除。理由：`,
    preserved: (until) =>
      until === ''
        ? '依法律规定，在您仍可对我们的答复提出异议期间，我们会保存您申请的信息。'
        : `依法律规定，我们将您申请的信息保存至${until}，以便您对我们的答复提出异议。`,
    complainTitle: '如果您不同意',
    complain: '您可以写信给我们、向监管机构投诉或向法院起诉。',
    us: '写信给我们',
    authority: '向监管机构投诉',
    court: '向法院起诉',
    again: '重新申请',
  },
  changes: changesInChinese,
  rightByRight: rightByRightInChinese,
  deletion: deletionInChinese,
  functions: functionsInChinese,
  objection: objectionInChinese,
  restriction: restrictionInChinese,
  find: {
    title: '查询申请进度',
    text: '请输入申请时页面或邮件中的编号。我们会向申请时使用的邮箱发送验证码。',
    label: '申请编号',
    hint: '格式如 PR-7K3M-9QXZ。',
    submit: '继续',
    lost: '没有编号？它在我们发给您的邮件中。您也可以写信给我们：',
    ended: '请输入编号以继续。为了您的安全，申请在一台设备上只保持打开两小时。',
  },
  trouble: {
    notFound: { title: '找不到页面', text: '如果您是手动输入网址，请检查是否正确。' },
    forged: { title: '无法接受此提交', text: '该表单不是来自我们的页面。请重新打开页面填写。' },
    tooMany: {
      title: '请求过多',
      text: '来自您的网络或针对该邮箱的请求过多。请稍后再试，或写信给我们。没有提交任何内容。',
    },
    tooLarge: { title: '内容过长', text: '请返回并缩短您填写的内容，或发送更小的文件。没有提交任何内容。' },
    wrongType: { title: '无法读取', text: '这里只接受我们自己的表单。没有提交任何内容。' },
    fault: {
      title: '抱歉，出现了问题',
      text: '您的答案可能没有保存。请几分钟后重试：同一页面提交两次只会产生一个申请。',
    },
    erased: { title: '无法再打开此申请', text: '其记录已删除，或所适用的法律已不在此列。请来信，我们会处理。' },
    contact: '您可以随时联系我们：',
    home: '返回首页',
  },
  problems: problemsInChinese,
};
