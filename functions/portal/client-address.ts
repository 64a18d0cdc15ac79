/**
 * The address a request came from, out of `X-Forwarded-For`. Each hop appends who called it: CloudFront the browser's
 * address, then API Gateway that of CloudFront. What stands further left was sent by the browser and proves nothing.
 */
export function clientAddress(forwardedFor: string | undefined): string {
  const hops = (forwardedFor ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter(Boolean);
  return hops.at(-2) ?? hops.at(-1) ?? 'unknown';
}
