/** asl-validator ships no types of its own (4.0.0). */
declare module 'asl-validator' {
  export default function validate(
    definition: unknown,
    options?: { readonly checkPaths: boolean; readonly checkArn: boolean },
  ): { readonly isValid: boolean; readonly errors: readonly object[] };
}
