import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FrameId } from './facts.ts';

/** The one attempt of one task that a token answers for. */
interface TaskAddress {
  execution: number;
  frame: FrameId;
  /** Id of the attempt's TaskScheduled event. */
  scheduledEvent: number;
}

export interface TaskTokens {
  issue(address: TaskAddress): string;
  /** The address a token was issued for; undefined when this service did not issue it as it stands. */
  read(token: string): TaskAddress | undefined;
}

/** Tokens that carry their address under a seal: nothing to store, nothing to guess, and any change to one shows. */
export function createTaskTokens(key: Uint8Array): TaskTokens {
  const seal = (body: string) => createHmac('sha256', key).update(body).digest();
  return {
    issue({ execution, frame, scheduledEvent }) {
      const body = Buffer.from(`${execution}/${frame}/${scheduledEvent}`).toString('base64url');
      return `${body}.${seal(body).toString('base64url')}`;
    },
    read(token) {
      const [body = '', given = '', ...rest] = token.split('.');
      const sealed = Buffer.from(given, 'base64url');
      const expected = seal(body);
      if (rest.length > 0 || sealed.toString('base64url') !== given || sealed.length !== expected.length)
        return undefined;
      if (!timingSafeEqual(sealed, expected)) return undefined;
      const [execution, frame = '', scheduledEvent] = Buffer.from(body, 'base64url').toString().split('/');
      return { execution: Number(execution), frame, scheduledEvent: Number(scheduledEvent) };
    },
  };
}
