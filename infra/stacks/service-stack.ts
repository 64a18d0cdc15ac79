import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { OAuthScope, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { alarmPeriod, ConsequenceAlarm } from '../constructs/alarms.ts';
import { DeadLetters } from '../constructs/dead-letters.ts';
import { HourlySchedule } from '../constructs/hourly-schedule.ts';
import { Mail } from '../constructs/mail.ts';
import { OutboxStream } from '../constructs/outbox-stream.ts';
import { PublicApi } from '../constructs/public-api.ts';
import type { StateMachine } from '../constructs/state-machine.ts';
import { transact } from '../permissions.ts';
import { readRecipientSecrets, recipientEndpoints } from '../recipients.ts';
import type { DataStack } from './data-stack.ts';
import { addRequestWorkflow, type WorkflowOptions } from './request-workflow.ts';
import { ServiceParts } from './service-parts.ts';

export interface ServiceStackProps extends StackProps, Omit<WorkflowOptions, 'publicUrl'> {
  readonly data: DataStack;
  /** Folder with one folder per bundle id. */
  readonly bundles: string;
  /** Address people see, without a slash at its end. Without one, the API's own: enough to try the member pages. */
  readonly publicUrl?: string | undefined;
}

/** What runs: functions split by privilege, the API before them, workflows, mail, the hourly sweep, and alarms. */
export class ServiceStack extends Stack {
  readonly api: PublicApi;
  readonly staffClient: UserPoolClient;
  private readonly props: ServiceStackProps;
  private readonly parts: ServiceParts;
  private readonly publicUrl: string;

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    this.props = props;
    this.parts = new ServiceParts(this, props.data, props.bundles);
    this.api = new PublicApi(this, 'Api');
    this.publicUrl = props.publicUrl ?? this.api.url;
    this.staffClient = this.consoleClient();

    this.memberPages();
    this.staffApi();
    const workflow = addRequestWorkflow(this.parts, { ...props, publicUrl: this.publicUrl });
    this.answersOfRecipients();
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
    const { permissions, table, exportsBucket, identifierKey } = this.parts;
    const portal = this.parts.function('portal', {
      description: 'Member pages: ask, confirm, track, withdraw',
      // Rendering is quick; half a GB buys CPU for the cold start people wait for.
      memory: 512,
      timeout: 15,
      environment: { REQUESTS_TABLE: table, IDENTIFIER_KEY_ID: identifierKey, PUBLIC_URL: this.publicUrl },
      permissions: [
        ...permissions.table(['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem']),
        permissions.keyedHash(),
      ],
    });
    const release = this.parts.function('release-package', {
      description: 'Gives a member the address of a finished package, valid for minutes',
      memory: 512,
      timeout: 15,
      environment: {
        REQUESTS_TABLE: table,
        IDENTIFIER_KEY_ID: identifierKey,
        EXPORTS_BUCKET: exportsBucket,
        PUBLIC_URL: this.publicUrl,
      },
      permissions: [
        ...permissions.table(['GetItem', 'PutItem', 'UpdateItem']),
        ...permissions.exports('read', ['package']),
        permissions.keyedHash(),
      ],
    });
    const files = this.parts.function('receive-files', {
      description: 'Takes what members write with files: answers and messages',
      // A file is there several times while it is read.
      memory: 512,
      timeout: 29,
      environment: { REQUESTS_TABLE: table, EXPORTS_BUCKET: exportsBucket, PUBLIC_URL: this.publicUrl },
      permissions: [...permissions.table(transact), ...permissions.exports('write', ['attachments'])],
    });
    // HEAD too: what checks the links of a mail asks so first.
    const { GET, HEAD, POST } = HttpMethod;
    const reason =
      'Members have no account here: a code to the address on record, sessions and limits guard these pages';
    this.api.open({ path: '/', methods: [GET, HEAD], to: portal, reason });
    this.api.open({ path: '/{proxy+}', methods: [GET, HEAD, POST], to: portal, reason });
    for (const form of ['answer', 'messages'])
      this.api.open({ path: `/{language}/${form}`, methods: [POST], to: files, reason });
    this.api.open({ path: '/requests/download', methods: [POST], to: release, reason });
  }

  /** Where recipients say what became of an erasure they were told of. */
  private answersOfRecipients(): void {
    const endpoints = recipientEndpoints(this.props);
    const callback = this.parts.function('recipient-callback', {
      description: 'Takes what recipients say they erased',
      memory: 256,
      timeout: 15,
      environment: { REQUESTS_TABLE: this.parts.table, RECIPIENTS: this.toJsonString(endpoints) },
      permissions: [...this.parts.permissions.table(transact), ...readRecipientSecrets(endpoints)],
    });
    this.api.open({
      path: '/recipients/callback',
      methods: [HttpMethod.POST],
      to: callback,
      reason: 'Recipients sign what they send with a secret shared with them, over the time and the body',
    });
  }

  private staffApi(): void {
    const { permissions, table, exportsBucket, identifierKey } = this.parts;
    const console = this.parts.function('console-api', {
      description: 'Staff console: queue, request, findings, decisions, holds',
      memory: 512,
      // Findings are read page by page; the API itself gives up after 30 seconds.
      timeout: 29,
      environment: {
        REQUESTS_TABLE: table,
        IDENTIFIER_KEY_ID: identifierKey,
        EXPORTS_BUCKET: exportsBucket,
        STAFF_ISSUER: this.issuer,
        STAFF_CLIENT_ID: this.staffClient.userPoolClientId,
        PUBLIC_URL: this.publicUrl,
      },
      permissions: [
        ...permissions.table(
          [
            'GetItem',
            'Query',
            'PutItem',
            'UpdateItem',
            // What people erased and corrected counts only while the register of legal holds is as it was read.
            ...(this.asksPeople() ? (['ConditionCheckItem'] as const) : []),
          ],
          ['queue'],
        ),
        ...permissions.exports('read', ['findings', 'references', 'attachments']),
        ...permissions.exports('read and write', ['redactions']),
        ...(this.asksPeople() ? permissions.exports('write', ['submissions']) : []),
        permissions.listExports(),
        permissions.keyedHash(),
      ],
    });
    const settings = this.parts.function('sign-in-settings', {
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

  /** Starts and resumes workflows for what requests ask of them. */
  private outgoingWork(workflow: StateMachine): void {
    const { permissions, table } = this.parts;
    const deadLetters = new DeadLetters(this, 'UndoneWork');
    const carrier = this.parts.function('dispatch-work', {
      description: 'Starts and resumes workflows from the outbox',
      memory: 256,
      timeout: 60,
      environment: { REQUESTS_TABLE: table, REQUEST_WORKFLOW_ARN: workflow.arn },
      permissions: [
        ...permissions.table([...transact, 'UpdateItem', 'DeleteItem']),
        ...permissions.stream(),
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
    this.parts.alarmOnDeadLetters(
      'WorkUndone',
      deadLetters,
      'A confirmed request was not started or a decision not carried on.',
      'work-was-not-carried-out',
    );
  }

  private mail(): void {
    const { permissions, table, identifierKey } = this.parts;
    const mail = new Mail(this, 'Mail', this.props.organisation.sender.address);
    const unsent = new DeadLetters(this, 'UnsentMail');
    const carrier = this.parts.function('send-mail', {
      description: 'Sends mails from the outbox',
      memory: 256,
      // It waits out a throttle.
      timeout: 120,
      environment: {
        REQUESTS_TABLE: table,
        IDENTIFIER_KEY_ID: identifierKey,
        CONFIGURATION_SET: mail.configurationSet.configurationSetName,
        PUBLIC_URL: this.publicUrl,
      },
      permissions: [
        ...permissions.table(['GetItem', 'UpdateItem']),
        ...permissions.stream(),
        permissions.keyedHash(),
        mail.send(),
      ],
    });
    new OutboxStream(this, 'MailStream', {
      table: this.props.data.requests,
      sortKeyPrefix: 'OUTBOX#mail#',
      carrier,
      deadLetters: unsent,
    });
    this.parts.alarmOnDeadLetters(
      'MailUnsent',
      unsent,
      'Somebody waits for a mail that did not go out, perhaps a code.',
      'mail-was-not-sent',
    );

    const unrecorded = new DeadLetters(this, 'UnrecordedDeliveries');
    const recorder = this.parts.function('record-delivery', {
      description: 'Records what became of a mail',
      memory: 256,
      timeout: 30,
      environment: { REQUESTS_TABLE: table },
      permissions: permissions.table(['UpdateItem']),
      deadLetters: unrecorded,
    });
    mail.reportTo(recorder, unrecorded);
    this.parts.alarmOnDeadLetters(
      'DeliveryUnrecorded',
      unrecorded,
      'Staff do not see that a mail bounced.',
      'a-delivery-was-not-recorded',
    );
  }

  /** Whether there is a source that only people reach, who hand in what they find. */
  private asksPeople(): boolean {
    return this.props.organisation.dataMap.stores.some(({ kind }) => kind === 'manual');
  }

  private sweep(workflow: StateMachine): void {
    const { permissions, table, exportsBucket } = this.parts;
    const unswept = new DeadLetters(this, 'Unswept');
    const sweep = this.parts.function('sweep', {
      description: 'Looks after what is due, left behind or stalled',
      memory: 512,
      timeout: 300,
      environment: {
        REQUESTS_TABLE: table,
        EXPORTS_BUCKET: exportsBucket,
        REQUEST_WORKFLOW_ARN: workflow.arn,
      },
      permissions: [
        // Records are erased only while the register of legal holds is as it was read.
        ...permissions.table(
          [...transact, 'Query', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
          ['due', 'queue'],
        ),
        ...permissions.exports('delete', [
          'findings',
          'references',
          'redactions',
          'package',
          'attachments',
          ...(this.asksPeople() ? (['submissions'] as const) : []),
        ]),
        // Companies that gathering found, for holds on a company.
        ...permissions.exports('read', ['findings', 'references']),
        permissions.listExports(),
        // It only asks whether a workflow still runs; a new one is work for the outbox.
        new PolicyStatement({ actions: ['states:DescribeExecution'], resources: [workflow.executionArns] }),
      ],
      deadLetters: unswept,
    });
    new HourlySchedule(this, 'Hourly', sweep, unswept);
    this.parts.alarmOnDeadLetters(
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
    this.parts.alarm('PagesFail', {
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
}
