import { join } from 'node:path';
import { Hono } from 'hono';
import type { Deps } from './deps.ts';
import type { Env } from './env.ts';
import { pageHeaders } from './middleware/security-headers.ts';
import { problem } from './problem.ts';
import { staticFiles } from './static-files.ts';

/** The script a shop's page loads. Any page may load it, under COEP too; a changed build is seen within minutes. */
export const sdkFiles = ({ distDir }: Deps) => {
  const serve = staticFiles(join(distDir, 'sdk'), { maxAge: 300 });
  return new Hono<Env>().get('/*', async c => {
    c.header('access-control-allow-origin', '*');
    c.header('cross-origin-resource-policy', 'cross-origin');
    c.header('timing-allow-origin', '*');
    c.header('x-content-type-options', 'nosniff');
    return (await serve(c, c.req.path.replace(/^\/sdk/, ''))) ?? problem(c, 'not-found');
  });
};

/** The dashboard: its files, and its one page for every address below /admin. */
export const adminPages = ({ distDir }: Deps) => {
  const serve = staticFiles(join(distDir, 'admin'), { maxAge: 0 });
  return new Hono<Env>().use(pageHeaders).get('/*', async c => {
    const name = c.req.path.replace(/^\/admin/, '');
    const isAsset = name.startsWith('/assets/');
    return (await serve(c, name)) ?? (isAsset ? null : await serve(c, 'index.html')) ?? problem(c, 'not-found');
  });
};
