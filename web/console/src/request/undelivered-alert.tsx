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
  const answers = undelivered.filter(({ toOtherAddress }) => !toOtherAddress);
  const announcements = undelivered.filter(({ toOtherAddress }) => toOtherAddress);
  const action = <Button onClick={() => show('emails')}>Show emails</Button>;
  return (
    <>
      {answers.length > 0 && (
        <Alert type="error" header="The member did not get our email" action={action}>
          <Undelivered mails={answers} />
          Send it again, or reach the member in another way.
        </Alert>
      )}
      {announcements.length > 0 && (
        <Alert type="warning" header="Another address on record could not be told" action={action}>
          <Undelivered mails={announcements} />
          The member was told at the confirmed address. The other one may no longer be in use.
        </Alert>
      )}
    </>
  );
}

function Undelivered({ mails }: { readonly mails: RequestView['undelivered'] }) {
  return (
    <ul>
      {mails.map(({ outboxId, milestone, status, delivery }) => (
        <li key={outboxId}>
          {milestones[milestone]}: {(delivery ? deliveries[delivery] : mailStatuses[status]).toLowerCase()}
        </li>
      ))}
    </ul>
  );
}
