/** Others wrote at the same time too often, and this gave up; whoever called may try again. Workflows retry it by name. */
export class Contended extends Error {
  override readonly name = 'Contended';
}
