export interface MessageHeader {
  readonly name: string;
  readonly value: string;
}

/** An email as its sender described it. Addresses as written, with or without a display name. */
export interface Draft {
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  readonly headers: readonly MessageHeader[];
  readonly tags: Readonly<Record<string, string>>;
  readonly configurationSet?: string;
}

/** An email the mailbox has accepted. */
export interface Message extends Draft {
  /** The id SES would give: what SendEmail answers and events carry as `mail.messageId`. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly sentAt: string;
}

export function recipientsOf({ to, cc, bcc }: Pick<Draft, 'to' | 'cc' | 'bcc'>): string[] {
  return [...to, ...cc, ...bcc];
}

/** Encoded words of a header (RFC 2047) as people read them. */
export function decodeWords(header: string): string {
  return header.replace(/(?<=\?=)\s+(?==\?)/g, '').replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, encoding, word) => {
    if (encoding.toLowerCase() === 'b') return Buffer.from(word, 'base64').toString();
    const bytes = word
      .replaceAll('_', ' ')
      .replace(/=([0-9a-f]{2})/gi, (_: string, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    return Buffer.from(bytes, 'latin1').toString();
  });
}

/** `Ada <ada@example.com>` and `ada@example.com` both give `ada@example.com`. */
export function bareAddress(address: string): string {
  return /<([^<>]*)>\s*$/.exec(address)?.[1] ?? address.trim();
}
