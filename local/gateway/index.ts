/**
 * API Gateway's role: an HTTP API in front of functions.
 * Covers: routes by specificity, payload format 2.0, JWT authorizers with scopes, throttling, integration timeout, size limits,
 * access logs. Does not cover: REST and WebSocket APIs, Lambda and IAM authorizers, HTTP integrations, parameter mapping, CORS, mutual TLS.
 */
export {
  bodyLimit,
  createHttpApi,
  type HttpApi,
  type HttpApiOptions,
  type Route,
  type Throttling,
} from './http-api.ts';
export { type HttpRequest, type HttpResponse, headerOf, jsonResponse } from './http-message.ts';
export { createJwtAuthorizer, type JwtAuthorizer, type JwtConfiguration } from './jwt-authorizer.ts';
