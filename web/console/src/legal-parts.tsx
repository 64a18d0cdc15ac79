import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { MailPreview } from '../../../functions/console/views.ts';
import { legalClauses } from './words.ts';

/** Each part by itself: what is missing keeps the mail from going out. */
export function LegalParts({ parts }: Pick<MailPreview, 'parts'>) {
  return (
    <ul className="legal-parts" aria-label="What the law wants said">
      {parts.map(({ clause, article, said }) => (
        <li key={clause}>
          <StatusIndicator type={said ? 'success' : 'error'}>
            {legalClauses[clause]}: {said ? 'said' : 'missing, so it cannot be sent'}
          </StatusIndicator>{' '}
          <Box variant="small">{article}</Box>
        </li>
      ))}
    </ul>
  );
}
