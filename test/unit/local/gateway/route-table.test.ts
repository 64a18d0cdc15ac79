import { describe, expect, it } from 'vitest';
import { RouteTable } from '../../../../local/gateway/route-table.ts';

function table(...routeKeys: string[]): RouteTable<string> {
  const routes = new RouteTable<string>();
  for (const routeKey of routeKeys) routes.add(routeKey, routeKey);
  return routes;
}

describe('routes', () => {
  const routes = table(
    'GET /{proxy+}',
    'POST /{proxy+}',
    'GET /',
    'POST /requests/download',
    'ANY /requests/{id}',
    'GET /requests/{id}',
    'ANY /api/staff/{proxy+}',
    'GET /api/staff/sign-in',
  );

  it.each([
    ['GET', '/', 'GET /'],
    ['POST', '/', undefined],
    ['GET', '/anything/deep', 'GET /{proxy+}'],
    ['POST', '/requests/download', 'POST /requests/download'],
    ['GET', '/requests/download', 'GET /requests/{id}'],
    ['DELETE', '/requests/7', 'ANY /requests/{id}'],
    ['GET', '/api/staff/queue', 'ANY /api/staff/{proxy+}'],
    ['GET', '/api/staff/sign-in', 'GET /api/staff/sign-in'],
    ['GET', '/api/staff', 'GET /{proxy+}'],
    ['PATCH', '/other', undefined],
  ])('%s %s → %s', (method, path, expected) => {
    expect(routes.match(method, path)?.route).toBe(expected);
  });

  it('give path parameters', () => {
    expect(routes.match('GET', '/api/staff/requests/7')?.pathParameters).toEqual({ proxy: 'requests/7' });
    expect(routes.match('GET', '/requests/a b')?.pathParameters).toEqual({ id: 'a b' });
  });

  it('end at $default, which has no parameters', () => {
    expect(table('GET /a', '$default').match('PUT', '/b')).toEqual({
      route: '$default',
      routeKey: '$default',
      pathParameters: {},
    });
  });
});
