import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  type HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';

interface Route {
  readonly path: string;
  readonly methods: HttpMethod[];
  readonly to: ServiceFunction;
}

/** The HTTP API. Made before its functions, because they need its address; routes are added afterwards. */
export class PublicApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.api = new HttpApi(this, 'Resource', {
      description: 'Privacy requests: member pages and staff API',
      createDefaultStage: false,
    });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      // Bounds what a flood costs: far above a company's requests, far below what its functions could do to a store.
      throttle: { rateLimit: 100, burstLimit: 200 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLog', {
            retention: RetentionDays.THREE_MONTHS,
            removalPolicy: RemovalPolicy.DESTROY,
          }),
        ),
        // No address, no path, no user agent: the route is enough to operate it and says nothing about a person.
        format: AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            time: '$context.requestTime',
            route: '$context.routeKey',
            status: '$context.status',
            latencyMs: '$context.responseLatency',
            bytes: '$context.responseLength',
            error: '$context.error.responseType',
            authorizer: '$context.authorizer.error',
          }),
        ),
      },
    });
  }

  get url(): string {
    return this.api.apiEndpoint;
  }

  /** Routes anyone may call; `reason` says what guards them instead. */
  open(route: Route & { readonly reason: string }): void {
    for (const added of this.route(route, new HttpNoneAuthorizer())) {
      Validations.of(added).acknowledge({ id: 'AwsSolutions-APIG4', reason: route.reason });
    }
  }

  /** Routes for staff: a token of this issuer, made for this client, or 401 before any function runs. */
  staff(route: Route, issuer: string, clientId: string): void {
    this.route(route, new HttpJwtAuthorizer('StaffToken', issuer, { jwtAudience: [clientId] }));
  }

  private route({ path, methods, to }: Route, authorizer: IHttpRouteAuthorizer) {
    const integration = new HttpLambdaIntegration(`${to.node.id}Integration`, to.lambda);
    return this.api.addRoutes({ path, methods, integration, authorizer });
  }
}
