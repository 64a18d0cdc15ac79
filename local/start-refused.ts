/** Why the embedded cloud can't start, in one sentence for the person at the terminal. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}
