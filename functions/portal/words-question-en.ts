/** What the member pages say of questions to the member and of an extension. `words-question-zh.ts` must have the same. */
export const questionInEnglish = {
  title: 'Answer our question',
  asked: 'We ask you',
  label: 'Your answer',
  hint: 'Write only what answers the question. Please send no passwords or copies of identity documents.',
  send: 'Send your answer',
  open: 'Read and answer our question',
  paused: (date: string) =>
    `Until your answer is here, the time for our reply stands still. Without your answer we would owe you our reply by ${date}; it becomes later by the days we wait.`,
  notPaused: (date: string) => `Our question does not change the date: you get our reply by ${date}.`,
  extendedTitle: 'Why we need more time',
  grounds: {
    complexity: 'Your request is complex.',
    number_of_requests: 'You have sent us a number of requests.',
    reasonably_necessary: 'More time is reasonably necessary.',
    unreasonable_interference: 'Keeping the first date would interfere unreasonably with our activities.',
    consultations: 'We have to consult others before we can answer.',
    alternative_format: 'We need time to convert the data into another format.',
    not_possible_in_time: 'We cannot answer within the first period.',
  } as Readonly<Record<string, string>>,
  complain: 'If you disagree, you may complain to',
};
