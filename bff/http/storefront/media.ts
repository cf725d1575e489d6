import { Hono } from 'hono';
import { z } from 'zod';
import { Id } from '../../../contract/id.ts';
import { MAX_SHOPPER_UPLOAD, type MediaLink, type MediaUploaded, UploadQuery } from '../../../contract/media.ts';
import { mayShopperSee } from '../../services/open-media.ts';
import { notFound } from '../../services/refusal.ts';
import { takeUpload } from '../../services/take-upload.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { VisitorEnv } from '../env.ts';
import { mediaUrl } from '../media-links.ts';
import { rateLimit } from '../middleware/rate-limit.ts';
import { requireVisitor } from '../middleware/visitor.ts';
import { bodyOf } from '../raw-body.ts';
import { param, query } from '../validate.ts';

/** Files that shoppers send, and fresh links to those they see. */
export const mediaRoutes = (deps: Deps) => {
  const perVisitor = (perMinute: number, burst: number) =>
    rateLimit({ clock: deps.clock, key: c => c.get('visitor').id, perMinute, burst });

  return new Hono<VisitorEnv>()
    .use(requireVisitor(deps))
    .post('/', perVisitor(2, 10), query(UploadQuery), async c => {
      const { merchantId, visitor } = c.var;
      const { filename } = c.req.valid('query');
      const by = { source: 'shopper', id: visitor.id } as const;
      const upload = { bytes: bodyOf(c, MAX_SHOPPER_UPLOAD), filename, by, limit: MAX_SHOPPER_UPLOAD };
      const tools = { store: deps.mediaStore, folder: deps.mediaFolder };
      const taken = await takeUpload(contextOf(deps), tools, merchantId, upload);
      return c.json({ ...taken, url: mediaUrl(deps, merchantId, taken.id) } satisfies MediaUploaded, 201);
    })
    .get('/:id', perVisitor(60, 60), param(z.object({ id: Id })), async c => {
      const { merchantId, visitor } = c.var;
      const { id } = c.req.valid('param');
      if (!(await mayShopperSee(deps, merchantId, visitor, id))) throw notFound('file');
      return c.json({ url: mediaUrl(deps, merchantId, id) } satisfies MediaLink);
    });
};
