/**
 * What CloudFront passes on to an origin: the union of the behaviour's cache policy and origin request policy.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
 */

/** Which headers, cookies or query parameters go to the origin. Names in lower case for headers. */
export type Selection =
  | { readonly kind: 'none' }
  | { readonly kind: 'all' }
  | { readonly kind: 'only'; readonly names: readonly string[] }
  | { readonly kind: 'allExcept'; readonly names: readonly string[] };

export interface ForwardingPolicy {
  readonly headers: Selection;
  readonly cookies: Selection;
  readonly query: Selection;
  /** Whether responses are compressed where the behaviour asks for it. */
  readonly gzip: boolean;
}

const none: Selection = { kind: 'none' };
const all: Selection = { kind: 'all' };

/** The managed policies this machine knows, by the ids AWS documents. */
export const managedPolicies: Readonly<Record<string, ForwardingPolicy>> = {
  // CachingDisabled
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': { headers: none, cookies: none, query: none, gzip: false },
  // CachingOptimized
  '658327ea-f89d-4fab-a63d-7e88639e58f6': { headers: none, cookies: none, query: none, gzip: true },
  // CachingOptimizedForUncompressedObjects
  'b2884449-e4de-46a7-ac36-70bc7f1ddd6d': { headers: none, cookies: none, query: none, gzip: false },
  // AllViewer
  '216adef6-5c7f-47e4-b989-5492eafa07d3': { headers: all, cookies: all, query: all, gzip: false },
  // AllViewerExceptHostHeader
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': {
    headers: { kind: 'allExcept', names: ['host'] },
    cookies: all,
    query: all,
    gzip: false,
  },
  // CORS-S3Origin
  '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf': {
    headers: { kind: 'only', names: ['origin', 'access-control-request-headers', 'access-control-request-method'] },
    cookies: none,
    query: none,
    gzip: false,
  },
};

/** Headers that reach the origin under any policy: they describe the body or make the request conditional. */
const always = new Set([
  'content-type',
  'content-length',
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'if-range',
  'range',
]);

export function selects(selection: Selection, name: string): boolean {
  switch (selection.kind) {
    case 'none':
      return false;
    case 'all':
      return true;
    case 'only':
      return selection.names.includes(name);
    case 'allExcept':
      return !selection.names.includes(name);
  }
}

/** Whether a header goes to the origin under these policies together. */
export function forwardsHeader(policies: readonly ForwardingPolicy[], name: string): boolean {
  return always.has(name) || policies.some((policy) => selects(policy.headers, name));
}

/** The query with only the parameters that the policies let through, otherwise untouched. */
export function forwardedQuery(policies: readonly ForwardingPolicy[], query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '' && policies.some((policy) => selects(policy.query, pair.split('=')[0] ?? '')))
    .join('&');
}

export function forwardedCookies(policies: readonly ForwardingPolicy[], header: string): string {
  return header
    .split(/;\s*/)
    .filter((pair) => policies.some((policy) => selects(policy.cookies, pair.split('=')[0] ?? '')))
    .join('; ');
}
