import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keys } from '../../functions/requests/index.ts';
import { asText, statementsByConstruct } from './roles.ts';
import { build, constructOf, ferronex, find, ofType, only, resourcesOf, variablesOf } from './synthesised.ts';

const resources = resourcesOf(build().service);
const functions = ofType(resources, 'AWS::Lambda::Function');
const functionCalled = (name: string) =>
  find(resources, 'AWS::Lambda::Function', ([, resource]) => constructOf(resource) === name);

describe('every function', () => {
  test.each(functions.map(([, resource]) => [constructOf(resource), resource] as const))(
    '%s runs as the house wants',
    (_, { Properties }) => {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        LoggingConfig: { LogFormat: 'JSON', LogGroup: expect.anything() },
      });
      expect(Properties.Description).toMatch(/.{10}/);
      expect(Number(Properties.Timeout)).toBeGreaterThan(3);
      expect(Properties).not.toHaveProperty('TracingConfig');
    },
  );

  test('has a log of its own that is not kept for ever', () => {
    const logs = functions.map(([, { Properties }]) =>
      asText((Properties.LoggingConfig as { LogGroup: unknown }).LogGroup),
    );
    expect(new Set(logs).size).toBe(functions.length);
    for (const [, { Properties }] of ofType(resources, 'AWS::Logs::LogGroup'))
      expect(Properties.RetentionInDays).toBe(90);
  });

  test('that nobody waits for keeps what failed', () => {
    for (const name of ['sweep', 'record-delivery']) {
      expect(functionCalled(name)[1].Properties.DeadLetterConfig, name).toBeDefined();
    }
  });
});

test('a source that only people reach has a function that reads what they hand in, and none that erases', () => {
  const organisation = ferronex();
  const { dataMap } = organisation;
  const stores = [...dataMap.stores, { id: 'paper', kind: 'manual', dueDays: 5 } as const];
  const withPaper = resourcesOf(build({ organisation: { ...organisation, dataMap: { ...dataMap, stores } } }).service);
  const names = ofType(withPaper, 'AWS::Lambda::Function').map(([, resource]) => constructOf(resource));
  expect(names.filter((name) => name.endsWith('paper'))).toEqual(['gather-paper']);
  const actions = statementsByConstruct(withPaper)
    .get('console-api')
    ?.flatMap((statement) => statement.actions);
  expect(actions).toContain('dynamodb:ConditionCheckItem');
});

describe('the API', () => {
  const integrations = new Map(
    ofType(resources, 'AWS::ApiGatewayV2::Integration').map(([id, { Properties }]) => [
      id,
      asText(Properties.IntegrationUri),
    ]),
  );
  const routes = ofType(resources, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => {
    const integration = /<(\w+)>/.exec(asText(Properties.Target))?.[1] ?? '';
    const to = functions.find(([id]) => integrations.get(integration) === `<${id}.Arn>`);
    return [Properties.RouteKey, to ? constructOf(to[1]) : undefined, Properties.AuthorizationType];
  });

  test('has these routes and no other, and only staff need a token', () => {
    expect(routes.toSorted()).toEqual(
      [
        ['ANY /api/staff/{proxy+}', 'console-api', 'JWT'],
        ['GET /', 'portal', 'NONE'],
        ['GET /api/staff/sign-in', 'sign-in-settings', 'NONE'],
        ['GET /{proxy+}', 'portal', 'NONE'],
        ['HEAD /', 'portal', 'NONE'],
        ['HEAD /{proxy+}', 'portal', 'NONE'],
        ['POST /recipients/callback', 'recipient-callback', 'NONE'],
        ['POST /requests/download', 'release-package', 'NONE'],
        ['POST /{language}/answer', 'receive-files', 'NONE'],
        ['POST /{language}/messages', 'receive-files', 'NONE'],
        ['POST /{proxy+}', 'portal', 'NONE'],
      ].toSorted(),
    );
  });

  test('takes tokens of the staff directory made for the console', () => {
    const { JwtConfiguration } = only(resources, 'AWS::ApiGatewayV2::Authorizer').Properties as {
      JwtConfiguration: { Audience: unknown[]; Issuer: unknown };
    };
    expect(asText(JwtConfiguration.Issuer)).toMatch(/^<Staff\w+ProviderURL\w+>$/);
    expect(JwtConfiguration.Audience.map(asText)).toEqual([expect.stringMatching(/^<ConsoleClient\w+>$/)]);
    expect(asText(variablesOf(functionCalled('console-api')[1]).STAFF_ISSUER)).toBe(asText(JwtConfiguration.Issuer));
  });

  test('bounds a flood, and logs what happened without saying to whom', () => {
    const { DefaultRouteSettings, AccessLogSettings } = only(resources, 'AWS::ApiGatewayV2::Stage').Properties as {
      DefaultRouteSettings: object;
      AccessLogSettings: { Format: string };
    };
    expect(DefaultRouteSettings).toEqual({ ThrottlingBurstLimit: 200, ThrottlingRateLimit: 100 });
    expect(AccessLogSettings.Format).toContain('$context.routeKey');
    expect(AccessLogSettings.Format).not.toMatch(/sourceIp|userAgent|\$context\.path|integrationErrorMessage/);
  });

  test('signs staff in with a code and PKCE, and keeps no secret in the browser', () => {
    expect(only(resources, 'AWS::Cognito::UserPoolClient').Properties).toMatchObject({
      AllowedOAuthFlows: ['code'],
      GenerateSecret: false,
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: 'ENABLED',
    });
  });
});

describe('the outbox', () => {
  test.each([
    ['send-mail', keys.mailPrefix],
    ['dispatch-work', keys.workPrefix],
  ])('reaches %s, and only its own items do', (name, prefix) => {
    const [id] = functionCalled(name);
    const [, mapping] = find(
      resources,
      'AWS::Lambda::EventSourceMapping',
      ([, { Properties }]) => asText(Properties.FunctionName) === `<${id}>`,
    );
    expect(mapping.Properties).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 5,
      StartingPosition: 'TRIM_HORIZON',
      DestinationConfig: { OnFailure: { Destination: expect.anything() } },
    });
    const { Filters } = mapping.Properties.FilterCriteria as { Filters: { Pattern: string }[] };
    expect(Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      { eventName: ['INSERT', 'MODIFY'], dynamodb: { Keys: { sk: { S: [{ prefix }] } } } },
    ]);
  });
});

/** cdk-nag 3 does not look at SES and Scheduler, so their rules stand here. */
describe('mail', () => {
  test('leaves over TLS only, and remembers who must not be written to', () => {
    expect(only(resources, 'AWS::SES::ConfigurationSet').Properties).toMatchObject({
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    });
  });

  test('comes from the domain of the policy, signed', () => {
    const { Properties } = only(resources, 'AWS::SES::EmailIdentity');
    expect(Properties.EmailIdentity).toBe('ferronex.example');
    expect(Properties).not.toHaveProperty('DkimAttributes.SigningEnabled', false);
  });

  test('is sent as the one sender', () => {
    const policies = JSON.stringify(ofType(resources, 'AWS::IAM::Policy'));
    expect(policies).toContain('"ses:FromAddress":"privacy@ferronex.example"');
  });

  test('reports what became of it, but neither opens nor clicks', () => {
    const { EventDestination } = only(resources, 'AWS::SES::ConfigurationSetEventDestination').Properties as {
      EventDestination: { MatchingEventTypes: string[]; Enabled: boolean };
    };
    expect(EventDestination.Enabled).toBe(true);
    expect(EventDestination.MatchingEventTypes.toSorted()).toEqual(
      ['bounce', 'complaint', 'delivery', 'deliveryDelay', 'reject', 'renderingFailure', 'send'].toSorted(),
    );
  });

  test('is reported on to record-delivery without addresses, so none lies in the dead-letter queue', () => {
    const [target] = only(resources, 'AWS::Events::Rule').Properties.Targets as {
      InputTransformer: { InputPathsMap: Record<string, string>; InputTemplate: string };
      DeadLetterConfig: unknown;
    }[];
    expect(target?.DeadLetterConfig).toBeDefined();
    expect(Object.values(target?.InputTransformer.InputPathsMap ?? {}).toSorted()).toEqual(
      [
        '$.detail.eventType',
        '$.detail.mail.messageId',
        '$.detail.mail.tags.outbox-id',
        '$.detail.mail.tags.request-id',
        '$.detail.mail.timestamp',
      ].toSorted(),
    );
  });
});

describe('the sweep', () => {
  test('runs every hour, is tried again, and leaves a trace when it could not start', () => {
    const schedule = only(resources, 'AWS::Scheduler::Schedule').Properties;
    expect(schedule).toMatchObject({ ScheduleExpression: 'cron(0 * * * ? *)', FlexibleTimeWindow: { Mode: 'OFF' } });
    const { Arn, RetryPolicy, DeadLetterConfig } = schedule.Target as Record<string, unknown>;
    expect(asText(Arn)).toBe(`<${functionCalled('sweep')[0]}.Arn>`);
    expect(RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 1800, MaximumRetryAttempts: 3 });
    expect(DeadLetterConfig).toBeDefined();
  });
});

describe('alarms', () => {
  const alarms = ofType(resources, 'AWS::CloudWatch::Alarm').map(([id, { Properties }]) => [id, Properties] as const);

  test('there is one for every dead-letter queue', () => {
    const watched = JSON.stringify(alarms);
    const queues = ofType(resources, 'AWS::SQS::Queue').map(([id]) => id);
    expect(queues).toHaveLength(4);
    for (const id of queues) expect(watched).toContain(`"${id}"`);
  });

  test.each(alarms)('%s says what is at stake and where to read on', (_, { AlarmDescription }) => {
    expect(AlarmDescription).toMatch(/^[A-Z].{20,}\. What to do: docs\/runbook\.md#[a-z-]+$/);
  });

  test('all of them lead to a heading of the runbook', () => {
    const runbook = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
    // How GitHub makes an anchor of a heading.
    const anchors = [...runbook.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} -]/gu, '')
        .replaceAll(' ', '-'),
    );
    const wanted = alarms.map(([, { AlarmDescription }]) => String(AlarmDescription).split('#')[1]);
    expect(wanted.filter((anchor) => !anchors.includes(anchor ?? ''))).toEqual([]);
  });

  test('the silence of the sweep is one', () => {
    const silent = alarms.find(([id]) => id.startsWith('SweepSilent'))?.[1];
    expect(silent).toMatchObject({
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
      Period: 7200,
    });
  });
});

test('workflows know each other, and every gatherer and eraser is in its plan', () => {
  const gatherers = functions.map(([, resource]) => constructOf(resource)).filter((name) => /^gather-/.test(name));
  expect(gatherers.toSorted()).toEqual(['gather-archive', 'gather-members', 'gather-trade']);
  const plan = JSON.parse(asText(variablesOf(functionCalled('plan-gathering')[1]).GATHERERS));
  expect(plan).toEqual({
    archive: expect.stringMatching(/^<gatherarchive\w+\.Arn>$/),
    members: expect.stringMatching(/^<gathermembers\w+\.Arn>$/),
    trade: expect.stringMatching(/^<gathertrade\w+\.Arn>$/),
  });
  const erasers = functions.map(([, resource]) => constructOf(resource)).filter((name) => /^erase-/.test(name));
  expect(erasers.toSorted()).toEqual(['erase-archive', 'erase-members', 'erase-trade']);
  expect(JSON.parse(asText(variablesOf(functionCalled('plan-erasure')[1]).ERASERS))).toEqual({
    archive: expect.stringMatching(/^<erasearchive\w+\.Arn>$/),
    members: expect.stringMatching(/^<erasemembers\w+\.Arn>$/),
    trade: expect.stringMatching(/^<erasetrade\w+\.Arn>$/),
  });
  expect(ofType(resources, 'AWS::StepFunctions::StateMachine')).toHaveLength(4);
});

test('only the functions at PostgreSQL stand in the network given for it', () => {
  const postgresNetwork = { subnets: ['subnet-0a1b2c3d', 'subnet-4e5f6a7b'], securityGroups: ['sg-0a1b2c3d'] };
  const service = resourcesOf(build({ postgresNetwork }).service);
  const inside = ofType(service, 'AWS::Lambda::Function').filter(([, { Properties }]) => Properties.VpcConfig);
  const network = { SubnetIds: ['subnet-0a1b2c3d', 'subnet-4e5f6a7b'], SecurityGroupIds: ['sg-0a1b2c3d'] };
  expect(inside.map(([, resource]) => [constructOf(resource), resource.Properties.VpcConfig]).toSorted()).toEqual([
    ['erase-trade', network],
    ['gather-trade', network],
  ]);
  expect(JSON.stringify(ofType(service, 'AWS::IAM::Role'))).not.toContain('ManagedPolicyArns');
});

describe('with the sample platform', () => {
  const sampled = build({ sample: true });
  const service = resourcesOf(sampled.service);
  const storeOf = (name: string) => {
    const [, gatherer] = find(service, 'AWS::Lambda::Function', ([, resource]) => constructOf(resource) === name);
    return JSON.parse(asText(variablesOf(gatherer).STORE));
  };

  test('gatherers are told where its tables, bucket and database are', () => {
    expect(Object.keys(storeOf('gather-members').tables).toSorted()).toEqual([
      'authentications',
      'devices',
      'members',
      'vouchers',
    ]);
    expect(storeOf('gather-members').tables.members).toMatch(/^<Tablemembers\w+>$/);
    expect(storeOf('gather-archive').bucket).toMatch(/^<Bucketarchive\w+>$/);
    expect(storeOf('gather-trade').connection).toBe('postgresql://gatherer@sample-platform.invalid/trade');
    expect(storeOf('erase-trade').connection).toBe('postgresql://eraser@sample-platform.invalid/trade');
  });
});
