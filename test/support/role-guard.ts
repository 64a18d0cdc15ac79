import { Command } from '@smithy/core/client';
import type { EmbeddedCloud } from '../../local/embedded-cloud.ts';
import { rolesOfFunctions } from './granted-roles.ts';
import { allows, applies, listOf, type Permission, type PolicyStatement } from './iam-policy.ts';
import { type PermissionsOfCalls, permissionsIn, type SdkCall } from './sdk-permissions.ts';
import { currentInvocation } from './source-functions.ts';

/** One thing that a role allows: an action on a resource, as the template names them. */
export interface Grant {
  readonly functionName: string;
  readonly action: string;
  readonly resource: string;
}

export interface RoleGuard {
  /** Refuses from now on what the roles do not allow; until it is called first, calls wait. */
  enforce(cloud: Pick<EmbeddedCloud, 'deployed'>): void;
  /** What was refused, each once: `function: action on resource`. */
  refused(): string[];
  /** What roles allow, each action with each resource. */
  granted(): Grant[];
  /** What roles allow that no call has needed. */
  unused(): Grant[];
}

let installed: RoleGuard | undefined;

/**
 * Stands before every call that functions run from their sources make through the SDK, presigned addresses too, and
 * answers AccessDenied where the function's role in the templates does not allow all that the call needs.
 */
export function installRoleGuard(place: { readonly region: string; readonly accountId: string }): RoleGuard {
  installed ??= install(place);
  return installed;
}

interface Rules {
  readonly roles: ReadonlyMap<string, readonly PolicyStatement[]>;
  readonly permissions: PermissionsOfCalls;
}

function install(place: { readonly region: string; readonly accountId: string }): RoleGuard {
  const refused = new Set<string>();
  const needed = new Map<string, Map<string, Permission>>();
  const enforced = Promise.withResolvers<void>();
  let rules: Rules = { roles: new Map(), permissions: permissionsIn([], place) };

  function demand(functionName: string, permission: Permission): void {
    const { action, resource } = permission;
    const own = needed.get(functionName) ?? new Map<string, Permission>();
    needed.set(functionName, own.set(JSON.stringify(permission), permission));
    if (allows(rules.roles.get(functionName) ?? [], permission)) return;
    refused.add(`${functionName}: ${action} on ${resource}`);
    throw new AccessDenied(functionName, permission);
  }

  const { resolveMiddlewareWithContext } = Command.prototype as unknown as Resolving;
  (Command.prototype as unknown as Resolving).resolveMiddlewareWithContext = function guarded(...args) {
    const send = Reflect.apply(resolveMiddlewareWithContext, this, args);
    const { clientName: client, commandName: command } = args[3];
    return async (given) => {
      const invocation = currentInvocation();
      if (!invocation) return send(given);
      const { functionName } = invocation;
      const call: SdkCall = { client, command, input: given.input };
      await enforced.promise;
      for (const permission of rules.permissions.needed(call)) demand(functionName, permission);
      return send(given).catch((error: unknown) => {
        const absence = rules.permissions.toLearnOfAbsence(call, error);
        if (absence) demand(functionName, absence);
        throw error;
      });
    };
  };

  function grants(): OwnGrant[] {
    return [...rules.roles].flatMap(([functionName, statements]) =>
      statements.flatMap((statement) =>
        listOf(statement.Action).flatMap((action) =>
          listOf(statement.Resource).map((resource) => ({ functionName, action, resource, statement })),
        ),
      ),
    );
  }

  const isUsed = ({ functionName, action, resource, statement }: OwnGrant): boolean =>
    [...(needed.get(functionName)?.values() ?? [])].some((permission) =>
      applies({ ...statement, Action: action, Resource: resource }, permission),
    );
  const plain = ({ functionName, action, resource }: OwnGrant): Grant => ({ functionName, action, resource });

  return {
    enforce({ deployed }) {
      rules = { roles: rolesOfFunctions(deployed), permissions: permissionsIn(deployed, place) };
      enforced.resolve();
    },
    refused: () => [...refused],
    granted: () => grants().map(plain),
    unused: () =>
      grants()
        .filter((grant) => !isUsed(grant))
        .map(plain),
  };
}

interface OwnGrant extends Grant {
  readonly statement: PolicyStatement;
}

/** As much of the SDK's command as is needed here. */
interface Resolving {
  resolveMiddlewareWithContext(
    stack: unknown,
    configuration: unknown,
    options: unknown,
    details: { readonly clientName: string; readonly commandName: string },
  ): (given: { readonly input: unknown }) => Promise<unknown>;
}

/** Named as DynamoDB and Step Functions name it. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDeniedException';

  constructor(functionName: string, { action, resource, context }: Permission) {
    super(
      `${functionName} is not authorized to perform ${action} on ${resource} with ${JSON.stringify(context ?? {})}`,
    );
  }
}
