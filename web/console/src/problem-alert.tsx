import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { useLocation } from 'react-router';
import { problem as problemWords } from './problem-words.ts';
import { signIn } from './session.ts';

/** What went wrong in words, with the way out. */
export function ProblemAlert({
  code,
  retry,
}: {
  readonly code: string | undefined;
  readonly retry?: (() => void) | undefined;
}) {
  const { pathname, search } = useLocation();
  if (code === undefined) return null;
  const action =
    code === 'not_signed_in' ? (
      <Button onClick={() => void signIn(`${pathname}${search}`)}>Sign in</Button>
    ) : retry ? (
      <Button onClick={retry}>Try again</Button>
    ) : undefined;
  return (
    <div role="alert">
      <Alert type="error" {...(action ? { action } : {})}>
        {problemWords(code)}
      </Alert>
    </div>
  );
}
