import { type AttachmentStore, attachmentName, attachmentType, mostFileBytes, mostFiles } from '../messages/index.ts';
import {
  type Attachment,
  attachmentNameItem,
  attachmentsLeft,
  type RequestState,
  type SealedItem,
} from '../requests/index.ts';
import { accepted, type Result, refused } from '../shared/result.ts';
import { Sensitive } from '../shared/sensitive.ts';
import { type BodyRefusal, fieldsOfForm, type Posted, readForm } from './form-body.ts';
import type { Problem } from './form-schema.ts';
import type { PortalDependencies } from './portal-context.ts';

export interface FilesDependencies
  extends Pick<
    PortalDependencies,
    'organisation' | 'publicUrl' | 'requests' | 'handle' | 'sessions' | 'now' | 'randomBytes' | 'log'
  > {
  readonly attachments: Pick<AttachmentStore, 'put'>;
}

/** Above what files may have in all, so that who sends a little too much gets the form back with what was typed. */
const maxBodyBytes = 6_000_000;

/** Reads the body of a form with or without files. A form whose parts can't be read is none of ours. */
export async function readFormWithFiles(request: Request): Promise<Result<Posted, BodyRefusal>> {
  const [type = ''] = (request.headers.get('content-type') ?? '').toLowerCase().split(';');
  if (type.trim() !== 'multipart/form-data') return readForm(request);
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) return refused({ code: 'too_large' });
  let form: FormData;
  try {
    form = await request.formData();
  } catch (error) {
    if (error instanceof TypeError) return refused({ code: 'wrong_type' });
    throw error;
  }
  const entries = [...form];
  const fields = fieldsOfForm(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
  if (!fields.ok) return fields;
  // A file field that was left empty comes as a file without name and content.
  const chosen = entries.flatMap(([name, value]) =>
    typeof value === 'string' || (value.name === '' && value.size === 0) || name !== filesField ? [] : [value],
  );
  const files = chosen.map(async (file) => ({ name: file.name, content: new Uint8Array(await file.arrayBuffer()) }));
  return accepted({ fields: fields.value, files: (await Promise.all(files)).map((file) => new Sensitive(file)) });
}

/** Name of the field with files. */
export const filesField = 'files';

export interface SentFile {
  readonly attachment: Omit<Attachment, 'id'>;
  readonly name: Sensitive<string>;
  readonly content: Sensitive<Uint8Array>;
}

/** The files of a form, told by their content; or what is wrong with them. */
export function checkFiles(
  files: Posted['files'],
  state: RequestState,
): Result<readonly SentFile[], readonly Problem[]> {
  const no = (code: Problem['code']) => refused<readonly Problem[]>([{ field: filesField, code }]);
  if (files.length > mostFiles) return no('files_too_many');
  if (files.length > attachmentsLeft(state)) return no('files_no_more');
  const bytes = files.reduce((sum, file) => sum + file.reveal().content.length, 0);
  if (bytes > mostFileBytes) return no('files_too_large');
  const read = files.map((file): SentFile | undefined => {
    const { name, content } = file.reveal();
    const type = attachmentType(content, name);
    return (
      type && {
        attachment: { type, bytes: content.length },
        name: new Sensitive(attachmentName(name, type)),
        content: new Sensitive(content),
      }
    );
  });
  const known = read.filter((file) => file !== undefined);
  return known.length === read.length ? accepted(known) : no('files_unknown_type');
}

/** Puts files away under ids that begin with `id`, and gives what the command and its sealed items say of them. */
export async function putFiles(
  { attachments }: Pick<FilesDependencies, 'attachments'>,
  requestId: string,
  id: string,
  files: readonly SentFile[],
): Promise<{ readonly attachments: readonly Attachment[]; readonly sealed: readonly SealedItem[] }> {
  const named = files.map((file, index) => ({ ...file, attachment: { id: `${id}-${index + 1}`, ...file.attachment } }));
  for (const { attachment, content } of named) await attachments.put(requestId, attachment.id, content);
  return {
    attachments: named.map(({ attachment }) => attachment),
    sealed: named.map(({ attachment, name }) => ({ name: attachmentNameItem(attachment.id), value: name })),
  };
}
