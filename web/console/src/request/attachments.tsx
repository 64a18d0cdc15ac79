import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { AttachmentView, RequestView } from '../../../../functions/console/views.ts';
import { api } from '../api.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { codeOf } from '../use-loaded.ts';
import { size } from '../words.ts';
import type { Desk } from './use-desk.ts';

interface Props {
  readonly desk: Desk;
  readonly view: RequestView;
  readonly attachments: readonly AttachmentView[];
}

/** Files that the member sent. They are saved, never opened here; saving one is written to the timeline. */
export function Attachments({ desk, view, attachments }: Props) {
  const [problem, setProblem] = useState<string>();
  const [saving, setSaving] = useState<string>();
  if (attachments.length === 0) return null;
  const save = async (id: string) => {
    setSaving(id);
    try {
      const { url } = await api.attachmentLink(view.id, id);
      window.location.assign(url);
      setProblem(undefined);
      await desk.reload();
    } catch (error) {
      setProblem(codeOf(error));
    } finally {
      setSaving(undefined);
    }
  };
  return (
    <SpaceBetween size="xs">
      <ProblemAlert code={problem} />
      {attachments.map(({ id, name, type, bytes }, index) =>
        view.may.view_attachment === 'yes' ? (
          <Button key={id} iconName="download" loading={saving === id} onClick={() => void save(id)}>
            {name ?? `File ${index + 1}`} ({type}, {size(bytes)})
          </Button>
        ) : (
          <span key={id}>
            {name ?? `File ${index + 1}`} ({type}, {size(bytes)})
          </span>
        ),
      )}
    </SpaceBetween>
  );
}
