import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnOutput, Duration, Fn, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { type Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import { closedBucket } from '../constructs/closed-bucket.ts';
import {
  type ContentSecurityPolicy,
  headerOf,
  memberPagesPolicy,
  staffConsolePolicy,
} from '../edge/content-security-policy.ts';
import type { DataStack } from './data-stack.ts';
import type { ServiceStack } from './service-stack.ts';

export interface EdgeStackProps extends StackProps {
  readonly data: DataStack;
  readonly service: ServiceStack;
  /** Folders put behind the distribution, by path; none, when only the infrastructure is of interest. */
  readonly site: Readonly<Record<'staff' | 'assets', string>> | undefined;
  /** An own domain and its certificate, which CloudFront wants in us-east-1. */
  readonly domain?: { readonly name: string; readonly certificateArn: string } | undefined;
  /** A web ACL of AWS WAF; without one, throttling of the API and the portal's own limits stand alone. */
  readonly webAclArn?: string | undefined;
}

/** One domain for everything: pages from the API, static files from a bucket that nobody else can read. */
export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, props);
    const { data, service } = props;
    const assets = this.assetsBucket();
    const files: BehaviorOptions = {
      origin: S3BucketOrigin.withOriginAccessControl(assets),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      compress: true,
    };
    const staff: BehaviorOptions = {
      ...files,
      responseHeadersPolicy: this.headers('StaffHeaders', staffConsolePolicy(signInOrigins(data)), true),
      functionAssociations: [{ eventType: FunctionEventType.VIEWER_REQUEST, function: this.deepLinks() }],
    };
    const memberPolicy = memberPagesPolicy(`https://${data.exports.bucketRegionalDomainName}`);

    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Privacy requests',
      defaultBehavior: {
        origin: new HttpOrigin(Fn.select(2, Fn.split('/', service.api.url))),
        allowedMethods: AllowedMethods.ALLOW_ALL,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        // Pages are about one person; nothing of them is kept on the way.
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        // For answers without headers of their own, such as the API's errors.
        responseHeadersPolicy: this.headers('PageHeaders', memberPolicy, false),
        compress: true,
      },
      additionalBehaviors: {
        '/assets/*': { ...files, responseHeadersPolicy: this.headers('AssetHeaders', memberPolicy, true) },
        '/staff': staff,
        '/staff/*': staff,
      },
      // The page that says so, with the address to write to. 500 is what the API says, in JSON, of a function that did not
      // answer: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html
      errorResponses: [500, 502, 503, 504].map((httpStatus) => ({
        httpStatus,
        responseHttpStatus: 503,
        responsePagePath: '/assets/unavailable.html',
        ttl: Duration.seconds(5),
      })),
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_ALL,
      ...(props.webAclArn ? { webAclId: props.webAclArn } : {}),
      ...(props.domain
        ? {
            domainNames: [props.domain.name],
            minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
            certificate: Certificate.fromCertificateArn(this, 'Certificate', props.domain.certificateArn),
          }
        : {}),
    });
    this.acknowledge(distribution, props);
    if (props.site) this.deploy(props.site, assets, distribution);

    new CfnOutput(this, 'PublicUrl', {
      value: `https://${props.domain?.name ?? distribution.distributionDomainName}`,
      description: 'What people open',
    });
  }

  private assetsBucket(): Bucket & IBucket {
    const bucket = closedBucket(this, 'Assets', { encryption: BucketEncryption.S3_MANAGED });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Public style sheets and scripts, read through CloudFront only; who fetched them is of no use to anyone',
    });
    return bucket;
  }

  private deepLinks(): EdgeFunction {
    return new EdgeFunction(this, 'StaffDeepLinks', {
      runtime: FunctionRuntime.JS_2_0,
      comment: 'Every address of the staff console is its one page',
      code: FunctionCode.fromInline(readFileSync(join(import.meta.dirname, '../edge/staff-deep-links.js'), 'utf8')),
    });
  }

  /** @param override whether these win over headers of the origin, which for pages made by a function they must not */
  private headers(id: string, policy: ContentSecurityPolicy, override: boolean): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, id, {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: headerOf(policy), override },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(730), includeSubdomains: true, override },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.SAME_ORIGIN, override },
      },
      customHeadersBehavior: {
        customHeaders: [
          { header: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), payment=()', override },
          { header: 'Cross-Origin-Opener-Policy', value: 'same-origin', override },
        ],
      },
      removeHeaders: ['Server'],
    });
  }

  private deploy(site: Readonly<Record<string, string>>, bucket: IBucket, distribution: Distribution): void {
    for (const [path, folder] of Object.entries(site)) {
      new BucketDeployment(this, `Deploy-${path}`, {
        sources: [Source.asset(folder)],
        destinationBucket: bucket,
        destinationKeyPrefix: `${path}/`,
        // File names of the console change with their content, those of the pages do not: five minutes serve both.
        cacheControl: [
          CacheControl.setPublic(),
          CacheControl.maxAge(Duration.minutes(5)),
          CacheControl.mustRevalidate(),
        ],
        distribution,
        distributionPaths: [`/${path}/*`],
        memoryLimit: 512,
      });
    }
  }

  private acknowledge(distribution: Distribution, { domain, webAclArn }: EdgeStackProps): void {
    const reasons = [
      { id: 'AwsSolutions-CFR1', reason: 'Members ask from wherever they live; no country is shut out' },
      {
        id: 'AwsSolutions-CFR3',
        reason:
          'It would keep network addresses of people who exercise a right; the API logs route and status without them',
      },
      ...(webAclArn
        ? []
        : [
            {
              id: 'AwsSolutions-CFR2',
              reason: 'A web ACL costs every month; `-c webAclArn=` sets one (docs/deploy.md)',
            },
          ]),
      ...(domain
        ? []
        : [
            {
              id: 'AwsSolutions-CFR4',
              reason: "CloudFront's own certificate fixes the minimum at TLSv1; an own domain has TLSv1.2_2021",
            },
          ]),
    ];
    Validations.of(distribution).acknowledge(...reasons);
  }
}

/** Discovery and keys come from the issuer, tokens from the sign-in pages' own domain. */
function signInOrigins(data: DataStack): string[] {
  return [`${data.staff.userPoolProviderUrl}/`, data.signInDomain.baseUrl()];
}
