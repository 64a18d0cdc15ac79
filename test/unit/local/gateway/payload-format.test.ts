import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../../../local/gateway/http-message.ts';
import { toEvent, toResponse } from '../../../../local/gateway/payload-format.ts';

const context = {
  accountId: '000000000000',
  apiId: 'abc',
  domainName: 'abc.execute-api.eu-central-1.amazonaws.com',
  stage: '$default',
  routeKey: 'POST /{proxy+}',
  pathParameters: {},
  requestId: 'id',
  time: Date.UTC(2026, 2, 1, 9, 8, 7),
};
const request = (given: Partial<HttpRequest>): HttpRequest => ({
  method: 'POST',
  path: '/a',
  query: '',
  headers: [],
  body: Buffer.alloc(0),
  sourceIp: '192.0.2.1',
  ...given,
});

describe('requests as events', () => {
  it('join repeated headers, split cookies, and carry what API Gateway adds', () => {
    const event = toEvent(
      request({
        headers: [
          ['accept', 'a'],
          ['accept', 'b'],
          ['cookie', 'x=1; y=2'],
          ['x-forwarded-for', '198.51.100.7'],
        ],
      }),
      '/a',
      context,
    );
    expect(event.headers).toMatchObject({
      accept: 'a,b',
      'x-forwarded-for': '198.51.100.7, 192.0.2.1',
      'content-length': '0',
    });
    expect(event.cookies).toEqual(['x=1', 'y=2']);
    expect(event.requestContext).toMatchObject({
      time: '01/Mar/2026:09:08:07 +0000',
      timeEpoch: context.time,
      domainPrefix: 'abc',
    });
    expect(event).not.toHaveProperty('body');
    expect(event).not.toHaveProperty('queryStringParameters');
  });

  it('leave text as it is and make anything else base64', () => {
    const body = Buffer.from('{"a":"李"}');
    const of = (type: string) => toEvent(request({ body, headers: [['content-type', type]] }), '/a', context);
    expect(of('application/json; charset=utf-8')).toMatchObject({ body: '{"a":"李"}', isBase64Encoded: false });
    expect(of('application/x-www-form-urlencoded')).toMatchObject({
      body: body.toString('base64'),
      isBase64Encoded: true,
    });
  });
});

describe('answers as responses', () => {
  const answer = (value: unknown) => toResponse(JSON.stringify(value));

  it('take status, headers, cookies and body', () => {
    const response = answer({
      statusCode: 302,
      headers: { Location: '/b', 'X-Number': 3 },
      cookies: ['a=1', 'b=2'],
      body: '',
    });
    expect(response).toEqual({
      status: 302,
      headers: [
        ['location', '/b'],
        ['x-number', '3'],
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
      body: Buffer.alloc(0),
    });
    expect(answer({ statusCode: 200, body: 'aGk=', isBase64Encoded: true })?.body.toString()).toBe('hi');
    expect(answer({ statusCode: 200, body: 'hi' })?.headers).toEqual([['content-type', 'text/plain;charset=UTF-8']]);
  });

  it('are JSON when the function answers no response', () => {
    expect(answer({ a: 1 })).toEqual({
      status: 200,
      headers: [['content-type', 'application/json']],
      body: Buffer.from('{"a":1}'),
    });
  });

  it('are none when the answer is malformed', () => {
    expect(answer({ statusCode: 'odd' })).toBeUndefined();
    expect(answer({ statusCode: 200, body: { not: 'text' } })).toBeUndefined();
  });
});
