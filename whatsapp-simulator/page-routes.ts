import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { Hono } from 'hono';

const PAGE = new URL('./page/', import.meta.url);
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; media-src 'self'; base-uri 'none'; form-action 'none'";

/** The phone page, its style sheet, and its modules with their types taken out on the way: there is nothing to build. */
export function pageRoutes() {
  const page = new Hono();
  page.get('/', serve('index.html', 'text/html; charset=utf-8'));
  page.get('/wa.me/:digits', serve('index.html', 'text/html; charset=utf-8'));
  page.get('/page/:file{[a-z-]+\\.css}', async c => {
    const sheet = await readFile(new URL(c.req.param('file'), PAGE), 'utf8').catch(() => null);
    return sheet === null
      ? c.notFound()
      : c.body(sheet, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' });
  });
  page.get('/page/:file{[a-z-]+\\.ts}', async c => {
    const source = await readFile(new URL(c.req.param('file'), PAGE), 'utf8').catch(() => null);
    if (source === null) return c.notFound();
    return c.body(stripTypes(source), 200, {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'no-cache',
    });
  });
  return page;
}

const serve = (file: string, type: string) => async () =>
  new Response(await readFile(new URL(file, PAGE)), {
    headers: { 'content-type': type, 'content-security-policy': CSP, 'cache-control': 'no-cache' },
  });

/** Node calls this function experimental on stderr, which is no news for whoever starts the simulator. */
function stripTypes(source: string): string {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
