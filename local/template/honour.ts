import { z } from 'zod';

/** A resource of the template with every expression resolved. */
export interface DeclaredResource<Properties> {
  readonly stack: string;
  readonly logicalId: string;
  /** The construct path, `Stack/portal/Resource`, or `Stack/LogicalId` when the template carries none. */
  readonly path: string;
  readonly properties: Properties;
}

/** What CloudFormation would return for the resource: the value of `Ref` and the attributes of `Fn::GetAtt`. */
export interface Realised {
  readonly ref: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/**
 * How the embedded cloud keeps what a resource type promises. `properties` names every property that is understood; any
 * other is refused by name. `create` is called at every start and must leave in place what an earlier start has made.
 */
export interface Honour<Cloud> {
  readonly type: string;
  readonly properties: z.ZodType;
  create(resource: DeclaredResource<unknown>, cloud: Cloud): Promise<Realised> | Realised;
}

/** Declares an honour; the schema types what `create` reads. */
export function honour<Cloud, Schema extends z.ZodType>(definition: {
  type: string;
  properties: Schema;
  create(resource: DeclaredResource<z.output<Schema>>, cloud: Cloud): Promise<Realised> | Realised;
}): Honour<Cloud> {
  return {
    type: definition.type,
    properties: definition.properties,
    create: (resource, cloud) => definition.create(resource as DeclaredResource<z.output<Schema>>, cloud),
  };
}

/** A property the embedded cloud accepts without effect, and why that is right on a laptop. */
export function noEffect(reason: string) {
  return z.unknown().optional().meta({ noEffect: reason });
}

/** A number that CloudFormation may carry as text. */
export const number = z.coerce.number();

/** A truth value that CloudFormation may carry as text. */
export const truth = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);
