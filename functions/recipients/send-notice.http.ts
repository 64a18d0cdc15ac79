import { lookup as lookUp } from 'node:dns';
import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { RecipientUnavailable } from './notice.ts';
import { AddressRefused, type NoticeReply, type SendNotice } from './send-notice.ts';

const timeoutMs = 10_000;
const largestReply = 64 * 1024;

/** https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry */
const notPublic = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  notPublic.addSubnet(net, prefix, 'ipv4');
/** Only global unicast is public, and of it not what stands for an IPv4 address or for documentation. */
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  notPublic.addSubnet(net, prefix, 'ipv6');

/** Whether an IP address is one of the internet, not of a machine or network of ours. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !notPublic.check(address, 'ipv4');
  return isIP(address) === 6 && globalUnicast.check(address, 'ipv6') && !notPublic.check(address, 'ipv6');
}

/** Looked at when the connection is made, so that a name can't lead elsewhere the second time it is asked. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookUp(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '');
    const [first] = addresses;
    if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
      return callback(new AddressRefused('the name of a recipient leads into a private network'), '');
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
  });
};

/** Over HTTPS, to public addresses; in a private network, and over HTTP, only where the deployment says so. */
export const sendNotice: SendNotice = async ({ url, privateNetwork, headers, body }) => {
  const address = new URL(url);
  const host = address.hostname.replace(/^\[|\]$/g, '');
  if (!privateNetwork && address.protocol !== 'https:') throw new AddressRefused('a recipient is told over HTTPS only');
  if (!privateNetwork && isIP(host) !== 0 && !isPublicAddress(host))
    throw new AddressRefused('the address of a recipient is private');
  const open = address.protocol === 'https:' ? requestSecure : requestPlain;
  const { promise, resolve, reject } = Promise.withResolvers<NoticeReply>();
  const outgoing = open(
    address,
    {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      signal: AbortSignal.timeout(timeoutMs),
      ...(privateNetwork ? {} : { lookup: publicLookup }),
    },
    (incoming) => readReply(incoming).then(resolve, reject),
  );
  outgoing.on('error', reject);
  outgoing.end(body);
  try {
    return await promise;
  } catch (error) {
    if (error instanceof AddressRefused) throw error;
    // The fault's own words may hold the address; its code says enough.
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
    throw new RecipientUnavailable(`a recipient did not answer: ${code}`);
  } finally {
    outgoing.destroy();
  }
};

async function readReply(incoming: IncomingMessage): Promise<NoticeReply> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest would not be read either: no answer to a notice is so long.
    if (size > largestReply) return { status: incoming.statusCode ?? 0, body: '' };
    chunks.push(chunk);
  }
  return { status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') };
}
