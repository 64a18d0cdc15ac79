import * as z from 'zod/mini';
import { readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { signInSettingsEnvironment } from './sign-in-settings.env.ts';

/** What the console asks the sign-in service for: who it is, and nothing to read. */
const scope = 'openid profile';

export interface SignInSettings {
  readonly authority: string;
  readonly clientId: string;
}

/** Tells the staff console where to sign in. */
export const makeHandler = ({ authority, clientId }: SignInSettings) =>
  lambdaHandler({
    name: 'sign-in-settings',
    schema: z.unknown(),
    run: async () => ({
      statusCode: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: JSON.stringify({ authority, clientId, scope }),
    }),
  });

const environment = readEnvironment(signInSettingsEnvironment);

export const handler = makeHandler({ authority: environment.STAFF_ISSUER, clientId: environment.STAFF_CLIENT_ID });
