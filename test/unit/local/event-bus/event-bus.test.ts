import { describe, expect, it } from 'vitest';
import { compilePattern, compileTransformer, createEventBus } from '../../../../local/event-bus/index.ts';

describe('event patterns', () => {
  const event = { source: 'aws.ses', detail: { eventType: 'Bounce', mail: { tags: { set: ['main'] } }, tries: 3 } };

  it.each([
    [{ source: ['aws.ses', 'other'] }, true],
    [{ source: ['other'] }, false],
    [{ source: ['aws.ses'], detail: { eventType: ['Send'] } }, false],
    [{ detail: { mail: { tags: { set: ['main'] } } } }, true],
    [{ detail: { eventType: [{ prefix: 'Bou' }] } }, true],
    [{ detail: { eventType: [{ suffix: 'xx' }] } }, false],
    [{ detail: { eventType: [{ 'anything-but': ['Send', 'Delivery'] }] } }, true],
    [{ detail: { eventType: [{ 'anything-but': { prefix: 'Bou' } }] } }, false],
    [{ detail: { eventType: [{ 'equals-ignore-case': 'BOUNCE' }] } }, true],
    [{ detail: { absent: [{ exists: false }] } }, true],
    [{ detail: { eventType: [{ exists: false }] } }, false],
    [{ detail: { tries: [{ numeric: ['>', 1, '<=', 3] }] } }, true],
    [{ $or: [{ source: ['other'] }, { detail: { tries: [3] } }] }, true],
    [{ detail: { absent: { deeper: ['x'] } } }, false],
  ])('%j matches: %s', (pattern, expected) => {
    expect(compilePattern(pattern)(event)).toBe(expected);
  });

  it('are refused when an operator is unknown', () => {
    expect(() => compilePattern({ source: [{ wildcard: 'aws.*' }] })).toThrow('operator wildcard is not supported');
    expect(() => compilePattern('text')).toThrow('must be an object');
  });
});

describe('input transformers', () => {
  it('put picked values into the template, as JSON or inside text', () => {
    const transform = compileTransformer({
      paths: { type: '$.detail.type', tags: '$.detail.tags', none: '$.detail.none' },
      template: '{"type":<type>,"tags":<tags>,"none":<none>,"text":"it was <type>!"}',
    });
    expect(transform({ detail: { type: 'a "b"', tags: ['x'] } })).toEqual({
      type: 'a "b"',
      tags: ['x'],
      none: '',
      text: 'it was a "b"!',
    });
  });

  it('refuse paths they cannot follow', () => {
    expect(() => compileTransformer({ paths: { a: '$.list[0]' }, template: '{}' })).toThrow(
      'input path $.list[0] is not supported',
    );
  });
});

describe('the bus', () => {
  it('hands an event to every target of every rule that matches', () => {
    const delivered: unknown[] = [];
    const bus = createEventBus((arn, input) => delivered.push([arn, input]));
    bus.addRule({
      name: 'one',
      pattern: { source: ['a'] },
      targets: [{ arn: 'x' }, { arn: 'y', input: { paths: { d: '$.detail' }, template: '{"only":<d>}' } }],
    });
    bus.addRule({ name: 'two', pattern: { source: ['b'] }, targets: [{ arn: 'z' }] });
    const event = { source: 'a', 'detail-type': 't', detail: 1 };
    expect(bus.put(event)).toBe(2);
    expect(delivered).toEqual([
      ['x', event],
      ['y', { only: 1 }],
    ]);
  });
});
