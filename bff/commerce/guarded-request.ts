import { lookup } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * What a merchant's address may lead to. `public`: the internet, with TLS. `this-machine`: that, or this machine by its own name, without
 * TLS too. `own-network`: that, or this server's own network, without TLS there too.
 */
export type Reach = 'public' | 'this-machine' | 'own-network';

/** Why there was no answer. `forbidden`: nobody was asked. */
export type TroubleKind = 'forbidden' | 'private-network' | 'timeout' | 'too-large' | 'unreachable';

export class RequestTrouble extends Error {
  override readonly name = 'RequestTrouble';
  readonly kind: TroubleKind;
  /** Of the operating system, e.g. ECONNREFUSED; '' where there is none. */
  readonly code: string;

  constructor(kind: TroubleKind, code = '') {
    super(code ? `${kind} (${code})` : kind);
    this.kind = kind;
    this.code = code;
  }
}

export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

export type GuardedRequest = {
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  reach: Reach;
  /** Largest answer, in bytes. */
  largest: number;
  /** Which addresses a name has; the system's resolver where it is absent. */
  resolve?: typeof lookup;
};

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

/** Is this address on the internet? Not in this network, not this machine, not a cloud's metadata; IPv6 that wraps IPv4 is not either. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !PRIVATE.check(address, 'ipv4');
  return family === 6 && ROUTED.check(address, 'ipv6') && !PRIVATE.check(address, 'ipv6');
}

export const isLoopback = (hostname: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);

type Goal = { url: URL; reach: Reach };

/** May this be asked, as far as can be told before its name is looked up? */
export function mayAsk({ url, reach }: Goal): boolean {
  if (url.username || url.password) return false;
  if (reach !== 'public' && isLoopback(url.hostname)) return true;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) && !mayConnect(host, { url, reach })) return false;
  return url.protocol === 'https:' || (reach === 'own-network' && url.protocol === 'http:');
}

/** Without TLS nothing goes out into the internet. */
function mayConnect(address: string, { url, reach }: Goal): boolean {
  const isPublic = isPublicAddress(address);
  return reach === 'own-network' ? isPublic === false || url.protocol === 'https:' : isPublic;
}

/** The name is looked up once, and what was looked at is what is connected to: a name cannot lead elsewhere the second time. */
export const guardedLookup =
  (goal: Goal, resolve: typeof lookup = lookup): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) return callback(error ?? new Error('no address'), '', 4);
      if (!addresses.every(({ address }) => mayConnect(address, goal)))
        return callback(new RequestTrouble('private-network'), '', 4);
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };

/** One request, without following anybody elsewhere. @throws RequestTrouble when there is no answer */
export async function guardedRequest(url: URL, request: GuardedRequest): Promise<Answer> {
  const { reach, resolve, signal } = request;
  const goal = { url, reach };
  if (!mayAsk(goal)) throw new RequestTrouble('forbidden');
  const isLocal = reach !== 'public' && isLoopback(url.hostname);
  try {
    return await exchange(url, request, isLocal ? {} : { lookup: guardedLookup(goal, resolve) });
  } catch (error) {
    if (error instanceof RequestTrouble) throw error;
    if (signal.aborted) throw new RequestTrouble('timeout');
    throw new RequestTrouble('unreachable', error instanceof Error && 'code' in error ? String(error.code) : '');
  }
}

function exchange(
  url: URL,
  { method, headers, body, signal, largest }: GuardedRequest,
  looking: { lookup?: LookupFunction },
): Promise<Answer> {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = send(url, { method, headers, signal, ...looking, agent: false }, response => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > largest) request.destroy(new RequestTrouble('too-large'));
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
    request.end(body);
  });
}
