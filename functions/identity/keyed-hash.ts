/**
 * A hash only this system can make: without the key, neither an address nor a six-digit code can be found by trying.
 * `purpose` keeps hashes of the same value apart, so a code's hash is never that of an address.
 */
export interface KeyedHash {
  /** HMAC-SHA-256 in hex; the same purpose and value always give the same hash. */
  of(purpose: HashPurpose, value: string): Promise<string>;
}

export type HashPurpose = 'email' | 'code' | 'network' | 'reference' | 'erasure';
