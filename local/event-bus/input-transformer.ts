/**
 * A rule target's input transformer: values picked from the event by path, put into a JSON template.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export interface InputTransformer {
  /** `$.detail.mail.messageId` by variable name. */
  readonly paths: Readonly<Record<string, string>>;
  /** JSON text with `<variable>` where a value goes. */
  readonly template: string;
}

/** Throws at once on paths it can't follow: only `$` and names between dots are. */
export function compileTransformer({ paths, template }: InputTransformer): (event: unknown) => unknown {
  const pick = Object.entries(paths).map(([variable, path]) => ({ variable, names: namesOf(path) }));
  return (event) => {
    const values = new Map(pick.map(({ variable, names }) => [variable, valueAt(event, names)]));
    const text = template.replace(
      /("[^"]*)?<([A-Za-z0-9_-]+)>/g,
      (whole, quoted: string | undefined, variable: string) => {
        if (!values.has(variable)) return whole;
        const value = values.get(variable) ?? '';
        // Inside quotes a value is written as it is, elsewhere as JSON.
        return quoted === undefined ? JSON.stringify(value) : `${quoted}${JSON.stringify(String(value)).slice(1, -1)}`;
      },
    );
    return JSON.parse(text) as unknown;
  };
}

function namesOf(path: string): string[] {
  if (path !== '$' && !/^\$(\.[A-Za-z0-9_:-]+)+$/.test(path)) throw new Error(`input path ${path} is not supported`);
  return path.split('.').slice(1);
}

function valueAt(event: unknown, names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
    event,
  );
}
