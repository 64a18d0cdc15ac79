/** One thing wrong in a policy folder, and the line to look at (1-based; 1 when a whole file is meant). */
export interface PolicyError {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** In reading order, each once. */
export function sortErrors(errors: readonly PolicyError[]): PolicyError[] {
  const once = new Map(errors.map((error) => [formatError(error), error]));
  return [...once.values()].sort((a, b) => compare(a.file, b.file) || a.line - b.line || compare(a.message, b.message));
}

export function formatError(error: PolicyError): string {
  return `${error.file}:${error.line}: ${error.message}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
