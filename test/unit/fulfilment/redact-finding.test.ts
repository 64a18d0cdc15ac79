import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingRedactor } from '../../../functions/fulfilment/redact-finding.ts';
import {
  changeList,
  countsOf,
  emptyList,
  proposedList,
  type RedactionList,
} from '../../../functions/fulfilment/redaction-list.ts';
import { textsIn } from '../../../functions/fulfilment/third-parties.ts';

const proposed = proposedList(
  [
    { kind: 'name', value: '李伟', records: { orders: 2, messages: 1 } },
    { kind: 'email', value: 'sean@murphy.example', records: { messages: 1 } },
  ],
  emptyList,
);
const must = (list: RedactionList | undefined): RedactionList => {
  if (!list) throw new Error('the change names what is not there');
  return list;
};
const accepted = must(changeList(proposed, { type: 'accept_all', collection: 'messages' }));

describe('a list of redactions', () => {
  it('counts values, and names none', () => {
    expect(countsOf('one', proposed)).toEqual({ list: 'one', undecided: 2, kept: 0, redacted: {} });
    expect(countsOf('two', accepted)).toEqual({ list: 'two', undecided: 0, kept: 0, redacted: { third_party: 2 } });
  });

  it('keeps what staff decided when data is gathered again', () => {
    const kept = must(changeList(proposed, { type: 'decide', ids: ['v1'], decision: 'keep' }));
    const byHand = must(changeList(kept, { type: 'redact_value', value: 'secret alloy', reason: 'trade_secret' }));
    const again = proposedList(
      [
        { kind: 'name', value: '李伟', records: { orders: 3 } },
        { kind: 'name', value: 'Seán Murphy', records: { orders: 1 } },
      ],
      byHand,
    );
    expect(again.values.map(({ id, value, decision }) => [id, value, decision])).toEqual([
      ['v1', '李伟', 'keep'],
      ['v4', 'Seán Murphy', 'undecided'],
      ['v3', 'secret alloy', 'redact'],
    ]);
  });

  it('refuses what is not there, and does nothing twice', () => {
    expect(changeList(proposed, { type: 'decide', ids: ['v9'], decision: 'keep' })).toBeUndefined();
    expect(changeList(proposed, { type: 'remove', ids: ['v1'] })).toBeUndefined();
    expect(changeList(proposed, { type: 'redact_value', value: ' .\u200B', reason: 'privileged' })).toBeUndefined();
    expect(changeList(accepted, { type: 'accept_all', collection: 'messages' })).toEqual(accepted);
    const once = must(changeList(proposed, { type: 'redact_value', value: 'Alloy 5', reason: 'trade_secret' }));
    expect(changeList(once, { type: 'redact_value', value: 'alloy 5', reason: 'trade_secret' })).toEqual(once);
    expect(changeList(once, { type: 'remove', ids: ['v3'] })).toEqual(proposed);
  });
});

describe('a finding as the member gets it', () => {
  const finding = { id: 'f1', fields: { body: 'Ask 李伟', seen: { by: ['李伟', 7] }, total: 5, nothing: null } };

  it('has markers with the reason where something was', () => {
    expect(findingRedactor(accepted, 'en')('messages', finding).fields).toEqual({
      body: 'Ask [redacted: another person]',
      seen: { by: ['[redacted: another person]', 7] },
      total: 5,
      nothing: null,
    });
    expect(findingRedactor(accepted, 'zh')('messages', finding).fields.body).toBe('Ask ［已隐去：他人信息］');
  });

  it('is as it was while nothing is decided, or all is kept', () => {
    const kept = must(changeList(proposed, { type: 'decide', ids: ['v1', 'v2'], decision: 'keep' }));
    for (const list of [emptyList, proposed, kept])
      expect(findingRedactor(list, 'en')('messages', finding)).toEqual(finding);
  });

  it('lacks a field that staff leave out, and shows one that staff show', () => {
    const field = { collection: 'messages', finding: 'f1', field: 'body', reason: 'privileged' } as const;
    const without = must(changeList(proposed, { type: 'redact_field', ...field }));
    expect(findingRedactor(without, 'en')('messages', finding).fields.body).toBe('[redacted: legally privileged]');
    expect(findingRedactor(without, 'en')('orders', finding)).toEqual(finding);
    const shown = must(changeList(accepted, { type: 'show_field', ...field }));
    expect(findingRedactor(shown, 'en')('messages', finding).fields.body).toBe('Ask 李伟');
  });

  it('holds none of the redacted values anywhere, however deep and however written', () => {
    const value = fc.constantFrom('Anna Keller', '李伟', 'sean@murphy.example', '+353 1 555 0142', 'José', 'alloy 5');
    const written = value.chain((text) =>
      fc.constantFrom(text, text.toUpperCase(), text.normalize('NFD'), text.replaceAll(' ', '  ')),
    );
    const text = fc.array(fc.oneof(written, fc.constantFrom('order', '42', '，', '\n')), { maxLength: 6 });
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        text.map((parts) => parts.join(' ')),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(
          text.map((parts) => parts.join(' ')),
          tie('tree'),
          { maxKeys: 3 },
        ),
      ),
    }));
    fc.assert(
      fc.property(
        fc.uniqueArray(value, { minLength: 1 }),
        fc.dictionary(fc.constantFrom('a', 'b'), tree),
        (values, fields) => {
          const list = values.reduce(
            (sum, one) => must(changeList(sum, { type: 'redact_value', value: one, reason: 'third_party' })),
            emptyList,
          );
          const redacted = findingRedactor(list, 'en')('messages', { id: 'f1', fields });
          const same = (words: string) => words.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');
          const left = same(textsIn(redacted.fields).join('\u0000'));
          for (const one of values) expect(left).not.toContain(same(one));
        },
      ),
      { numRuns: 300 },
    );
  });
});
