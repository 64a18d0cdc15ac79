import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  CfnFunction,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { DeadLetters } from './dead-letters.ts';

export interface ServiceFunctionProps<Environment extends object> {
  /** What it does, in a few words, for who reads the list of functions. */
  readonly description: string;
  /** Folder with `index.mjs` and `organisation.json`. */
  readonly bundle: string;
  /** What the function's own schema (`*.env.ts`) asks for, beyond what every function is told. */
  readonly environment: Environment;
  /** In MB; also decides the share of a CPU (1,769 MB is one). */
  readonly memory: number;
  /** In seconds. */
  readonly timeout: number;
  /** Everything it may do beyond writing its own log. Actions and resources are named; nothing comes from a managed policy. */
  readonly permissions: readonly PolicyStatement[];
  /** For a function that is called without anyone waiting: where its event goes after the second retry. */
  readonly deadLetters?: DeadLetters;
  readonly network?: Network | undefined;
}

/** A network that a function has to stand in to reach a store. */
export interface Network {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}

/** One function with its own role and its own log, and nothing shared with another. */
export class ServiceFunction<Environment extends object = object> extends Construct {
  readonly role: Role;
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps<Environment>) {
    super(scope, id);
    const log = new LogGroup(this, 'Log', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.allow(
      new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [log.logGroupArn] }),
      ...props.permissions,
    );
    this.lambda = new LambdaFunction(this, 'Resource', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(props.bundle),
      handler: 'index.handler',
      environment: { ORGANISATION_FILE: 'organisation.json', ...definedOnly(props.environment) },
      memorySize: props.memory,
      timeout: Duration.seconds(props.timeout),
      role: this.role,
      ...(props.deadLetters ? { deadLetterQueue: props.deadLetters.queue } : {}),
      logGroup: log,
      loggingFormat: LoggingFormat.JSON,
      // Off: a tracer costs 20 ms at every cold start, and log lines already carry request and step.
      tracing: Tracing.DISABLED,
    });
    if (props.network) this.standIn(props.network);
  }

  /** By name alone, since CDK would look a network up in the account and add a managed policy. */
  private standIn({ subnets, securityGroups }: Network): void {
    const resource = this.lambda.node.defaultChild;
    if (!(resource instanceof CfnFunction)) throw new Error('a function is not the resource that CDK makes of it');
    resource.vpcConfig = { subnetIds: [...subnets], securityGroupIds: [...securityGroups] };
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
    this.allow(
      new PolicyStatement({
        actions: [
          'ec2:CreateNetworkInterface',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSubnets',
          'ec2:DeleteNetworkInterface',
          'ec2:AssignPrivateIpAddresses',
          'ec2:UnassignPrivateIpAddresses',
        ],
        resources: ['*'],
      }),
    );
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Lambda makes the network interfaces itself and wants exactly this of the role',
    });
  }

  get arn(): string {
    return this.lambda.functionArn;
  }

  allow(...statements: readonly PolicyStatement[]): void {
    for (const statement of statements) this.role.addToPolicy(statement);
  }
}

function definedOnly(environment: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}
