import type { Assembly, Stack, TemplateResource } from './assembly.file.ts';
import type { Honour, Realised } from './honour.ts';
import { references, resolve, type Scope } from './intrinsics.ts';
import { constructName } from './physical-name.ts';

/** A resource type accepted without effect, and why. */
export type Exceptions = Readonly<Record<string, string>>;

export interface Deployment<Cloud> {
  readonly assembly: Assembly;
  readonly honours: readonly Honour<Cloud>[];
  readonly exceptions: Exceptions;
  readonly cloud: Cloud;
  readonly region: string;
  readonly accountId: string;
  /** Values of template parameters, by name, as `cdk deploy --parameters` would pass them. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Applied to every text of a resource's resolved properties: turns an address at AWS into one on this machine. */
  readonly translate: (text: string) => string;
}

export interface DeployedResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly path: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly realised: Realised;
}

/** Says where in which template something can't be honoured. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

interface Node {
  readonly stack: Stack;
  readonly logicalId: string;
  readonly resource: TemplateResource;
}

/**
 * Realises all stacks of an app, each resource after those it refers to, across stacks too.
 * @returns every resource by `Stack/LogicalId`
 * @throws TemplateError naming stack, logical id, type and property of what can't be honoured
 */
export async function deploy<Cloud>(deployment: Deployment<Cloud>): Promise<Map<string, DeployedResource>> {
  const honours = new Map(deployment.honours.map((honour) => [honour.type, honour]));
  const deployed = new Map<string, DeployedResource>();
  const exports = exportedValues(deployment);

  const scopeOf = (stack: Stack): Scope => scope(stack, deployment, deployed, exports, scopeOf);

  for (const node of inDependencyOrder(deployment, exports)) {
    const { stack, logicalId, resource } = node;
    const where = `${stack.name}/${logicalId} (${resource.Type})`;
    const current = scopeOf(stack);
    if (resource.Condition !== undefined && !current.condition(resource.Condition)) continue;
    const path = String(resource.Metadata?.['aws:cdk:path'] ?? `${stack.name}/${logicalId}`);
    const properties = within(where, () =>
      translateTexts(resolve(resource.Properties ?? {}, current), deployment.translate),
    ) as Record<string, unknown>;
    const realised = await realise(where, { stack: stack.name, logicalId, path, properties }, resource.Type);
    deployed.set(key(stack, logicalId), {
      stack: stack.name,
      logicalId,
      path,
      type: resource.Type,
      properties,
      realised,
    });
  }
  return deployed;

  async function realise(
    where: string,
    declared: { stack: string; logicalId: string; path: string; properties: Record<string, unknown> },
    type: string,
  ): Promise<Realised> {
    const honour = honours.get(type);
    if (!honour) {
      if (deployment.exceptions[type] === undefined) {
        throw new TemplateError(`${where}: the embedded cloud does not know this resource type`);
      }
      return { ref: constructName(declared) };
    }
    const parsed = honour.properties.safeParse(declared.properties);
    if (!parsed.success) {
      const problems = parsed.error.issues.map((issue) => describeIssue(issue));
      throw new TemplateError(`${where}: ${problems.join('; ')}`);
    }
    try {
      return await honour.create({ ...declared, properties: parsed.data }, deployment.cloud);
    } catch (error) {
      throw new TemplateError(`${where}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
}

function describeIssue(issue: { code: string; path: PropertyKey[]; message: string; keys?: string[] }): string {
  const at = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const names = (issue.keys ?? []).map((name) => (at === '' ? name : `${at}.${name}`));
    return `property ${names.join(', ')} is not supported`;
  }
  return `property ${at}: ${issue.message}`;
}

function key(stack: Stack, logicalId: string): string {
  return `${stack.name}/${logicalId}`;
}

interface ExportedValue {
  readonly stack: Stack;
  readonly value: unknown;
}

function exportedValues<Cloud>(deployment: Deployment<Cloud>): Map<string, ExportedValue> {
  const exports = new Map<string, ExportedValue>();
  for (const stack of deployment.assembly.stacks) {
    for (const output of Object.values(stack.template.Outputs ?? {})) {
      const name = output.Export?.Name;
      if (typeof name === 'string') exports.set(name, { stack, value: output.Value });
    }
  }
  return exports;
}

function inDependencyOrder<Cloud>(deployment: Deployment<Cloud>, exports: Map<string, ExportedValue>): Node[] {
  const order: Node[] = [];
  const state = new Map<string, 'visiting' | 'done'>();

  const visitReferences = (stack: Stack, expression: unknown, trail: readonly string[]): void => {
    const { names, imports } = references(expression);
    for (const name of names) {
      if (stack.template.Resources[name]) visit(stack, name, trail);
    }
    for (const name of imports) {
      const exported = exports.get(String(name));
      if (exported) visitReferences(exported.stack, exported.value, trail);
    }
  };

  const visit = (stack: Stack, logicalId: string, trail: readonly string[]): void => {
    const id = key(stack, logicalId);
    if (state.get(id) === 'done') return;
    if (state.get(id) === 'visiting') {
      throw new TemplateError(`circular dependency: ${[...trail, id].join(' → ')}`);
    }
    const resource = stack.template.Resources[logicalId];
    if (!resource) throw new TemplateError(`${trail.at(-1)} depends on ${id}, which is not in the template`);
    state.set(id, 'visiting');
    visitReferences(stack, resource.Properties ?? {}, [...trail, id]);
    for (const other of [resource.DependsOn ?? []].flat()) visit(stack, other, [...trail, id]);
    state.set(id, 'done');
    order.push({ stack, logicalId, resource });
  };

  for (const stack of deployment.assembly.stacks) {
    for (const logicalId of Object.keys(stack.template.Resources)) visit(stack, logicalId, []);
  }
  return order;
}

function scope<Cloud>(
  stack: Stack,
  deployment: Deployment<Cloud>,
  deployed: ReadonlyMap<string, DeployedResource>,
  exports: ReadonlyMap<string, ExportedValue>,
  scopeOf: (stack: Stack) => Scope,
): Scope {
  const { template } = stack;
  const resourceNamed = (logicalId: string): DeployedResource => {
    const found = deployed.get(key(stack, logicalId));
    if (!found) throw new TemplateError(`refers to ${logicalId}, which is neither a parameter nor a deployed resource`);
    return found;
  };
  const self: Scope = {
    ref(name) {
      const pseudo = pseudoParameter(name, stack, deployment);
      if (pseudo !== undefined) return pseudo;
      const parameter = template.Parameters?.[name];
      if (!parameter) return resourceNamed(name).realised.ref;
      const value = deployment.parameters[name] ?? parameter.Default;
      if (value === undefined) throw new TemplateError(`parameter ${name} of ${stack.name} has no value`);
      return value;
    },
    getAtt(logicalId, attribute) {
      const { realised, type } = resourceNamed(logicalId);
      const value = realised.attributes?.[attribute];
      if (value === undefined) {
        throw new TemplateError(`attribute ${attribute} of ${logicalId} (${type}) is not supported`);
      }
      return value;
    },
    importValue(name) {
      const exported = exports.get(name);
      if (!exported) throw new TemplateError(`imports ${name}, which no stack exports`);
      return resolve(exported.value, scopeOf(exported.stack));
    },
    condition(name) {
      const condition = template.Conditions?.[name];
      if (condition === undefined) throw new TemplateError(`condition ${name} is not defined`);
      return resolve(condition, self) === true;
    },
    findInMap(map, first, second) {
      const value = template.Mappings?.[map]?.[first]?.[second];
      if (value === undefined) throw new TemplateError(`mapping ${map}.${first}.${second} is not defined`);
      return value;
    },
  };
  return self;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html */
function pseudoParameter<Cloud>(name: string, stack: Stack, deployment: Deployment<Cloud>): unknown {
  switch (name) {
    case 'AWS::Region':
      return deployment.region;
    case 'AWS::AccountId':
      return deployment.accountId;
    case 'AWS::Partition':
      return 'aws';
    case 'AWS::URLSuffix':
      return 'amazonaws.com';
    case 'AWS::StackName':
      return stack.name;
    case 'AWS::StackId':
      return `arn:aws:cloudformation:${deployment.region}:${deployment.accountId}:stack/${stack.name}/local`;
    case 'AWS::NotificationARNs':
      return [];
    default:
      return undefined;
  }
}

function translateTexts(value: unknown, translate: (text: string) => string): unknown {
  if (typeof value === 'string') return translate(value);
  if (Array.isArray(value)) return value.map((item) => translateTexts(item, translate));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, translateTexts(item, translate)]));
}

function within<T>(where: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new TemplateError(`${where}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
