import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useCallback } from 'react';
import type { MailPreview, RequestView } from '../../../../functions/console/views.ts';
import { api } from '../api.ts';
import { LegalParts } from '../legal-parts.tsx';
import { ProblemAlert } from '../problem-alert.tsx';
import { useLoaded } from '../use-loaded.ts';

interface Props {
  readonly requestId: string;
  /** Of the request, or of one right of it; without it, of the rights that are refused already. */
  readonly reason?: string;
  readonly right?: RequestView['rights'][number];
}

/** The exact mail that a refusal would send, and what the law wants it to say. */
export function RefusalPreview({ requestId, reason, right }: Props) {
  const load = useCallback(
    () => api.refusalPreview(requestId, { ...(reason ? { reason } : {}), ...(right ? { right } : {}) }),
    [requestId, reason, right],
  );
  return <MailPreviewBox load={load} />;
}

/** The exact notice that an extension would send; `until` only where the law sets no end. */
export function ExtensionPreview({
  requestId,
  reason,
  until,
}: {
  readonly requestId: string;
  readonly reason: string;
  readonly until?: string | undefined;
}) {
  const load = useCallback(() => api.extensionPreview(requestId, reason, until), [requestId, reason, until]);
  return <MailPreviewBox load={load} />;
}

function MailPreviewBox({ load }: { readonly load: () => Promise<MailPreview> }) {
  const { value: preview, problem, reload } = useLoaded(load);
  return (
    <ExpandableSection headerText="The email as the member gets it" headingTagOverride="h3" defaultExpanded>
      {problem !== undefined && <ProblemAlert code={problem} retry={() => void reload()} />}
      {preview && <LegalParts parts={preview.parts} />}
      {preview ? (
        <div lang={preview.language}>
          <Box variant="strong">{preview.subject}</Box>
          <p className="mail-text">{preview.text}</p>
        </div>
      ) : (
        problem === undefined && <StatusIndicator type="loading">Loading the email</StatusIndicator>
      )}
    </ExpandableSection>
  );
}
