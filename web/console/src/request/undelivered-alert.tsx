import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import type { RequestView } from '../../../../functions/console/views.ts';
import { deliveries, mailStatuses, milestones } from '../words.ts';
import type { TabId } from './request-screen.tsx';

/** Mails that did not reach the member: somebody has to send them again, or reach the member in another way. */
export function UndeliveredAlert({
  view: { undelivered },
  show,
}: {
  readonly view: RequestView;
  readonly show: (tab: TabId) => void;
}) {
  if (undelivered.length === 0) return null;
  return (
    <Alert
      type="error"
      header="The member did not get our email"
      action={<Button onClick={() => show('emails')}>Show emails</Button>}
    >
      <ul>
        {undelivered.map(({ outboxId, milestone, status, delivery }) => (
          <li key={outboxId}>
            {milestones[milestone]}: {(delivery ? deliveries[delivery] : mailStatuses[status]).toLowerCase()}
          </li>
        ))}
      </ul>
      Send it again, or reach the member in another way.
    </Alert>
  );
}
