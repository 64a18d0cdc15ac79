/** Something that whoever runs the synthesis can mend; shown as its sentence, without a stack trace. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
