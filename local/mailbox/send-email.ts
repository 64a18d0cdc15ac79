import { z } from 'zod';
import { bareAddress, type Draft, recipientsOf } from './message.ts';
import { badRequest, notImplemented } from './ses-error.ts';

const MOST_RECIPIENTS = 50;
const MOST_TAGS = 50;
const MOST_HEADERS = 15;
const Line = z.string().regex(/^[^\r\n]*$/, 'must be one line');
const Content = z.strictObject({
  Data: z.string(),
  Charset: z
    .string()
    .regex(/^utf-?8$/i, 'only UTF-8 is supported')
    .optional(),
});
const Address = z
  .string()
  .max(320)
  .refine((address) => /^[\x21-\x7e]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i.test(bareAddress(address)), 'is no address')
  .refine((address) => !/[\r\n]/.test(address), 'must be one line');
const TagText = z.string().regex(/^[\w.@-]{1,256}$/, 'may hold letters, digits, _ - . @, and at most 256 of them');
const Addresses = z.array(Address).default([]);

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html, of which it leaves out what it does not name. */
const SendEmail = z.strictObject({
  FromEmailAddress: Address,
  Destination: z.strictObject({ ToAddresses: Addresses, CcAddresses: Addresses, BccAddresses: Addresses }),
  ReplyToAddresses: Addresses,
  Content: z.strictObject({
    Simple: z.strictObject({
      Subject: Content.extend({ Data: Line }),
      Body: z
        .strictObject({ Text: Content.optional(), Html: Content.optional() })
        .refine(({ Text, Html }) => Text !== undefined || Html !== undefined, 'needs Text or Html'),
      Headers: z
        .array(
          z.strictObject({
            Name: z.string().regex(/^[\x21-\x39\x3b-\x7e]{1,126}$/, 'must be printable ASCII without a colon'),
            Value: z.string().regex(/^[\x20-\x7e]{1,870}$/, 'must be printable ASCII of at most 870 characters'),
          }),
        )
        .max(MOST_HEADERS)
        .default([]),
    }),
  }),
  EmailTags: z
    .array(z.strictObject({ Name: TagText, Value: TagText }))
    .max(MOST_TAGS)
    .default([]),
  ConfigurationSetName: z.string().min(1).max(64).optional(),
});

/** Reads a SendEmail request. Throws BadRequestException for what SES refuses, NotImplemented for what only SES can. */
export function readSendEmail(body: unknown): Draft {
  const result = SendEmail.safeParse(body);
  if (!result.success) {
    const unknown = result.error.issues.find(({ code }) => code === 'unrecognized_keys');
    const path = unknown && [...unknown.path, ''].join('.');
    throw unknown
      ? notImplemented(`${unknown.message} in ${path || 'SendEmail'}`)
      : badRequest(z.prettifyError(result.error));
  }
  const { FromEmailAddress, Destination, ReplyToAddresses, Content, EmailTags, ConfigurationSetName } = result.data;
  const { Subject, Body, Headers } = Content.Simple;
  const draft = {
    from: FromEmailAddress,
    to: Destination.ToAddresses,
    cc: Destination.CcAddresses,
    bcc: Destination.BccAddresses,
    replyTo: ReplyToAddresses,
    subject: Subject.Data,
    ...(Body.Text ? { text: Body.Text.Data } : {}),
    ...(Body.Html ? { html: Body.Html.Data } : {}),
    headers: Headers.map(({ Name, Value }) => ({ name: Name, value: Value })),
    tags: Object.fromEntries(EmailTags.map(({ Name, Value }) => [Name, Value])),
    ...(ConfigurationSetName ? { configurationSet: ConfigurationSetName } : {}),
  };
  const recipients = recipientsOf(draft).length;
  if (recipients < 1 || recipients > MOST_RECIPIENTS)
    throw badRequest(`A message goes to 1 to ${MOST_RECIPIENTS} recipients.`);
  return draft;
}
