import { Hono } from 'hono/tiny';
import * as z from 'zod/mini';
import { attachmentNameItem, type RequestState } from '../requests/index.ts';
import { Sensitive } from '../shared/sensitive.ts';
import { CorrespondencePage, type ThreadEntry } from './correspondence.page.tsx';
import { shown } from './form-body.ts';
import { inWords } from './form-fields.page.tsx';
import { checkFiles, type FilesDependencies, filesField, putFiles } from './form-files.ts';
import { formIdIn, newFormId } from './form-id.ts';
import { lines, type Problem, readWith } from './form-schema.ts';
import {
  type PortalContext,
  type PortalDependencies,
  type PortalEnv,
  siteOf,
  toPage,
  verifiedRequest,
} from './portal-context.ts';

const messageSchema = z.object({ message: lines(4000, 'message_too_long') });

type ShowDependencies = Pick<PortalDependencies, 'requests' | 'organisation' | 'sessions' | 'randomBytes'>;

/** The messages of a request, for who proved by a code that it is theirs. Internal notes are not among them. */
export function correspondencePages(dependencies: ShowDependencies): Hono<PortalEnv> {
  return new Hono<PortalEnv>().get('/messages', async (c) => {
    const state = await verifiedRequest(c, dependencies);
    if (!state) return toPage(c, siteOf(c, dependencies), '/track?notice=ended');
    return showThread(c, dependencies, state);
  });
}

/** A message to staff, with files. */
export function correspondenceForms(dependencies: FilesDependencies): Hono<PortalEnv> {
  return new Hono<PortalEnv>().post('/messages', async (c) => {
    const site = siteOf(c, dependencies);
    const state = await verifiedRequest(c, dependencies);
    if (!state) return toPage(c, site, '/track?notice=ended');
    const again = (problems: readonly Problem[]) => showThread(c, dependencies, state, problems);
    const formId = formIdIn(c.get('fields'));
    if (formId === undefined) return again([{ field: 'message', code: 'send_again' }]);
    const read = readWith(messageSchema, { ...c.get('fields') }, ['message']);
    const files = checkFiles(c.get('files'), state);
    if (!read.ok || !files.ok) return again([...(read.ok ? [] : read.refusal), ...(files.ok ? [] : files.refusal)]);
    const { message: text } = read.value;
    if (text === '' && files.value.length === 0) return again([{ field: 'message', code: 'message_missing' }]);
    // Form ids come from us, one per page; sent twice it is one message.
    const words = `message-${formId}`;
    const { attachments, sealed } = await putFiles(dependencies, state.id, formId, files.value);
    const given = await dependencies.handle({
      requestId: state.id,
      command: {
        type: 'receive_message',
        message: formId,
        ...(text === '' ? {} : { words }),
        ...(attachments.length > 0 ? { attachments } : {}),
      },
      actor: { kind: 'data_subject' },
      sealed: [...(text === '' ? [] : [{ name: words, value: new Sensitive(text) }]), ...sealed],
    });
    if (given.ok) return toPage(c, site, '/messages?notice=sent');
    return given.refusal.code === 'too_many_messages'
      ? again([{ field: 'message', code: 'messages_too_many' }])
      : toPage(c, site, '/status');
  });
}

async function showThread(
  c: PortalContext,
  dependencies: ShowDependencies,
  state: RequestState,
  problems: readonly Problem[] = [],
) {
  const site = siteOf(c, dependencies);
  if (state.confirmedAt === undefined) return toPage(c, site, '/status');
  const failed = problems.length > 0;
  const again = failed && c.get('files').length > 0 && !problems.some(({ field }) => field === filesField);
  const shownProblems: Problem[] = [
    ...problems,
    ...(again ? [{ field: filesField, code: 'files_again' } as const] : []),
  ];
  return c.html(
    <CorrespondencePage
      site={site}
      state={state}
      thread={await threadOf(state, dependencies.requests)}
      formId={newFormId(dependencies.randomBytes)}
      typed={failed ? shown(c.get('fields'), 'message') : ''}
      problems={inWords(site.words, shownProblems)}
      sent={!failed && c.req.query('notice') === 'sent'}
    />,
    failed ? 422 : 200,
  );
}

/** Messages and questions with their answers, oldest first. */
async function threadOf(
  { id, messages = [], clarifications = [] }: RequestState,
  requests: PortalDependencies['requests'],
): Promise<readonly ThreadEntry[]> {
  const textOf = async (name: string | undefined): Promise<string | undefined> => {
    const sealed = name === undefined ? undefined : await requests.readSealed(id, name);
    return sealed && z.string().parse(sealed.reveal());
  };
  const written = [
    ...messages,
    ...clarifications.flatMap(({ words, askedAt, endedAt, answer, attachments = [] }) => [
      { from: 'staff' as const, at: askedAt, words },
      ...(answer === undefined || endedAt === undefined
        ? []
        : [{ from: 'member' as const, at: endedAt, words: answer, attachments }]),
    ]),
  ];
  const entries = written
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map(async ({ from, at, words, ...rest }) => {
      const attachments = 'attachments' in rest ? (rest.attachments ?? []) : [];
      const files = await Promise.all(attachments.map((file) => textOf(attachmentNameItem(file.id))));
      return { from, at, said: new Sensitive({ text: await textOf(words), files: files.map((name) => name ?? '–') }) };
    });
  return Promise.all(entries);
}
