import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import type { Env } from '../env.ts';
import { pageHeaders } from '../middleware/security-headers.ts';
import { openApiDocument } from './document.ts';
import { API_PAGE_STYLE, apiPage } from './page.ts';

/** The API's description, for tools and for people. */
export const openApiRoutes = ({ publicUrl }: Pick<Deps, 'publicUrl'>) => {
  const document = openApiDocument(publicUrl);
  return new Hono<Env>()
    .get('/openapi.json', c => c.json(document))
    .get('/docs', pageHeaders, c => c.html(apiPage(document)))
    .get('/docs/style.css', c => c.body(API_PAGE_STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }))
    .get('/problems/:code', c => c.redirect(`/docs#${c.req.param('code')}`));
};
