import type { SignInClient, SignInUser } from '../../../local/sign-in/index.ts';

export const clientId = 'staff-console';
export const redirectUri = 'http://127.0.0.1:4400/staff/signed-in';
export const afterSignOut = 'http://127.0.0.1:4400/staff';
export const origin = 'http://127.0.0.1:4400';

export const clients: SignInClient[] = [
  { clientId, redirectUris: [redirectUri], postLogoutRedirectUris: [afterSignOut], origins: [origin] },
];

export const users: SignInUser[] = [
  { id: 'mei', name: 'Mei Chen', email: 'mei@ferronex.example', groups: ['privacy-officer', 'approver'] },
  { id: 'tom', name: 'Tom <b>O’Neill</b>', email: 'tom@ferronex.example', groups: [] },
];
