import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { Route, Routes, useLocation, useNavigate } from 'react-router';
import { api } from './api.ts';
import { HoldsScreen } from './holds/holds-screen.tsx';
import { HomeScreen } from './home-screen.tsx';
import { MeContext } from './me.ts';
import { problem as problemWords } from './problem-words.ts';
import { QueueScreen } from './queue-screen.tsx';
import { ReportsScreen } from './reports/reports-screen.tsx';
import { RequestScreen } from './request/request-screen.tsx';
import { finishSignIn, signedInPath, signIn } from './session.ts';
import { Shell } from './shell.tsx';
import { TemplatesScreen } from './templates/templates-screen.tsx';
import { useLoaded } from './use-loaded.ts';

export function App() {
  return useLocation().pathname === signedInPath ? <SignedIn /> : <Console />;
}

function Console() {
  const me = useLoaded(api.me);
  if (me.value) {
    return (
      <MeContext value={me.value}>
        <Shell>
          <Routes>
            <Route path="/" element={<HomeScreen />} />
            <Route path="/requests" element={<QueueScreen />} />
            <Route path="/requests/:id" element={<RequestScreen />} />
            <Route path="/reports" element={<ReportsScreen />} />
            <Route path="/templates" element={<TemplatesScreen />} />
            <Route path="/holds" element={<HoldsScreen />} />
            <Route path="*" element={<NotFound />} />
          </Routes>
        </Shell>
      </MeContext>
    );
  }
  if (me.loading) return <Waiting />;
  return <SignInPage problem={me.problem === 'not_signed_in' ? undefined : me.problem} />;
}

function SignInPage({ problem }: { readonly problem: string | undefined }) {
  const { pathname, search } = useLocation();
  const [failed, setFailed] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const start = useCallback(async () => {
    setLeaving(true);
    try {
      await signIn(`${pathname}${search}`);
    } catch {
      setFailed(true);
      setLeaving(false);
    }
  }, [pathname, search]);
  return (
    <Page title="Sign in">
      <Container header={<Header variant="h1">Privacy requests: staff console</Header>}>
        <SpaceBetween size="m">
          {problem && <StatusIndicator type="error">{problemWords(problem)}</StatusIndicator>}
          {failed && <StatusIndicator type="error">The sign-in service did not answer. Try again.</StatusIndicator>}
          <Box>Sign in with your staff account to see and answer requests.</Box>
          <Button variant="primary" loading={leaving} onClick={() => void start()}>
            Sign in
          </Button>
        </SpaceBetween>
      </Container>
    </Page>
  );
}

/** Where the sign-in service sends people back to. */
function SignedIn() {
  const navigate = useNavigate();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    finishing ??= finishSignIn();
    finishing.then(
      (to) => navigate(to, { replace: true }),
      () => setFailed(true),
    );
  }, [navigate]);
  if (!failed) return <Waiting />;
  return <SignInAgain />;
}

/** A code can be used once, however often this page is rendered. */
let finishing: Promise<string> | undefined;

function SignInAgain() {
  return (
    <Page title="Sign in">
      <Container header={<Header variant="h1">Signing in did not work</Header>}>
        <SpaceBetween size="m">
          <Box>The link may be old, or signing in took too long.</Box>
          <Button variant="primary" onClick={() => void signIn('/')}>
            Sign in again
          </Button>
        </SpaceBetween>
      </Container>
    </Page>
  );
}

function NotFound() {
  return (
    <Container header={<Header variant="h1">Page not found</Header>}>
      <title>Page not found – Privacy requests</title>
      There is nothing at this address.
    </Container>
  );
}

function Waiting() {
  return (
    <Page title="Privacy requests">
      <Box textAlign="center" padding="xxl">
        <Spinner size="large" /> Loading…
      </Box>
    </Page>
  );
}

function Page({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <main>
      <title>{`${title} – Privacy requests`}</title>
      <Box padding="l">{children}</Box>
    </main>
  );
}
