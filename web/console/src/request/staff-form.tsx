import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
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
