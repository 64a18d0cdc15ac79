const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
];

/**
 * Headers of every page. Nothing runs, nothing is framed, nothing is kept. The referrer stays within the site; it isn't
 * switched off, because browsers then send `Origin: null` with our own forms (Fetch, "append a request Origin header").
 *
 * @param leadsOut the page's form is answered with a redirect to the object store, which browsers check against `form-action`
 */
export function responseHeaders({ leadsOut }: { readonly leadsOut: boolean }): Readonly<Record<string, string>> {
  const policy = leadsOut ? contentSecurityPolicy : [...contentSecurityPolicy, "form-action 'self'"];
  return {
    'content-security-policy': policy.join('; '),
    'cache-control': 'no-store',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    'referrer-policy': 'same-origin',
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}
