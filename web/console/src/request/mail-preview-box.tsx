import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useCallback } from 'react';
import { api } from '../api.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { useLoaded } from '../use-loaded.ts';

/** The exact mail that a refusal would send. */
export function MailPreviewBox({ requestId, reason }: { readonly requestId: string; readonly reason: string }) {
  const load = useCallback(() => api.refusalPreview(requestId, reason), [requestId, reason]);
  const { value: preview, problem, reload } = useLoaded(load);
  return (
    <ExpandableSection headerText="The email as the member gets it" headingTagOverride="h3" defaultExpanded>
      {problem !== undefined && <ProblemAlert code={problem} retry={() => void reload()} />}
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
