import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
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
