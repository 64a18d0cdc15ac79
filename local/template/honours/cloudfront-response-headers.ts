import { z } from 'zod';
import { honour, noEffect, number, truth } from '../honour.ts';
import { opaqueId } from '../physical-name.ts';
import type { Cloud } from './cloud.ts';

const override = { Override: truth };

const security = z.strictObject({
  ContentSecurityPolicy: z.strictObject({ ...override, ContentSecurityPolicy: z.string() }).optional(),
  ContentTypeOptions: z.strictObject(override).optional(),
  FrameOptions: z.strictObject({ ...override, FrameOption: z.string() }).optional(),
  ReferrerPolicy: z.strictObject({ ...override, ReferrerPolicy: z.string() }).optional(),
  StrictTransportSecurity: z
    .strictObject({
      ...override,
      AccessControlMaxAgeSec: number,
      IncludeSubdomains: truth.optional(),
      Preload: truth.optional(),
    })
    .optional(),
  XSSProtection: z
    .strictObject({ ...override, Protection: truth, ModeBlock: truth.optional(), ReportUri: z.string().optional() })
    .optional(),
});

export const responseHeadersPolicy = honour({
  type: 'AWS::CloudFront::ResponseHeadersPolicy',
  properties: z.strictObject({
    ResponseHeadersPolicyConfig: z.strictObject({
      Name: z.string(),
      Comment: noEffect('no console'),
      CustomHeadersConfig: z
        .strictObject({ Items: z.array(z.strictObject({ ...override, Header: z.string(), Value: z.string() })) })
        .optional(),
      RemoveHeadersConfig: z.strictObject({ Items: z.array(z.strictObject({ Header: z.string() })) }).optional(),
      SecurityHeadersConfig: security.optional(),
    }),
  }),
  create(resource, cloud: Cloud) {
    const config = resource.properties.ResponseHeadersPolicyConfig;
    const id = opaqueId(resource, 32);
    cloud.responseHeaders.set(id, {
      set: [
        ...securityHeaders(config.SecurityHeadersConfig ?? {}),
        ...(config.CustomHeadersConfig?.Items ?? []).map((item) => ({
          name: item.Header.toLowerCase(),
          value: item.Value,
          override: item.Override,
        })),
      ],
      remove: (config.RemoveHeadersConfig?.Items ?? []).map((item) => item.Header.toLowerCase()),
    });
    return { ref: id, attributes: { Id: id } };
  },
});

function securityHeaders(config: z.output<typeof security>) {
  const headers: { name: string; value: string; override: boolean }[] = [];
  const add = (name: string, value: string, item: { Override: boolean }) =>
    headers.push({ name, value, override: item.Override });
  const {
    ContentSecurityPolicy,
    ContentTypeOptions,
    FrameOptions,
    ReferrerPolicy,
    StrictTransportSecurity,
    XSSProtection,
  } = config;
  if (ContentSecurityPolicy)
    add('content-security-policy', ContentSecurityPolicy.ContentSecurityPolicy, ContentSecurityPolicy);
  if (ContentTypeOptions) add('x-content-type-options', 'nosniff', ContentTypeOptions);
  if (FrameOptions) add('x-frame-options', FrameOptions.FrameOption, FrameOptions);
  if (ReferrerPolicy) add('referrer-policy', ReferrerPolicy.ReferrerPolicy, ReferrerPolicy);
  if (StrictTransportSecurity) {
    const { AccessControlMaxAgeSec, IncludeSubdomains, Preload } = StrictTransportSecurity;
    const parts = [`max-age=${AccessControlMaxAgeSec}`, IncludeSubdomains && 'includeSubDomains', Preload && 'preload'];
    add('strict-transport-security', parts.filter(Boolean).join('; '), StrictTransportSecurity);
  }
  if (XSSProtection) {
    const { Protection, ModeBlock, ReportUri } = XSSProtection;
    const parts = [Protection ? '1' : '0', ModeBlock && 'mode=block', ReportUri && `report=${ReportUri}`];
    add('x-xss-protection', parts.filter(Boolean).join('; '), XSSProtection);
  }
  return headers;
}
