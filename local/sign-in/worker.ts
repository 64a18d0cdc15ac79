/** The thread the provider runs in. oidc-provider reads Date.now and takes no clock, so here Date.now is the given clock. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerSettings } from './messages.ts';
import { createProvider } from './provider.ts';
import { showSignIn, takeSignIn } from './sign-in.ts';
import { openSignInStore } from './store.ts';

const settings = workerData as WorkerSettings;
const tell = (message: FromWorker) => parentPort?.postMessage(message);

const machineTime = Date.now.bind(Date);
let ahead = 0;
Date.now = () => machineTime() + ahead;

let timeTold: (() => void)[] = [];
const synchroniseClock = () =>
  new Promise<void>((resolve) => {
    timeTold.push(resolve);
    if (timeTold.length === 1) tell({ type: 'what-time' });
  });

async function start(): Promise<void> {
  const server = createServer();
  server.listen(settings.port, settings.host);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : settings.port;
  const url = `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`;
  const issuer = settings.issuer ?? url;

  const store = openSignInStore(settings.dataDir);
  let provider = createProvider({ ...settings, issuer, store });
  let answerOther = provider.callback();

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    await synchroniseClock();
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    if (pathname === '/health') {
      response.setHeader('content-type', 'application/json').end('{"ok":true}');
    } else if (pathname.startsWith('/sign-in/') && request.method === 'GET') {
      await showSignIn(provider, settings.users, request, response);
    } else if (pathname.startsWith('/sign-in/') && request.method === 'POST') {
      await takeSignIn(provider, settings.users, request, response);
    } else {
      // Cognito calls the address to return to `logout_uri`; OpenID Connect calls it `post_logout_redirect_uri`.
      const returnTo = searchParams.get('logout_uri');
      if (pathname === '/logout' && returnTo) {
        searchParams.delete('logout_uri');
        searchParams.set('post_logout_redirect_uri', returnTo);
        request.url = `${pathname}?${searchParams}`;
      }
      await answerOther(request, response);
    }
  };
  server.on('request', (request, response) => {
    answer(request, response).catch((error) => {
      process.emitWarning(error instanceof Error ? error : String(error));
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end('Sign-in failed.');
    });
  });

  parentPort?.on('message', (message: ToWorker) => {
    if (message.type === 'rotate-keys') {
      store.addSigningKey();
      provider = createProvider({ ...settings, issuer, store });
      answerOther = provider.callback();
      tell({ type: 'keys-rotated' });
    } else if (message.type === 'close') {
      server.close(() => {
        store.close();
        process.exit(0);
      });
      server.closeAllConnections();
    }
  });
  tell({ type: 'listening', url, issuer, port });
}

parentPort?.on('message', (message: ToWorker) => {
  if (message.type !== 'time') return;
  ahead = message.now - machineTime();
  const waiting = timeTold;
  timeTold = [];
  for (const resolve of waiting) resolve();
});

try {
  await synchroniseClock();
  await start();
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const reason = error instanceof Error ? error.message : String(error);
  tell({
    type: 'failed',
    reason: taken
      ? `Sign-in cannot start: port ${settings.port} on ${settings.host} is already in use.`
      : `Sign-in cannot start: ${reason}`,
  });
  parentPort?.removeAllListeners();
  parentPort?.close();
}
