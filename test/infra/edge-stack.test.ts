import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { asText } from './roles.ts';
import { build, find, ofType, only, resourcesOf } from './synthesised.ts';

interface Behaviour {
  readonly PathPattern?: string;
  readonly TargetOriginId: string;
  readonly ViewerProtocolPolicy: string;
  readonly AllowedMethods?: readonly string[];
  readonly ResponseHeadersPolicyId: unknown;
  readonly FunctionAssociations?: readonly { EventType: string }[];
}
interface DistributionConfig {
  readonly DefaultCacheBehavior: Behaviour;
  readonly CacheBehaviors: readonly Behaviour[];
  readonly Origins: readonly {
    Id: string;
    DomainName: unknown;
    S3OriginConfig?: object;
    OriginAccessControlId?: unknown;
  }[];
  readonly CustomErrorResponses: readonly object[];
  readonly Aliases?: readonly string[];
  readonly ViewerCertificate?: object;
  readonly WebACLId?: string;
}

const resources = resourcesOf(build().edge);
const configOf = (found: typeof resources) =>
  only(found, 'AWS::CloudFront::Distribution').Properties.DistributionConfig as DistributionConfig;
const config = configOf(resources);

const policyCalled = (name: string) => {
  const [, { Properties }] = find(resources, 'AWS::CloudFront::ResponseHeadersPolicy', ([id]) => id.startsWith(name));
  return (Properties.ResponseHeadersPolicyConfig as { SecurityHeadersConfig: Record<string, Record<string, unknown>> })
    .SecurityHeadersConfig;
};
const csp = (name: string) => asText(policyCalled(name).ContentSecurityPolicy?.ContentSecurityPolicy);

describe('one domain', () => {
  test('gives pages to the API and static paths to the bucket', () => {
    const origin = (id: string) => config.Origins.find(({ Id }) => Id === id);
    const isBucket = (id: string) => origin(id)?.OriginAccessControlId !== undefined;
    expect(
      config.CacheBehaviors.map(({ PathPattern, TargetOriginId }) => [PathPattern, isBucket(TargetOriginId)]),
    ).toEqual([
      ['/assets/*', true],
      ['/staff', true],
      ['/staff/*', true],
    ]);
    expect(isBucket(config.DefaultCacheBehavior.TargetOriginId)).toBe(false);
    expect(config.DefaultCacheBehavior.AllowedMethods).toContain('POST');
  });

  test('shows one page, from the bucket, for every way in which the API can be away', () => {
    const page = { ResponseCode: 503, ResponsePagePath: '/assets/unavailable.html', ErrorCachingMinTTL: 5 };
    expect(config.CustomErrorResponses).toEqual([500, 502, 503, 504].map((ErrorCode) => ({ ...page, ErrorCode })));
  });

  test('speaks HTTPS only', () => {
    for (const { ViewerProtocolPolicy } of [config.DefaultCacheBehavior, ...config.CacheBehaviors]) {
      expect(ViewerProtocolPolicy).toBe('redirect-to-https');
    }
  });

  test('may be an own one, with TLS 1.2 and a web ACL', () => {
    const own = configOf(
      resourcesOf(
        build({
          domain: { name: 'privacy.example', certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1' },
          webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/w/1',
        }).edge,
      ),
    );
    expect(own.Aliases).toEqual(['privacy.example']);
    expect(own.ViewerCertificate).toMatchObject({ MinimumProtocolVersion: 'TLSv1.2_2021' });
    expect(own.WebACLId).toMatch(/webacl/);
  });

  test('is what mails and sign-in point to, when it is known', () => {
    const service = JSON.stringify(resourcesOf(build({ publicUrl: 'https://privacy.example' }).service));
    expect(service).toContain('"PUBLIC_URL":"https://privacy.example"');
    expect(service).toContain('"CallbackURLs":["https://privacy.example/staff/');
  });
});

describe('headers', () => {
  test('of the staff console allow its own files, its API and the places to sign in', () => {
    expect(csp('StaffHeaders')).toMatch(
      /^default-src 'none'; .*connect-src 'self' <Staff\w+ProviderURL\w+>\/ https:\/\/<SignInDomain\w+>\.auth\.eu-central-1\.amazoncognito\.com; form-action 'self'$/,
    );
  });

  test.each(['StaffHeaders', 'PageHeaders', 'AssetHeaders'])(
    '%s allow no inline script or style and no framing',
    (name) => {
      expect(csp(name)).toContain("frame-ancestors 'none'");
      expect(csp(name)).toContain("script-src 'self'");
      expect(csp(name)).not.toMatch(/unsafe-(inline|eval)|\*/);
      expect(policyCalled(name)).toMatchObject({
        StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, IncludeSubdomains: true },
        ContentTypeOptions: {},
        FrameOptions: { FrameOption: 'DENY' },
      });
    },
  );

  test('of pages are those the page sends itself, where it does', () => {
    expect(policyCalled('PageHeaders').ContentSecurityPolicy).toMatchObject({ Override: false });
    expect(policyCalled('PageHeaders').ReferrerPolicy).toEqual({ Override: false, ReferrerPolicy: 'same-origin' });
    expect(policyCalled('StaffHeaders').ContentSecurityPolicy).toMatchObject({ Override: true });
  });

  test('let the download form be redirected to the exports bucket', () => {
    expect(csp('PageHeaders')).toMatch(/form-action 'self' https:\/\/<Exports\w+RegionalDomainName\w+>/);
  });
});

describe('deep links of the staff console', () => {
  const { FunctionCode } = only(resources, 'AWS::CloudFront::Function').Properties as { FunctionCode: string };
  const rewritten = (uri: string): string => {
    const context = createContext({});
    new Script(FunctionCode).runInContext(context);
    return new Script(`handler({ request: { uri: ${JSON.stringify(uri)} } }).uri`).runInContext(context);
  };

  test.each([
    ['/staff', '/staff/index.html'],
    ['/staff/', '/staff/index.html'],
    ['/staff/requests/3f0c.../review', '/staff/index.html'],
    ['/staff/requests/PR-7QX2', '/staff/index.html'],
    ['/staff/assets/index-B1x.js', '/staff/assets/index-B1x.js'],
    ['/staff/index.html', '/staff/index.html'],
  ])('%s is answered with %s', (asked, answered) => {
    expect(rewritten(asked)).toBe(answered);
  });

  test('are looked at on staff paths only', () => {
    const looked = [config.DefaultCacheBehavior, ...config.CacheBehaviors].filter(
      ({ FunctionAssociations }) => FunctionAssociations,
    );
    expect(looked.map(({ PathPattern }) => PathPattern)).toEqual(['/staff', '/staff/*']);
  });
});

describe('the site', () => {
  test('is put behind the distribution, each part under its own path', () => {
    const folder = mkdtempSync(join(tmpdir(), 'privacy-requests-site-'));
    for (const part of ['staff', 'assets']) {
      mkdirSync(join(folder, part));
      writeFileSync(join(folder, part, 'index.html'), '<!doctype html>');
    }
    const site = { staff: join(folder, 'staff'), assets: join(folder, 'assets') };
    const deployments = ofType(resourcesOf(build({ site }).edge), 'Custom::CDKBucketDeployment');
    expect(deployments.map(([, { Properties }]) => Properties.DestinationBucketKeyPrefix).toSorted()).toEqual([
      'assets/',
      'staff/',
    ]);
    for (const [, { Properties }] of deployments) expect(Properties.DistributionId).toBeDefined();
  });

  test('can be read by the distribution only', () => {
    const [, policy] = find(resources, 'AWS::S3::BucketPolicy', () => true);
    const { Statement } = policy.Properties.PolicyDocument as { Statement: { Effect: string; Principal: unknown }[] };
    const allowed = Statement.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed).toEqual([
      expect.objectContaining({
        Action: 's3:GetObject',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Condition: { StringEquals: { 'AWS:SourceArn': expect.anything() } },
      }),
    ]);
  });
});
