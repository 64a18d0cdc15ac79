/** What came back over HTTP; a redirect is an answer like any other and is never followed. */
export interface NoticeReply {
  readonly status: number;
  /** As text, at most 64 KiB. */
  readonly body: string;
}

export interface OutgoingNotice {
  readonly url: string;
  readonly privateNetwork: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Posts to the address that is configured and nowhere else.
 * @throws RecipientUnavailable when there is no answer in time · AddressRefused when the address may not be asked
 */
export type SendNotice = (notice: OutgoingNotice) => Promise<NoticeReply>;

/** The address is private or not HTTPS, and the deployment does not say that it may be; trying again does not help. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}
