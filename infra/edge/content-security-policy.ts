/** Sources by directive; a directive without sources stands alone. */
export type ContentSecurityPolicy = Readonly<Record<string, readonly string[]>>;

/** As the header's value (https://www.w3.org/TR/CSP3/#csp-header). */
export function headerOf(policy: ContentSecurityPolicy): string {
  return Object.entries(policy)
    .map(([directive, sources]) => [directive, ...sources].join(' '))
    .join('; ');
}

const nothingElse: ContentSecurityPolicy = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
  'object-src': ["'none'"],
};

/**
 * Member pages: own styles, pictures and scripts from files, no inline script or style.
 * @param downloads origin that a download form is redirected to; browsers hold redirects to `form-action` as well
 */
export function memberPagesPolicy(downloads: string): ContentSecurityPolicy {
  return {
    ...nothingElse,
    'style-src': ["'self'"],
    'img-src': ["'self'"],
    'font-src': ["'self'"],
    'script-src': ["'self'"],
    'connect-src': ["'self'"],
    'form-action': ["'self'", downloads],
    'manifest-src': ["'self'"],
  };
}

/** Staff console: its own files, its API, and the places where staff sign in. */
export function staffConsolePolicy(signIn: readonly string[]): ContentSecurityPolicy {
  return {
    ...nothingElse,
    'style-src': ["'self'"],
    // Cloudscape carries small icons and fonts inside its style sheet.
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'", 'data:'],
    'script-src': ["'self'"],
    'connect-src': ["'self'", ...signIn],
    'form-action': ["'self'"],
  };
}
