import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Scope } from '../scope.ts';

/** `empty`: the page alone. `lit`: with the trivial bubble. `woodex`: with our script tag. */
export type PageKind = 'empty' | 'lit' | 'woodex';

export type Shop = {
  origin: string;
  /** Brotli bytes of the trivial bubble. */
  litBytes: number;
  pageUrl(kind: PageKind): string;
  /** The tag on the `woodex` page. */
  setTag(tag: string): void;
};

const SECTIONS = 12;
const SENTENCE = 'Solid oak from one forest, planed, joined and oiled by hand, and made to the size of your room. ';

/** A shop's page of twelve sections without a script of its own, served compressed on a port of its own. */
export async function startShop(scope: Scope): Promise<Shop> {
  const tags: Record<PageKind, string> = {
    empty: '',
    lit: '<script type="module" async src="/lit-bubble.js"></script>',
    woodex: '',
  };
  const bubble = await buildBubble();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const kind = path.slice(1);
    if (path === '/lit-bubble.js') send(bubble, 'text/javascript');
    else if (kind === 'empty' || kind === 'lit' || kind === 'woodex') send(pageWith(tags[kind]), 'text/html');
    else response.writeHead(204).end();

    function send(body: string, type: string) {
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'content-encoding': 'br' });
      response.end(brotliCompressSync(body));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  scope.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('the shop has no port');
  const origin = `http://127.0.0.1:${address.port}`;
  return {
    origin,
    litBytes: brotliCompressSync(bubble).length,
    pageUrl: kind => `${origin}/${kind}`,
    setTag: tag => {
      tags.woodex = tag;
    },
  };
}

async function buildBubble(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'lit-bubble.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['production'],
  });
  return outputFiles[0]!.text;
}

const pageWith = (tag: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Tables of solid oak</title>
<style>body{margin:0 auto;max-width:60rem;font:16px/1.6 system-ui,sans-serif}section{padding:3rem 1rem}h2{font-size:2rem}</style>
${tag}
</head>
<body>
<h1>Tables of solid oak</h1>
${Array.from({ length: SECTIONS }, (_, i) => `<section><h2>Table ${i + 1}</h2><p>${SENTENCE.repeat(6)}</p></section>`).join('\n')}
</body>
</html>`;
