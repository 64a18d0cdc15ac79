import { constructOf, ofType, type TemplateResource } from './synthesised.ts';

export interface Statement {
  readonly actions: readonly string[];
  /** Each as text, references written `<LogicalId.Attribute>`. */
  readonly resources: readonly string[];
  readonly effect: string;
  readonly conditions: unknown;
}

/** What each role may do, by the construct it belongs to. */
export function statementsByConstruct(resources: Record<string, TemplateResource>): Map<string, Statement[]> {
  const roles = new Map(ofType(resources, 'AWS::IAM::Role').map(([id, role]) => [id, constructOf(role)]));
  const found = new Map<string, Statement[]>([...roles.values()].map((name) => [name, []]));
  for (const [, { Properties }] of ofType(resources, 'AWS::IAM::Policy')) {
    const { PolicyDocument, Roles } = Properties as unknown as {
      PolicyDocument: { Statement: RawStatement[] };
      Roles: { Ref: string }[];
    };
    for (const { Ref } of Roles) {
      const name = roles.get(Ref);
      if (name === undefined) throw new Error(`a policy for ${Ref}, which is no role of this stack`);
      found.get(name)?.push(...PolicyDocument.Statement.map(toStatement));
    }
  }
  return found;
}

interface RawStatement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Effect: string;
  readonly Condition?: unknown;
}

function toStatement({ Action, Resource, Effect, Condition }: RawStatement): Statement {
  return {
    actions: typeof Action === 'string' ? [Action] : Action,
    resources: (Array.isArray(Resource) ? Resource : [Resource]).map(asText),
    effect: Effect,
    conditions: Condition,
  };
}

/** An expression of CloudFormation as readable text. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  const [[name, argument] = ['', undefined]] = Object.entries(value);
  if (name === 'Ref') return `<${argument}>`;
  if (name === 'Fn::GetAtt') return `<${(argument as string[]).join('.')}>`;
  if (name === 'Fn::ImportValue') return `<${asText(argument).replace(/^.*:ExportsOutput(Ref|FnGetAtt)/, '')}>`;
  if (name === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map(asText).join(separator);
  }
  return JSON.stringify(value);
}
