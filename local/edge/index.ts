/**
 * CloudFront's role: one address in front of the HTTP API and the buckets.
 * Covers: behaviours by path, allowed methods, viewer functions, cache and origin request policies as far as they decide what is
 * forwarded, response headers policies, error pages, gzip. Does not cover: caching, TLS, signed URLs, origin groups, Lambda@Edge.
 */
export {
  type Behaviour,
  createDistribution,
  type Distribution,
  type ErrorResponse,
  type Origin,
} from './distribution.ts';
export { type EdgeServer, startEdgeServer } from './edge-server.ts';
export { type ForwardingPolicy, managedPolicies, type Selection } from './forwarding-policies.ts';
export { createObjectOrigin } from './object-origin.s3.ts';
export type { ResponseHeaders } from './response-headers.ts';
export { createViewerFunction, type ViewerFunction } from './viewer-function.ts';
