import { lookup } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** A shop that could not be asked, and why, in words for its owner. `retryAfterMs`: it said when to come again. */
export class ShopTrouble extends Error {
  override readonly name = 'ShopTrouble';
  readonly retryAfterMs: number | undefined;

  constructor(reason: string, retryAfterMs?: number) {
    super(reason);
    this.retryAfterMs = retryAfterMs;
  }
}

export type ShopAnswer = { status: number; headers: Record<string, string | string[] | undefined>; text: string };
type Options = { headers: Record<string, string>; signal: AbortSignal; allowsLocal: boolean };

/** 250 orders are a few MB. */
const LARGEST = 32 * 1024 * 1024;

/** Addresses that are nobody's shop: a merchant's URL must not reach what only this server can reach. */
const PRIVATE = new BlockList();
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
  PRIVATE.addSubnet(net, prefix, 'ipv4');
/** All that is routed is in 2000::/3; of that, these lead back into IPv4 or nowhere. */
const ROUTED = new BlockList();
ROUTED.addSubnet('2000::', 3, 'ipv6');
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  PRIVATE.addSubnet(net, prefix, 'ipv6');

/** May a shop be at this address? Not in this network, not this machine, not a cloud's metadata; IPv6 that wraps IPv4 is not either. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !PRIVATE.check(address, 'ipv4');
  return family === 6 && ROUTED.check(address, 'ipv6') && !PRIVATE.check(address, 'ipv6');
}

export const isLoopback = (hostname: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);

/** The name is looked up once, and what was looked at is what is connected to. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error || !first) return callback(error ?? new Error('no address'), '', 4);
    if (!addresses.every(({ address }) => isPublicAddress(address)))
      return callback(new ShopTrouble('The name of the shop leads into a private network.'), '', 4);
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
  });
};

/** GET, without following anybody elsewhere. @throws ShopTrouble when there is no answer */
export async function askShop(url: URL, { headers, signal, allowsLocal }: Options): Promise<ShopAnswer> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isLocal = allowsLocal && isLoopback(url.hostname);
  if (!isLocal && (url.protocol !== 'https:' || (isIP(host) && !isPublicAddress(host))))
    throw new ShopTrouble('The address of the shop is not a public one with https.');
  const lookedUp = isLocal ? {} : { lookup: publicLookup };
  try {
    return await get(url, { headers: { accept: 'application/json', ...headers }, signal, ...lookedUp });
  } catch (error) {
    if (error instanceof ShopTrouble) throw error;
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new ShopTrouble(signal.aborted ? 'The shop does not answer in time.' : `The shop cannot be reached${code}.`);
  }
}

type Get = { headers: Record<string, string>; signal: AbortSignal; lookup?: LookupFunction };

function get(url: URL, options: Get): Promise<ShopAnswer> {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = send(url, { ...options, agent: false }, response => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > LARGEST) request.destroy(new ShopTrouble('The shop answers with more than can be taken in.'));
        chunks.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    request.on('error', reject);
    request.end();
  });
}
