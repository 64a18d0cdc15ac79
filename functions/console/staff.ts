import * as z from 'zod/mini';
import { type Actor, type StaffRole, staffRoles } from '../requests/index.ts';
import { Sensitive } from '../shared/sensitive.ts';

/** Who is signed in, as far as the access token tells. */
export interface Staff {
  /** The user name: unique in the user pool, and what the timeline shows. */
  readonly id: string;
  readonly roles: readonly StaffRole[];
}

/** What of a Cognito access token counts here (https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html). */
const claimsSchema = z.object({
  sub: z.string().check(z.minLength(1)),
  token_use: z.literal('access'),
  client_id: z.string().check(z.minLength(1)),
  username: z.optional(z.string().check(z.minLength(1), z.maxLength(128))),
  'cognito:groups': z._default(z.array(z.string()), []),
});

/** The staff member a verified token speaks for; undefined when it is no access token for this client. */
export function staffOf(claims: unknown, clientId: string): Staff | undefined {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success || parsed.data.client_id !== clientId) return undefined;
  const groups = parsed.data['cognito:groups'];
  return { id: parsed.data.username ?? parsed.data.sub, roles: staffRoles.filter((role) => groups.includes(role)) };
}

/** What of a Cognito ID token counts here (https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html). */
const addressSchema = z.object({
  aud: z.string(),
  token_use: z.literal('id'),
  sub: z.string(),
  'cognito:username': z.optional(z.string()),
  email: z.email(),
  email_verified: z.literal(true),
});

/** The address in a verified ID token of this member of staff; undefined when it is somebody else's or not verified. */
export function addressOf(claims: unknown, clientId: string, staff: Staff): Sensitive<string> | undefined {
  const parsed = addressSchema.safeParse(claims);
  if (!parsed.success || parsed.data.aud !== clientId) return undefined;
  const { 'cognito:username': username, sub, email } = parsed.data;
  return (username ?? sub) === staff.id ? new Sensitive(email) : undefined;
}

export function hasRole(staff: Staff, roles: readonly StaffRole[]): boolean {
  return roles.some((role) => staff.roles.includes(role));
}

export function actorOf(staff: Staff): Actor {
  return { kind: 'staff', id: staff.id, roles: staff.roles };
}

/** Verifies a bearer token; undefined when it is not one of ours, has expired or was altered. */
export type VerifyToken = (token: string) => Promise<Staff | undefined>;

/** The address an ID token vouches for; undefined unless it is a token of ours for the same person. */
export type VerifyAddress = (idToken: string, staff: Staff) => Promise<Sensitive<string> | undefined>;

/** Who may read what staff wrote for the member or about a person. */
export const wordsReaders: readonly StaffRole[] = ['agent', 'approver', 'privacy-officer', 'legal'];

/** Who may see which matter a hold belongs to, and its scope. */
export const holdReaders: readonly StaffRole[] = ['legal', 'privacy-officer', 'auditor'];

/** Who may read reports. */
export const reportReaders: readonly StaffRole[] = ['privacy-officer', 'auditor'];

/** Who may hand a failed mail out again. */
export const mailResenders: readonly StaffRole[] = ['agent', 'approver', 'privacy-officer', 'admin'];
