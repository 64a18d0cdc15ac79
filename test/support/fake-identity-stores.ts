import { createHmac } from 'node:crypto';
import type { CodeRecord } from '../../functions/identity/code.ts';
import { triesPerCode } from '../../functions/identity/code.ts';
import type { CodeAsk, CodeStore } from '../../functions/identity/code-store.ts';
import type { KeyedHash } from '../../functions/identity/keyed-hash.ts';
import type { LimitStore } from '../../functions/identity/limit.ts';
import type { Session, SessionStore } from '../../functions/identity/session.ts';

/** Codes in memory. `asks` holds what was asked for, decoys too. */
export function fakeCodeStore(): CodeStore & { readonly asks: readonly CodeAsk[] } {
  const records = new Map<string, CodeRecord>();
  const asks: CodeAsk[] = [];
  const key = (requestId: string, purpose: string): string => `${requestId}/${purpose}`;
  return {
    asks,
    async read(requestId, purpose) {
      return structuredClone(records.get(key(requestId, purpose)));
    },
    async ask(ask) {
      const at = key(ask.requestId, ask.purpose);
      if (records.get(at)?.asked !== ask.before?.asked) return false;
      records.set(at, structuredClone(ask.after));
      asks.push(ask);
      return true;
    },
    async draw(requestId, purpose, { codeHash, validUntil }) {
      const at = key(requestId, purpose);
      const { triesLeft = triesPerCode, asks: earlier = [], asked = 0 } = records.get(at) ?? {};
      records.set(at, { codeHash, validUntil, triesLeft, asks: earlier, asked });
    },
    async takeTry(requestId, purpose, now) {
      const at = key(requestId, purpose);
      const record = records.get(at);
      if (!record || record.validUntil <= now) return { kind: 'expired' };
      if (record.triesLeft <= 0) return { kind: 'locked' };
      const triesLeft = record.triesLeft - 1;
      records.set(at, { ...record, triesLeft });
      return { kind: 'taken', triesLeft, ...(record.codeHash === undefined ? {} : { codeHash: record.codeHash }) };
    },
    async consume(requestId, purpose, codeHash) {
      const at = key(requestId, purpose);
      const record = records.get(at);
      if (!record || record.codeHash !== codeHash) return false;
      const { codeHash: _, ...rest } = record;
      records.set(at, { ...rest, validUntil: '1970-01-01T00:00:00.000Z' });
      return true;
    },
  };
}

export function fakeSessionStore(): SessionStore & { readonly size: () => number } {
  const sessions = new Map<string, Session>();
  return {
    size: () => sessions.size,
    async put(tokenHash, session) {
      sessions.set(tokenHash, structuredClone(session));
    },
    async find(tokenHash) {
      return structuredClone(sessions.get(tokenHash));
    },
    async remove(tokenHash) {
      sessions.delete(tokenHash);
    },
  };
}

export function fakeLimitStore(): LimitStore & { readonly used: ReadonlyMap<string, number> } {
  const used = new Map<string, number>();
  return {
    used,
    async count({ of, name }, most) {
      const key = `${of}#${name}`;
      const count = used.get(key) ?? 0;
      if (count >= most) return false;
      used.set(key, count + 1);
      return true;
    },
  };
}

/** The same hash as the real one makes, under a key of its own. */
export const fakeKeyedHash: KeyedHash = {
  async of(purpose, value) {
    return createHmac('sha256', 'a key for tests').update(`${purpose}\0${value}`).digest('hex');
  },
};
