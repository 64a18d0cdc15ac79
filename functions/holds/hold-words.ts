import * as z from 'zod/mini';

/** Names of the sealed items beside a hold. */
export const placingWords = 'placing';
export const releaseWords = 'release';
export const declineWords = 'decline';
export const reviewWords = 'review';

/** What staff wrote when they placed a hold. It may name people, so it is sealed. */
export const placingSchema = z.object({ name: z.string(), owner: z.string(), reason: z.string() });
export type PlacingWords = z.infer<typeof placingSchema>;

/** Why somebody wants the hold released, why somebody else does not, or why it is still needed. The latest of each is kept. */
export const releaseSchema = z.object({ reason: z.string() });
export type ReleaseWords = z.infer<typeof releaseSchema>;
