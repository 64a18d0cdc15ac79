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

const variables = /<([A-Za-z0-9_-]+)>/g;
const quotedOrVariable = /"(?:[^"\\]|\\.)*"|<[A-Za-z0-9_-]+>/g;

/** Throws at once on paths it can't follow: only `$` and names between dots are. */
export function compileTransformer({ paths, template }: InputTransformer): (event: unknown) => unknown {
  const pick = Object.entries(paths).map(([variable, path]) => ({ variable, names: namesOf(path) }));
  return (event) => {
    const values = new Map(pick.map(({ variable, names }) => [variable, valueAt(event, names)]));
    const value = (variable: string): unknown => values.get(variable) ?? '';
    // Inside quotes a value is written as text, elsewhere as JSON.
    const text = template.replace(quotedOrVariable, (part: string) =>
      part.startsWith('"')
        ? part.replace(variables, (whole, name: string) =>
            values.has(name) ? JSON.stringify(String(value(name))).slice(1, -1) : whole,
          )
        : JSON.stringify(value(part.slice(1, -1))),
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
