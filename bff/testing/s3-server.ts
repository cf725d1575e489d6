import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export const S3_KEYS = { accessKeyId: 'AKIATEST', secretAccessKey: 'a secret of the bucket', region: 'eu-central-1' };

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const hex = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

/** Signature Version 4 as its specification says, from the request alone: what does not sign what it sends is refused. */
function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const { headers, method = '', url = '' } = request;
  const found =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  if (!found) return false;
  const [, id, day, region, names = '', signature] = found;
  const digest = String(headers['x-amz-content-sha256']);
  if (digest !== 'UNSIGNED-PAYLOAD' && digest !== hex(body)) return false;
  const signed = names.split(';').map(name => `${name}:${String(headers[name] ?? '').trim()}\n`);
  const { pathname } = new URL(url, 'http://x');
  const canonical = [method, pathname, '', signed.join(''), names, digest].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hex(canonical)].join('\n');
  const key = ['s3', 'aws4_request'].reduce(
    hmac,
    hmac(hmac(`AWS4${S3_KEYS.secretAccessKey}`, day!), region!) as Buffer,
  );
  return id === S3_KEYS.accessKeyId && region === S3_KEYS.region && hmac(key, toSign).toString('hex') === signature;
}

/** A bucket that checks every signature, as an S3-compatible store does. */
export async function startS3() {
  const objects = new Map<string, Buffer>();
  let refused = 0;
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const body = Buffer.concat(pieces);
    const key = new URL(request.url ?? '', 'http://x').pathname;
    if (!isSigned(request, body)) {
      refused += 1;
      response.writeHead(403).end();
      return;
    }
    // Without its length a store would not take it.
    if (request.method === 'PUT' && request.headers['content-length'] === undefined) {
      response.writeHead(411).end();
      return;
    }
    if (request.method === 'PUT') objects.set(key, body);
    const object = objects.get(key);
    if (request.method === 'DELETE') objects.delete(key);
    if (!object && request.method === 'GET') response.writeHead(404).end();
    else if (request.method !== 'GET') response.writeHead(request.method === 'DELETE' ? 204 : 200).end();
    else {
      const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
      const part = start === undefined ? object! : object!.subarray(Number(start), Number(end) + 1);
      response.writeHead(start === undefined ? 200 : 206).end(part);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    objects,
    refused: () => refused,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
