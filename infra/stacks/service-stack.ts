import { join } from 'node:path';
import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { OAuthScope, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Organisation } from '../../functions/shared/organisation.ts';
import { type AlarmProps, alarmPeriod, ConsequenceAlarm } from '../constructs/alarms.ts';
import { DeadLetters } from '../constructs/dead-letters.ts';
import { HourlySchedule } from '../constructs/hourly-schedule.ts';
import { Mail } from '../constructs/mail.ts';
import { OutboxStream } from '../constructs/outbox-stream.ts';
import { PublicApi } from '../constructs/public-api.ts';
import { ServiceFunction, type ServiceFunctionProps } from '../constructs/service-function.ts';
import { StateMachine } from '../constructs/state-machine.ts';
import type { BundleId, OwnEnvironment } from '../functions.ts';
import { Permissions, transact } from '../permissions.ts';
import { bindStore, type PhysicalStores, queryCollection, readStore } from '../stores.ts';
import type { DataStack } from './data-stack.ts';

export interface ServiceStackProps extends StackProps {
  readonly data: DataStack;
  /** Folder with one folder per bundle id. */
  readonly bundles: string;
  readonly organisation: Organisation;
  readonly stores: PhysicalStores;
  /** Address people see, without a slash at its end. Without one, the API's own: enough to try the member pages. */
  readonly publicUrl?: string | undefined;
}

const workflows = join(import.meta.dirname, '../../workflows');

/** What runs: functions split by privilege, the API before them, workflows, mail, the hourly sweep, and alarms. */
export class ServiceStack extends Stack {
  readonly api: PublicApi;
  readonly staffClient: UserPoolClient;
  private readonly props: ServiceStackProps;
  private readonly permissions: Permissions;
  private readonly table: string;
  private readonly exportsBucket: string;
  private readonly identifierKey: string;
  private readonly publicUrl: string;

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    this.props = props;
    this.permissions = new Permissions(props.data);
    this.table = props.data.requests.tableName;
    this.exportsBucket = props.data.exports.bucketName;
    this.identifierKey = props.data.identifierKey.keyId;
    this.api = new PublicApi(this, 'Api');
    this.publicUrl = props.publicUrl ?? this.api.url;
    this.staffClient = this.consoleClient();

    this.memberPages();
    this.staffApi();
    const workflow = this.requestWorkflow();
    this.outgoingWork(workflow);
    this.mail();
    this.sweep(workflow);

    new CfnOutput(this, 'ApiUrl', {
      value: this.api.url,
      description: "Origin of the pages; people see the edge stack's address",
    });
  }

  /** What members and strangers reach: no store, and of the exports only a finished package. */
  private memberPages(): void {
    const portal = this.function('portal', {
      description: 'Member pages: ask, confirm, track, withdraw',
      // Rendering is quick; half a GB buys CPU for the cold start people wait for.
      memory: 512,
      timeout: 15,
      environment: { REQUESTS_TABLE: this.table, IDENTIFIER_KEY_ID: this.identifierKey, PUBLIC_URL: this.publicUrl },
      permissions: [
        ...this.permissions.table(['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem']),
        this.permissions.keyedHash(),
      ],
    });
    const release = this.function('release-package', {
      description: 'Gives a member the address of a finished package, valid for minutes',
      memory: 512,
      timeout: 15,
      environment: {
        REQUESTS_TABLE: this.table,
        IDENTIFIER_KEY_ID: this.identifierKey,
        EXPORTS_BUCKET: this.exportsBucket,
      },
      permissions: [
        ...this.permissions.table(['GetItem', 'PutItem', 'UpdateItem']),
        ...this.permissions.exports('read', ['package']),
        this.permissions.keyedHash(),
      ],
    });
    const { GET, POST } = HttpMethod;
    const reason =
      'Members have no account here: a code to the address on record, sessions and limits guard these pages';
    this.api.open({ path: '/', methods: [GET], to: portal, reason });
    this.api.open({ path: '/{proxy+}', methods: [GET, POST], to: portal, reason });
    this.api.open({ path: '/requests/download', methods: [POST], to: release, reason });
  }

  private staffApi(): void {
    const console = this.function('console-api', {
      description: 'Staff console: queue, request, findings, decisions, holds',
      memory: 512,
      // Findings are read page by page; the API itself gives up after 30 seconds.
      timeout: 29,
      environment: {
        REQUESTS_TABLE: this.table,
        IDENTIFIER_KEY_ID: this.identifierKey,
        EXPORTS_BUCKET: this.exportsBucket,
        STAFF_ISSUER: this.issuer,
        STAFF_CLIENT_ID: this.staffClient.userPoolClientId,
        PUBLIC_URL: this.publicUrl,
      },
      permissions: [
        ...this.permissions.table(['GetItem', 'Query', 'PutItem', 'UpdateItem'], ['queue']),
        ...this.permissions.exports('read', ['findings', 'references']),
        this.permissions.listExports(),
        this.permissions.keyedHash(),
      ],
    });
    const settings = this.function('sign-in-settings', {
      description: 'Tells the staff console where to sign in',
      memory: 256,
      timeout: 5,
      environment: { STAFF_ISSUER: this.issuer, STAFF_CLIENT_ID: this.staffClient.userPoolClientId },
      permissions: [],
    });
    this.api.staff(
      { path: '/api/staff/{proxy+}', methods: [HttpMethod.ANY], to: console },
      this.issuer,
      this.staffClient.userPoolClientId,
    );
    this.api.open({
      path: '/api/staff/sign-in',
      methods: [HttpMethod.GET],
      to: settings,
      reason: 'Needed before signing in; it says where, and that is public',
    });
  }

  private requestWorkflow(): StateMachine {
    const table = { REQUESTS_TABLE: this.table };
    const step = { memory: 256, timeout: 30 };
    const readPosition = this.function('read-position', {
      ...step,
      description: 'Workflow step: where does the request stand?',
      environment: table,
      permissions: this.permissions.table(['GetItem']),
    });
    const recordProgress = this.function('record-progress', {
      ...step,
      description: 'Workflow step: record what only the workflow knows',
      environment: table,
      permissions: this.permissions.table(transact),
    });
    const awaitPerson = this.function('await-person', {
      ...step,
      description: 'Workflow step: keep the token until a person has decided',
      environment: table,
      permissions: this.permissions.table(['GetItem', 'PutItem', 'DeleteItem']),
    });
    const checkHolds = this.function('check-holds', {
      ...step,
      description: 'Workflow step: is any of this under a legal hold?',
      environment: { ...table, EXPORTS_BUCKET: this.exportsBucket },
      permissions: [
        ...this.permissions.table([...transact, 'Query']),
        // Companies that gathering found, for holds on a company.
        ...this.permissions.exports('read', ['findings', 'references']),
        this.permissions.listExports(),
      ],
    });
    const gatherData = this.gatherWorkflow(recordProgress);
    const machine = new StateMachine(this, 'PrivacyRequest', {
      definitionFile: join(workflows, 'privacy-request/definition.asl.json'),
      targets: {
        readPosition,
        verifyIdentity: this.identityStep(),
        gatherData,
        checkHolds,
        recordProgress,
        awaitPerson,
        buildPackage: this.packageStep(),
      },
    });
    this.mayResume(awaitPerson, machine);
    this.alarm('WorkflowFailed', {
      metric: machine.machine.metricFailed({ period: alarmPeriod, statistic: 'Sum' }),
      consequence: 'A request could not even be parked; nobody is working on it until the sweep starts it again.',
      runbook: 'a-workflow-failed',
    });
    this.alarm('WorkflowTimedOut', {
      metric: machine.machine.metricTimedOut({ period: alarmPeriod, statistic: 'Sum' }),
      consequence: 'A request has been open for most of a year.',
      runbook: 'a-workflow-timed-out',
    });
    return machine;
  }

  private identityStep(): ServiceFunction {
    const { dataMap } = this.props.organisation;
    const { collection } = dataMap.accountDirectory;
    const home = dataMap.collections.find(({ id }) => id === collection)?.store;
    const declared = dataMap.stores.find(({ id }) => id === home);
    if (!declared) throw new Error(`the account directory ${collection} is in no store of the data map`);
    const store = bindStore(declared, this.props.stores);
    return this.function('verify-identity', {
      description: 'Workflow step: is the address on record?',
      memory: 256,
      timeout: 30,
      environment: { REQUESTS_TABLE: this.table, STORE: this.toJsonString(store) },
      permissions: [...this.permissions.table(transact), ...queryCollection(store, dataMap, collection)],
    });
  }

  private packageStep(): ServiceFunction {
    return this.function('build-package', {
      description: 'Workflow step: pack approved findings for the member',
      // A whole CPU, for deflate; records stream through, so memory is not what limits it.
      memory: 1769,
      timeout: 900,
      environment: { REQUESTS_TABLE: this.table, EXPORTS_BUCKET: this.exportsBucket },
      permissions: [
        ...this.permissions.table(['GetItem']),
        ...this.permissions.exports('read', ['findings']),
        ...this.permissions.exports('write', ['package']),
        this.permissions.listExports(),
      ],
    });
  }

  /** One function per store, which may read that store and no other. */
  private gatherWorkflow(recordProgress: ServiceFunction): StateMachine {
    const { dataMap } = this.props.organisation;
    const gatherers = dataMap.stores.map((declared) => {
      const store = bindStore(declared, this.props.stores);
      const gatherer = this.function(
        `gather-${store.kind}`,
        {
          description: `Reads the store ${store.id}`,
          // Pages are held one at a time; CPU for parsing is what more memory would buy.
          memory: 512,
          // Lambda's longest: it stops by itself between pages before that and is called again.
          timeout: 900,
          environment: {
            REQUESTS_TABLE: this.table,
            EXPORTS_BUCKET: this.exportsBucket,
            STORE: this.toJsonString(store),
          },
          permissions: [
            ...this.permissions.table(transact),
            ...this.permissions.exports('read and write', ['findings', 'references']),
            this.permissions.listExports(),
            ...readStore(store, dataMap),
          ],
        },
        `gather-${store.id}`,
      );
      return { store: store.id, gatherer };
    });
    const planGathering = this.function('plan-gathering', {
      description: 'Workflow step: which collections, in which order?',
      memory: 256,
      timeout: 30,
      environment: {
        REQUESTS_TABLE: this.table,
        GATHERERS: this.toJsonString(Object.fromEntries(gatherers.map(({ store, gatherer }) => [store, gatherer.arn]))),
      },
      permissions: this.permissions.table(transact),
    });
    return new StateMachine(this, 'GatherData', {
      definitionFile: join(workflows, 'gather-data/definition.asl.json'),
      targets: { planGathering, recordProgress },
      functionsFromData: gatherers.map(({ gatherer }) => gatherer),
    });
  }

  /** Starts and resumes workflows for what requests ask of them. */
  private outgoingWork(workflow: StateMachine): void {
    const deadLetters = new DeadLetters(this, 'UndoneWork');
    const carrier = this.function('dispatch-work', {
      description: 'Starts and resumes workflows from the outbox',
      memory: 256,
      timeout: 60,
      environment: { REQUESTS_TABLE: this.table, REQUEST_WORKFLOW_ARN: workflow.arn },
      permissions: [
        ...this.permissions.table([...transact, 'UpdateItem', 'DeleteItem']),
        ...this.permissions.stream(),
        new PolicyStatement({
          actions: ['states:StartExecution', 'states:SendTaskSuccess'],
          resources: [workflow.arn],
        }),
        new PolicyStatement({ actions: ['states:DescribeExecution'], resources: [workflow.executionArns] }),
      ],
    });
    new OutboxStream(this, 'WorkStream', {
      table: this.props.data.requests,
      sortKeyPrefix: 'OUTBOX#work#',
      carrier,
      deadLetters,
    });
    this.alarmOnDeadLetters(
      'WorkUndone',
      deadLetters,
      'A confirmed request was not started or a decision not carried on.',
      'work-was-not-carried-out',
    );
  }

  private mail(): void {
    const mail = new Mail(this, 'Mail', this.props.organisation.sender.address);
    const unsent = new DeadLetters(this, 'UnsentMail');
    const carrier = this.function('send-mail', {
      description: 'Sends mails from the outbox',
      memory: 256,
      timeout: 60,
      environment: {
        REQUESTS_TABLE: this.table,
        IDENTIFIER_KEY_ID: this.identifierKey,
        CONFIGURATION_SET: mail.configurationSet.configurationSetName,
        PUBLIC_URL: this.publicUrl,
      },
      permissions: [
        ...this.permissions.table(['GetItem', 'UpdateItem']),
        ...this.permissions.stream(),
        this.permissions.keyedHash(),
        mail.send(),
      ],
    });
    new OutboxStream(this, 'MailStream', {
      table: this.props.data.requests,
      sortKeyPrefix: 'OUTBOX#mail#',
      carrier,
      deadLetters: unsent,
    });
    this.alarmOnDeadLetters(
      'MailUnsent',
      unsent,
      'Somebody waits for a mail that did not go out, perhaps a code.',
      'mail-was-not-sent',
    );

    const unrecorded = new DeadLetters(this, 'UnrecordedDeliveries');
    const recorder = this.function('record-delivery', {
      description: 'Records what became of a mail',
      memory: 256,
      timeout: 30,
      environment: { REQUESTS_TABLE: this.table },
      permissions: this.permissions.table(['UpdateItem']),
      deadLetters: unrecorded,
    });
    mail.reportTo(recorder, unrecorded);
    this.alarmOnDeadLetters(
      'DeliveryUnrecorded',
      unrecorded,
      'Staff do not see that a mail bounced.',
      'a-delivery-was-not-recorded',
    );
  }

  private sweep(workflow: StateMachine): void {
    const unswept = new DeadLetters(this, 'Unswept');
    const sweep = this.function('sweep', {
      description: 'Looks after what is due, left behind or stalled',
      memory: 512,
      timeout: 300,
      environment: {
        REQUESTS_TABLE: this.table,
        EXPORTS_BUCKET: this.exportsBucket,
        REQUEST_WORKFLOW_ARN: workflow.arn,
      },
      permissions: [
        ...this.permissions.table([...transact, 'UpdateItem'], ['due']),
        ...this.permissions.exports('delete', ['findings', 'references', 'package']),
        this.permissions.listExports(),
        // It only asks whether a workflow still runs; a new one is work for the outbox.
        new PolicyStatement({ actions: ['states:DescribeExecution'], resources: [workflow.executionArns] }),
      ],
      deadLetters: unswept,
    });
    new HourlySchedule(this, 'Hourly', sweep, unswept);
    this.alarmOnDeadLetters(
      'SweepFailed',
      unswept,
      'Deadlines are not watched: exports outlive their days, stalled requests stay stalled.',
      'the-sweep-failed',
    );
    new ConsequenceAlarm(this, 'SweepSilent', {
      metric: sweep.lambda.metricInvocations({ period: Duration.hours(2), statistic: 'Sum' }),
      consequence: 'The sweep has not run for two hours: nobody watches deadlines.',
      runbook: 'the-sweep-is-silent',
      when: 'none',
    });
    this.alarm('PagesFail', {
      metric: this.api.stage.metricServerError({ period: alarmPeriod, statistic: 'Sum' }),
      consequence: 'Members or staff see an error page.',
      runbook: 'pages-fail',
    });
  }

  private consoleClient(): UserPoolClient {
    return new UserPoolClient(this, 'ConsoleClient', {
      userPool: this.props.data.staff,
      // A public client in a browser: no secret, code with PKCE.
      generateSecret: false,
      authFlows: {},
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: [`${this.publicUrl}/staff/signed-in`],
        logoutUrls: [`${this.publicUrl}/staff/`],
      },
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.hours(8),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
  }

  private get issuer(): string {
    return this.props.data.staff.userPoolProviderUrl;
  }

  /** `name` tells apart functions that share a bundle. */
  private function<Id extends BundleId>(
    bundle: Id,
    props: Omit<ServiceFunctionProps<OwnEnvironment<Id>>, 'bundle'>,
    name: string = bundle,
  ): ServiceFunction {
    return new ServiceFunction<OwnEnvironment<Id>>(this, name, { ...props, bundle: join(this.props.bundles, bundle) });
  }

  /** Kept apart from the role's own policy, on which the function waits, and the workflow waits on the function. */
  private mayResume(step: ServiceFunction, workflow: StateMachine): void {
    new Policy(this, `${step.node.id}-resume`, {
      roles: [step.role],
      statements: [new PolicyStatement({ actions: ['states:SendTaskSuccess'], resources: [workflow.arn] })],
    });
  }

  private alarm(id: string, alarm: Omit<AlarmProps, 'when'>): void {
    new ConsequenceAlarm(this, id, { ...alarm, when: 'any' });
  }

  private alarmOnDeadLetters(id: string, { queue }: DeadLetters, consequence: string, runbook: string): void {
    const metric = queue.metricApproximateNumberOfMessagesVisible({ period: alarmPeriod, statistic: 'Maximum' });
    this.alarm(id, { metric, consequence, runbook });
  }
}
