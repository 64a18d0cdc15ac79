import type { HttpResponse } from '../gateway/index.ts';

/** A response headers policy, flattened: headers to set, each over the origin's own or only where it has none, and headers to drop. */
export interface ResponseHeaders {
  readonly set: readonly { readonly name: string; readonly value: string; readonly override: boolean }[];
  readonly remove: readonly string[];
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html */
export function applyResponseHeaders(response: HttpResponse, policy: ResponseHeaders): HttpResponse {
  let headers = response.headers.filter(([name]) => !policy.remove.includes(name));
  for (const { name, value, override } of policy.set) {
    const present = headers.some(([key]) => key === name);
    if (present && !override) continue;
    headers = [...headers.filter(([key]) => key !== name), [name, value]];
  }
  return { ...response, headers };
}
