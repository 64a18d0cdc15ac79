import { asksForCopy, asksForDeletion, isAnsweredInWords, isChoice, isNoted, type Right } from '../requests/index.ts';
import { changesInEnglish } from './words-changes-en.ts';
import { functionsInEnglish, objectionInEnglish, restrictionInEnglish } from './words-choices-en.ts';
import { deadlineInEnglish } from './words-deadline-en.ts';
import { deletionInEnglish } from './words-deletion-en.ts';
import { messagesInEnglish } from './words-messages-en.ts';
import { problemsInEnglish } from './words-problems-en.ts';
import { questionInEnglish } from './words-question-en.ts';
import { reviewInEnglish } from './words-review-en.ts';
import { rightByRightInEnglish } from './words-right-by-right-en.ts';
import { notedInEnglish, rightsInEnglish } from './words-rights-en.ts';

/** Everything the member pages say, in English. This file gives the shape; `words-zh.ts` must have the same. */
export const english = {
  locale: 'en-GB',
  htmlLang: 'en',
  languageName: 'English',
  /** What stands between two sentences. */
  gap: ' ',
  colon: ': ',
  switchLanguage: 'Language',
  service: 'Your privacy rights',
  skip: 'Skip to main content',
  back: 'Back',
  continue: 'Continue',
  change: 'Change',
  errorPrefix: 'Error: ',
  errorSummary: 'There is a problem',
  optional: '(optional)',
  footer: {
    privacyPolicy: 'Privacy policy',
    contact: 'Contact',
    start: 'Start page',
    track: 'Track a request',
  },
  within: {
    months: (amount: number) => (amount === 1 ? 'one month' : `${amount} months`),
    days: (amount: number) => (amount === 1 ? 'one day' : `${amount} days`),
    workingDays: (amount: number) => (amount === 1 ? 'one working day' : `${amount} working days`),
  },
  start: {
    title: 'Your privacy rights',
    lead: (organisation: string, rights: readonly Right[]): string =>
      asksForDeletion(rights)
        ? `Ask ${organisation} for a copy of the personal data we keep about you, or to delete it. It is free, and you don’t need an account.`
        : `Ask ${organisation} for a copy of the personal data we keep about you. It is free, and you don’t need an account.`,
    needTitle: 'What you need',
    need: ['about 3 minutes', 'the email address we know you by: we send a code to it'],
    replyTitle: 'When we answer',
    reply: (within: string) =>
      `Within ${within} of the day you send your request. We tell you the exact date as soon as your address is confirmed.`,
    getTitle: 'What you get',
    start: 'Start now',
    trackTitle: 'You have already asked?',
    track: 'See where your request stands',
    otherTitle: 'Other ways, and your other rights',
    other: (rights: readonly Right[]): string =>
      asksForDeletion(rights)
        ? 'You can also write to us, by email or post, to ask for the same, to have data corrected, or to object to how we use it. Any words will do.'
        : 'You can also write to us, by email or post, to ask for a copy, to have data corrected or deleted, or to object to how we use it. Any words will do.',
  },
  rights: rightsInEnglish,
  noted: notedInEnglish,
  what: {
    title: 'What do you want us to do?',
    several: 'You can choose more than one. You get one reference and one answer.',
    groups: { data: 'Your data', use: 'How we use it', words: 'Something else' },
    elsewhere: (rights: readonly Right[]): string => {
      const others = [
        ...(rights.includes('correction') ? [] : ['a correction']),
        ...(asksForDeletion(rights) ? [] : ['deletion']),
      ];
      return `You want something else${others.length > 0 ? `, such as ${others.join(' or ')}` : ''}? Write to us:`;
    },
  },
  who: {
    title: 'Who are you?',
    relation: 'What are you to us?',
    relations: {
      member: { label: 'A member', hint: 'You have an account now.' },
      former_member: { label: 'A former member', hint: 'You had an account.' },
      non_member: {
        label: 'Not a member',
        hint: 'For example, you visited our pages or your details appear in a company listing.',
      },
    },
    residence: 'Where do you live?',
    residenceHint: 'Your own country’s law may set the time for our reply.',
    elsewhere: 'Somewhere else',
    acting: 'Whose data is it?',
    actings: {
      myself: { label: 'My own' },
      someone_else: {
        label: 'Someone else’s, and I act for them',
        hint: 'The code and our answer go to their own email address only. They have to agree by entering the code.',
      },
    },
    agentTitle: 'Only if you act for someone else',
    agentName: 'Your name',
    agentStatement: 'Why you may act for them',
    agentStatementHint: 'For example: “I am her lawyer” or “I am his father, he is 12”.',
  },
  email: {
    title: 'What is your email address?',
    titleFor: 'What is their email address?',
    email: 'Email address',
    hint: 'Use the address we know you by. We send a code to it, and look only for data that belongs to it.',
    hintFor: 'The address of the person the data is about. We send the code and our answer only there.',
    name: 'Your name',
    nameFor: 'Their name',
    nameHint: 'So that we know how to address you.',
  },
  data: {
    title: 'Which data do you want?',
    titleDeletion: 'Which data should we delete?',
    titleBoth: 'Which data do you want copied and then deleted?',
    categories: 'Kinds of data',
    categoriesHint: 'All are chosen. Take away what you don’t want.',
    period: 'From which time?',
    periodHint: 'Leave both dates empty for all times.',
    periodOfCopy: 'The dates are for the copy only: what is deleted goes whatever its date.',
    from: 'From',
    to: 'Until',
    dateHint: 'For example, 27 3 2024',
    /** The parts of a date in the order people write them. */
    dateOrder: ['day', 'month', 'year'] as readonly ('day' | 'month' | 'year')[],
    day: 'Day',
    month: 'Month',
    year: 'Year',
  },
  complaint: {
    title: 'What do you want to tell or ask us?',
    words: 'Your complaint or question',
    hint: 'Say what happened and what you would like. Leave out what we don’t need, such as document or card numbers.',
    reference: 'Reference of an earlier request',
    referenceHint: 'If it is about one. It looks like PR-7K3M-9QXZ.',
    answer: 'Our answer',
    notSatisfied: 'If you are not satisfied',
  },
  cancellation: {
    title: 'What cancelling your account means',
    warning: (days: number) =>
      days === 0
        ? 'Your account is closed and its data goes. It can’t be undone.'
        : `Your account is closed and its data goes. When we have approved it, you have ${days === 1 ? 'one day' : `${days} days`} to take it back.`,
    closed: 'Your account is closed: nobody can sign in with it.',
    companyClosed: 'What your company published is no longer public.',
    stopped: (handover: boolean) =>
      `Before we deleted anything we saw that your company is no longer as it was when we approved this, so we stopped.${handover ? ' You are its last administrator now: make a colleague administrator, or write to us that the company is closed.' : ' Our staff look at it again.'}`,
  },
  check: {
    title: 'Check your answers',
    right: 'What you want',
    relation: 'Who you are',
    residence: 'Where you live',
    acting: 'Whose data',
    agentName: 'Name of who acts',
    agentStatement: 'Why you may act',
    email: 'Email',
    name: 'Name',
    categories: 'Data',
    allCategories: 'All kinds of data',
    period: 'Period',
    periodOfCopy: 'Period of the copy',
    allTimes: 'All times',
    since: (from: string) => `Since ${from}`,
    until: (to: string) => `Until ${to}`,
    between: (from: string, to: string) => `${from} to ${to}`,
    none: 'Not given',
    nextTitle: 'What happens next',
    next: (within: string, rights: readonly Right[], days: number) => [
      'We send a code to the email address. Enter it on the next page.',
      rights.every(isChoice)
        ? 'We then note your choice and confirm it by email, usually within minutes.'
        : isAnsweredInWords(rights)
          ? `One of our staff then reads what you wrote. You get our answer within ${within} of today.`
          : rights.every(isNoted)
            ? `One of our staff then decides on it. You get our answer within ${within} of today.`
            : `We then gather the data and check it. You get our answer within ${within} of today.`,
      ...(asksForDeletion(rights)
        ? [
            ...(asksForCopy(rights) ? ['When it is approved, you get the copy first.'] : []),
            `We email you the day on which the deletion starts${days === 0 ? '' : `, ${days === 1 ? 'one day' : `${days} days`} after it is approved`}.`,
            'You can see where your request stands at any time, and withdraw it until the deletion starts.',
          ]
        : ['You can see where your request stands, or withdraw it, at any time.']),
    ],
    send: 'Send request',
  },
  code: {
    title: 'Enter the code we sent you',
    sentTo: (masked: string) => `We sent an email with a 6-digit code to ${masked}.`,
    sentIfExists: (reference: string) =>
      `If there is a request ${reference}, we have sent an email with a 6-digit code to the address it was made with.`,
    sentGeneric:
      'If there is a request with that reference, we have sent an email with a 6-digit code to the address it was made with.',
    validity: (minutes: number) => `The code works for ${minutes} minutes.`,
    reference: (reference: string) =>
      `Your reference is ${reference}. With it you can enter the code later, or on another device.`,
    confirmBy: (date: string) => `Confirm by ${date}. After that the request closes.`,
    label: '6-digit code',
    hint: 'You can paste it, spaces don’t matter.',
    submit: 'Confirm',
    sentAgain: 'We have sent a new code. Only the newest code works.',
    tooOften: (seconds: number) =>
      seconds < 120
        ? `A code was sent a moment ago. You can ask for another in ${seconds} seconds.`
        : `Too many codes were asked for. You can ask for another in ${Math.ceil(seconds / 60)} minutes.`,
    notReceivedTitle: 'You have not received it?',
    notReceived: [
      'It can take a few minutes to arrive.',
      'Look in your junk or spam folder.',
      'Check that the address is right.',
    ],
    resend: 'Send a new code',
    changeEmail: 'Use another email address',
    otherReference: 'Use another reference',
    contact: 'Still nothing? Write to us:',
  },
  received: {
    title: 'Request received',
    referenceLabel: 'Your reference',
    replyByLabel: 'You get our answer by',
    mailed: 'We have also sent this to you by email.',
    why: 'How this date was calculated',
    nextTitle: 'What happens next',
    next: (rights: readonly Right[], days: number) => [
      ...(isAnsweredInWords(rights)
        ? ['One of our staff reads what you wrote and answers it. We then email you that the answer is there.']
        : [
            'We check the address you confirmed against our records.',
            rights.every(isChoice)
              ? 'We note your choice, and confirm it by email.'
              : rights.every(isNoted)
                ? 'One of our staff decides on it. We then email you our answer.'
                : 'We gather your data from all our systems.',
          ]),
      ...(asksForDeletion(rights)
        ? [
            'Two of our staff check the answer.',
            ...(asksForCopy(rights) ? ['We email you that the copy is ready to download.'] : []),
            days === 0
              ? 'We email you that the deletion starts. From then on it can’t be taken back.'
              : `We email you the day on which the deletion starts. Until then, for ${days === 1 ? 'one day' : `${days} days`}, you can take it back.`,
            'We delete the data, and email you what went and what we had to keep.',
          ]
        : rights.every(isNoted) || isAnsweredInWords(rights)
          ? []
          : ['One of our staff checks the answer. We then email you that it is ready.']),
    ],
    track: 'See where your request stands',
    print: 'You can print this page or note the reference. With it you can come back on any device.',
  },
  deadline: deadlineInEnglish,
  question: questionInEnglish,
  messages: messagesInEnglish,
  review: reviewInEnglish,
  status: {
    title: 'Where your request stands',
    reference: 'Reference',
    status: 'Status',
    replyBy: 'Our answer is due by',
    askedFor: 'You asked for',
    takeBackUntil: 'You can take it back until',
    waitingForUs: 'Waiting for us. You don’t need to do anything.',
    waitingForYou: 'Waiting for you.',
    timeline: 'What has happened',
    files: 'Your files',
    noFiles: 'There are no files yet.',
    openFiles: 'Go to the download',
    readAnswer: 'Read our answer',
    withdraw: 'Withdraw this request',
    leave: 'Leave this request',
    leaveHint: 'Do this when others use this device.',
    left: 'You have left the request. To come back, enter the reference.',
  },
  statuses: {
    confirm_email: { name: 'Confirm your email', text: 'We start when you enter the code we sent you.' },
    checking_identity: {
      name: 'Checking who you are',
      text: 'We compare the address you confirmed with our records.',
    },
    checking_identity_by_hand: {
      name: 'Checking who you are',
      text: 'We did not find an account with the address you confirmed. One of our staff is looking into it.',
    },
    working: { name: 'Working on it', text: 'We are gathering your data from our systems.' },
    checking_reply: {
      name: 'Checking our reply',
      text: 'We have gathered your data. One of our staff is checking it.',
    },
    asked: {
      name: 'We need something from you',
      text: 'We have a question. Please answer it so that we can go on.',
    },
    deletion_approved: {
      name: 'Working on it',
      text: 'We checked your request and will delete your data. You can take it back until the deletion starts.',
    },
    deleting: {
      name: 'Deleting your data',
      text: 'The deletion has begun, so it can no longer be taken back. We email you when it is done.',
    },
    changing: { name: 'Working on it', text: 'We decided on what you asked for, and are changing the data.' },
    changed: { name: 'Done', text: 'We changed the data as you asked.' },
    partly_changed: {
      name: 'Partly done',
      text: 'We did part of what you asked. Our answer gives the reasons for the rest.',
    },
    deciding: { name: 'Working on it', text: 'One of our staff is deciding on what you asked.' },
    noting: { name: 'Working on it', text: 'We are noting it in our systems.' },
    noted: { name: 'Done', text: 'It is noted in our systems.' },
    cancelled: { name: 'Done', text: 'We closed your account and deleted its data.' },
    deleted: { name: 'Done', text: 'We deleted your data.' },
    partly_done: {
      name: 'Partly done',
      text: 'We deleted what we could. Our answer says what we had to keep, why and until when.',
    },
    reading: { name: 'Working on it', text: 'One of our staff is reading what you wrote.' },
    answered: { name: 'Answered', text: 'We answered what you wrote to us.' },
    ready: { name: 'Ready', text: 'Your data is ready to download.' },
    done: { name: 'Done', text: 'We answered your request. The file has been deleted.' },
    refused: { name: 'Refused', text: 'We could not do what you asked. Our answer gives the reasons.' },
    withdrawn: { name: 'Withdrawn', text: 'You withdrew this request. We stopped working on it.' },
    duplicate: { name: 'Closed: duplicate', text: 'Another request of yours asks for the same. We answer both there.' },
    not_verified: {
      name: 'Closed: not verified',
      text: 'The request was closed because we could not verify who was asking. Nothing was given out. You can ask again.',
    },
  },
  events: {
    RequestSubmitted: 'You sent your request',
    EmailConfirmed: 'You confirmed your email address',
    IdentityQuestioned: 'We began to check by hand who you are',
    IdentityVerified: 'We know who you are',
    GatheringPlanned: 'We began to gather your data',
    ClarificationAsked: 'We asked you a question',
    ClarificationReminded: 'We reminded you of our question',
    ClarificationReceived: 'You answered our question',
    FollowUpNoted: 'You complained about our answer',
    MessageSent: 'We wrote you a message',
    MessageReceived: 'You wrote us a message',
    ClarificationClosed: 'We went on without an answer',
    DeadlineExtended: 'We told you that we need more time',
    LawCorrected: 'We corrected which law sets the time',
    GatheringFinished: 'We gathered your data and began to check it',
    AnswerApproved: 'We approved our answer',
    ComplaintAnswered: 'We answered what you wrote',
    PackageBuilt: 'Your data was ready to download',
    ChangesMade: 'We changed the data we agreed to change',
    ChangesReturned: 'The data was no longer the same: we look at it again',
    ChoicesNoted: 'We noted it in our systems',
    CancellationStopped: 'We stopped the cancellation: your company was no longer as we had approved it',
    ErasureStarted: 'We began to delete your data',
    DeletionDone: 'We finished the deletion',
    DownloadReleased: 'The file was downloaded',
    ExportDeleted: 'We deleted the file',
    RefusalApproved: 'We refused the request',
    RequestWithdrawn: 'You withdrew the request',
    ClosedAsDuplicate: 'We closed it: another request of yours asks for the same',
    ProgressTold: 'We wrote to you that we are still working on it',
    ConfirmationExpired: 'The request closed because it was not confirmed in time',
    IdentityNotVerified: 'The request closed because we could not verify who was asking',
  },
  withdraw: {
    title: 'Do you want to withdraw this request?',
    text: 'We stop working on it, and you don’t get an answer to it. You can ask again at any time.',
    deletion: 'Nothing has been deleted yet, and nothing will be.',
    file: 'The copy we made for you can then no longer be downloaded.',
    confirm: 'Withdraw the request',
    keep: 'No, go on with it',
  },
  ready: {
    title: 'Your data is ready',
    contents: 'What is in it',
    records: (count: number) => (count === 1 ? '1 record' : `${count.toLocaleString('en-GB')} records`),
    nothing: 'We looked here too and found nothing:',
    unavailable: 'We could not look here; if you miss something, ask us:',
    empty: 'We found no data about you. The file says so, and explains what we would do with such data.',
    leftOut: 'What we left out',
    leftOutText: (cite: string) =>
      `To protect the rights of others${cite} we left out the following. In the file, [redacted] and the reason stand in its place. If you disagree, you can complain; the file says how.`,
    leftOutFor: {
      third_party: 'Names and contact details of other people',
      trade_secret: 'Trade secrets',
      privileged: 'Legally privileged passages',
    },
    fileTitle: 'The file',
    format: {
      access: 'A ZIP file: open “index.html” in it to read it; the JSON and CSV files are for computers.',
      portability: 'A ZIP file: the data as JSON and CSV for other services; “README.txt” in it explains them.',
      both: 'A ZIP file: open “index.html” in it to read it. The folder “portable” has what you provided, for other services.',
    },
    portable:
      'The portable copy has what you provided, also by using our services: not what we issued or worked out, nor what others wrote. It says what is left out and why.',
    upTo: (count: number) => `up to ${count.toLocaleString('en-GB')} ${count === 1 ? 'record' : 'records'}`,
    size: (size: string) => `Size: ${size}`,
    expires: (date: string) => `You can download it until ${date}. After that it is deleted.`,
    stepCode: 'Get a code',
    stepCodeText: 'To keep your data safe we send a fresh code to your email address before each download.',
    sendCode: 'Email me a code',
    stepDownload: 'Enter the code and download',
    sent: 'We have sent a code to your email address. It works for 10 minutes and for one download.',
    download: 'Download',
    again: 'Send a new code',
    goneTitle: 'The file has been deleted',
    gone: 'Files are kept for a few days only, to keep your data safe. You can ask for your data again.',
    notReadyTitle: 'There is no file yet',
    notReady: 'We email you when your data is ready.',
  },
  outcome: {
    titleRefused: 'We could not do what you asked',
    titleDone: 'We answered your request',
    titleAnswered: 'We answered you',
    titleNoted: 'We did what you asked',
    titleCancelled: 'Your account is cancelled',
    titleDeleted: 'We deleted your data',
    titlePartlyDeleted: 'We deleted what we could',
    titleWithdrawn: 'You withdrew this request',
    titleDuplicate: 'This request is answered together with another',
    otherRequest: 'Your other request',
    titleNotVerified: 'Closed: not verified',
    reason: 'The reason',
    because: (reason: string) => `We refused because ${reason}`,
    explanation: 'What this means in your case',
    lifting: 'The end of the restriction',
    liftingOn: (day: string) => `The restriction on the use of your data ends on ${day}. Our reason:`,
    preserved: (until: string) =>
      until === ''
        ? 'The law has us keep the data you asked for as long as you can still challenge our answer.'
        : `The law has us keep the data you asked for until ${until}, so that you can still challenge our answer.`,
    complainTitle: 'If you disagree',
    complain: 'You can write to us, complain to the supervisory authority, or go to court.',
    us: 'Write to us',
    authority: 'Complain to the authority',
    court: 'Go to court',
    again: 'Ask again',
  },
  changes: changesInEnglish,
  rightByRight: rightByRightInEnglish,
  deletion: deletionInEnglish,
  functions: functionsInEnglish,
  objection: objectionInEnglish,
  restriction: restrictionInEnglish,
  find: {
    title: 'Track a request',
    text: 'Enter the reference from the page or email you got when you asked. We then send a code to the address the request was made with.',
    label: 'Reference',
    hint: 'It looks like PR-7K3M-9QXZ.',
    submit: 'Continue',
    lost: 'You don’t have the reference? It is in our emails to you. Or write to us:',
    ended: 'Enter the reference to go on. For your safety, a request stays open on a device for two hours.',
  },
  trouble: {
    notFound: { title: 'Page not found', text: 'If you typed the address, check that it is right.' },
    forged: {
      title: 'We could not accept that',
      text: 'The form did not come from our own page. Open the page again and fill it in there.',
    },
    tooMany: {
      title: 'Too many requests',
      text: 'Many requests came from your network, or for this email address. Try again later, or write to us. Nothing was sent.',
    },
    tooLarge: {
      title: 'That is too much',
      text: 'Go back and shorten what you wrote, or send smaller files. Nothing was sent.',
    },
    wrongType: { title: 'We could not read that', text: 'Only our own forms can be sent here. Nothing was sent.' },
    fault: {
      title: 'Sorry, something went wrong',
      text: 'Your answers may not have been saved. Try again in a few minutes: sending the same page twice makes only one request.',
    },
    erased: {
      title: 'We can no longer open this request',
      text: 'Its record has been deleted or its law is no longer known here. Write to us, and we look at it.',
    },
    contact: 'You can always reach us at',
    home: 'Go to the start page',
  },
  problems: problemsInEnglish,
};

export type Words = typeof english;
