import { readFileSync } from 'node:fs';
import { ArnFormat, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { StateMachine as CdkStateMachine, DefinitionBody, LogLevel } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';

export interface StateMachineProps {
  /** An ASL file in JSONata. `${name}` in it stands for the ARN of the target of that name. */
  readonly definitionFile: string;
  /** What the definition calls, by token name. Being named here is also what gives the permission to call it. */
  readonly targets: Readonly<Record<string, ServiceFunction | StateMachine>>;
  /** Functions whose ARN reaches the definition as data, so that no token names them. */
  readonly functionsFromData?: readonly ServiceFunction[];
}

/**
 * A Standard workflow from an ASL file.
 *
 * CDK takes a definition from a file as text and drops `timeout`, `comment` and `queryLanguage` given beside it, without
 * a word; it grants nothing and leaves unknown tokens in place. So the file has to state language and time limit
 * itself, tokens and targets have to match both ways, and permissions come from the targets.
 * @throws Error naming file and what is missing or does not match
 */
export class StateMachine extends Construct {
  readonly role: Role;
  readonly machine: CdkStateMachine;

  constructor(scope: Construct, id: string, props: StateMachineProps) {
    super(scope, id);
    const definition = readDefinition(props.definitionFile, Object.keys(props.targets));

    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    for (const target of [...Object.values(props.targets), ...(props.functionsFromData ?? [])]) {
      for (const statement of this.permissionsToCall(target)) this.role.addToPolicy(statement);
    }

    this.machine = new CdkStateMachine(this, 'Resource', {
      definitionBody: DefinitionBody.fromString(
        definition.replace(tokens, (_, name: string) => arnOf(props.targets[name])),
      ),
      role: this.role,
      // Every state entered and left, for who looks for a lost request; never inputs and outputs.
      logs: {
        destination: new LogGroup(this, 'Log', {
          retention: RetentionDays.THREE_MONTHS,
          removalPolicy: RemovalPolicy.RETAIN,
        }),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
      // Off: the execution history already shows each step with its times.
      tracingEnabled: false,
      // Executions in flight would be stopped with it.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this.machine).acknowledge({
      id: 'AwsSolutions-SF2',
      reason: 'The execution history shows every step with its times; X-Ray would add cost and another place to guard',
    });
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'CloudWatch log delivery has no resources to name: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html',
    });
  }

  get arn(): string {
    return this.machine.stateMachineArn;
  }

  /** ARNs of this machine's executions, whose names are known at run time only. */
  get executionArns(): string {
    return Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${this.machine.stateMachineName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  private permissionsToCall(target: ServiceFunction | StateMachine): PolicyStatement[] {
    if (!(target instanceof StateMachine)) {
      return [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.arn] })];
    }
    // https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html#sync-async-iam-policies
    return [
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [target.arn] }),
      new PolicyStatement({
        actions: ['states:DescribeExecution', 'states:StopExecution'],
        resources: [target.executionArns],
      }),
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
        resources: [
          Stack.of(this).formatArn({
            service: 'events',
            resource: 'rule',
            resourceName: 'StepFunctionsGetEventsForStepFunctionsExecutionRule',
          }),
        ],
      }),
    ];
  }
}

const tokens = /\$\{([^}]*)\}/g;

function arnOf(target: ServiceFunction | StateMachine | undefined): string {
  if (!target) throw new Error('a token without target passed the check');
  return target.arn;
}

function readDefinition(file: string, targets: readonly string[]): string {
  const definition: { QueryLanguage?: unknown; TimeoutSeconds?: unknown } = JSON.parse(readFileSync(file, 'utf8'));
  if (definition.QueryLanguage !== 'JSONata') {
    throw new Error(`${file} does not say "QueryLanguage": "JSONata" at its top`);
  }
  if (typeof definition.TimeoutSeconds !== 'number' || definition.TimeoutSeconds <= 0) {
    throw new Error(`${file} has no TimeoutSeconds at its top: an execution that hangs would never end`);
  }
  const text = JSON.stringify(definition);
  const named = new Set([...text.matchAll(tokens)].map(([, name]) => name ?? ''));
  const unknown = [...named].filter((name) => !targets.includes(name));
  if (unknown.length > 0)
    throw new Error(`${file} names ${unknown.map((name) => `\${${name}}`).join(', ')}, but no such target is given`);
  const unused = targets.filter((name) => !named.has(name));
  if (unused.length > 0) throw new Error(`${file} never uses the given target ${unused.join(', ')}`);
  return text;
}
