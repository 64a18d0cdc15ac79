import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { type ReactNode, useState } from 'react';

interface Props {
  readonly title?: { readonly text: string; readonly description: string; readonly variant: 'h2' | 'h3' };
  readonly label?: string;
  readonly button: string;
  readonly primary?: boolean;
  readonly loading: boolean;
  readonly cancel?: () => void;
  readonly send: () => void;
  readonly children: ReactNode;
}

/** The frame of a form in which staff decide something. */
export function StaffForm({ title, label, button, primary = false, loading, cancel, send, children }: Props) {
  return (
    <form
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Form
        header={
          title && (
            <Header variant={title.variant} description={title.description}>
              {title.text}
            </Header>
          )
        }
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            {cancel && (
              <Button formAction="none" onClick={cancel}>
                Cancel
              </Button>
            )}
            <Button variant={primary ? 'primary' : 'normal'} formAction="submit" loading={loading}>
              {button}
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="m">{children}</SpaceBetween>
      </Form>
    </form>
  );
}

/** What a decision cannot go out without, while it is written; nothing once all is there. */
export function StillMissing({ parts }: { readonly parts: readonly (string | false)[] }) {
  const missing = parts.filter((part) => part !== false);
  if (missing.length === 0) return null;
  return <StatusIndicator type="warning">Still missing: {missing.join(', ')}</StatusIndicator>;
}

/** Whether sending was tried: what is missing is said from then on. */
export function useTried() {
  const [tried, setTried] = useState(false);
  return {
    try: () => setTried(true),
    reset: () => setTried(false),
    /** The error of a field, once sending was tried. */
    error: (missing: boolean, text: string) => (tried && missing ? text : undefined),
  };
}
