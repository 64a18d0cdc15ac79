import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { time } from '../dates.ts';
import type { Desk } from './use-desk.ts';

/** Someone was faster. Nothing was done, and nothing that was typed is lost. */
export function ConflictAlert({ desk }: { readonly desk: Desk }) {
  if (desk.conflict === undefined) return null;
  return (
    <div role="alert">
      <Alert
        type="warning"
        header={`Changed at ${time(desk.conflict)}`}
        action={<Button onClick={() => void desk.reload()}>Show what changed</Button>}
      >
        The request changed while you had it on screen, so your step was not carried out. What you typed is kept.
      </Alert>
    </div>
  );
}
